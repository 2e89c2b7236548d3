import articles.content.vocabulary
import articles.models.fields
import articles.models.remedy
import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('healthkb', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(editable=False, max_length=20)),
                ('slug', models.SlugField(help_text='The last part of the address. It stays the same once published.', max_length=120)),
                ('locale', models.CharField(choices=[('en', 'English'), ('vi', 'Tiếng Việt')], default='en', max_length=12, verbose_name='language')),
                ('title', articles.models.fields.LineField(max_length=200)),
                ('review_interval_months', models.PositiveSmallIntegerField(default=36, help_text='At most 36. Use 12 for a page with emergency signs.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(36)], verbose_name='review every (months)')),
                ('edit_number', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(editable=False, null=True)),
                ('updated_at', models.DateTimeField(editable=False, null=True)),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, help_text='Who looks after this page and is told when a review is due.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned_documents', to=settings.AUTH_USER_MODEL)),
                ('updated_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'permissions': [('submit_document', 'Can submit documents for review'), ('review_editorial', 'Can give editorial reviews'), ('review_clinical', 'Can give clinical reviews'), ('publish_document', 'Can publish approved documents'), ('emergency_publish', 'Can publish in an emergency, before review'), ('withdraw_document', 'Can withdraw live documents'), ('restore_version', 'Can restore an earlier version as a draft')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'slug', 'locale'), name='document_kind_slug_locale_unique', violation_error_message='Another page of this kind already has this address in this language.'), models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='document_slug_filled'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='document_title_filled'), models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='document_kind_filled'), models.CheckConstraint(condition=models.Q(('review_interval_months__range', (1, 36))), name='document_review_interval_range')],
            },
        ),
        migrations.CreateModel(
            name='UrgencyWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('urgency', models.CharField(choices=[('emergency', 'Emergency'), ('same_day', 'Same day'), ('soon', 'Soon'), ('routine', 'Routine'), ('self_care', 'Self care')], max_length=30)),
                ('label', articles.models.fields.LineField(max_length=120)),
                ('timeframe', articles.models.fields.LineField(max_length=120)),
                ('action', articles.models.fields.MarkdownField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('urgency__in', ['emergency', 'same_day', 'soon', 'routine', 'self_care'])), name='urgency_wording_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('action__length__lte', 20000)), name='urgency_wording_action_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('document_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='articles.document')),
                ('summary', articles.models.fields.LineField(blank=True, help_text='One or two plain sentences, shown in lists and search.', max_length=500)),
                ('synonyms', articles.models.fields.WordListField(blank=True, default=list, help_text='Other words that people search for.')),
                ('safety_net', articles.models.fields.MarkdownField(blank=True, verbose_name='when to get help again')),
                ('no_emergency_reason', articles.models.fields.LineField(blank=True, help_text='Only for a page that has no emergency red flag. A clinician must agree with it.', max_length=500, verbose_name='why there is no emergency sign')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('safety_net__length__lte', 20000)), name='article_safety_net_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
            bases=('articles.document',),
        ),
        migrations.CreateModel(
            name='Cause',
            fields=[
                ('document_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='articles.document')),
                ('description', articles.models.fields.MarkdownField(blank=True)),
                ('mechanism', articles.models.fields.MarkdownField(blank=True, verbose_name='how it leads to the symptom')),
                ('what_to_do', articles.models.fields.MarkdownField(blank=True)),
                ('when_to_suspect', articles.models.fields.MarkdownField(blank=True)),
                ('serious', models.BooleanField(default=False)),
                ('synonyms', articles.models.fields.WordListField(blank=True, default=list, help_text='Other names that people search for.')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('description__length__lte', 20000)), name='cause_description_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('mechanism__length__lte', 20000)), name='cause_mechanism_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('what_to_do__length__lte', 20000)), name='cause_what_to_do_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('when_to_suspect__length__lte', 20000)), name='cause_when_to_suspect_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
            bases=('articles.document',),
        ),
        migrations.CreateModel(
            name='DiagnosticTest',
            fields=[
                ('document_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='articles.document')),
                ('purpose', articles.models.fields.MarkdownField(blank=True)),
                ('what_happens', articles.models.fields.MarkdownField(blank=True)),
                ('when_used', articles.models.fields.MarkdownField(blank=True, verbose_name='when it is used')),
            ],
            options={
                'verbose_name': 'test',
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__length__lte', 20000)), name='test_purpose_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('what_happens__length__lte', 20000)), name='test_what_happens_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('when_used__length__lte', 20000)), name='test_when_used_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
            bases=('articles.document',),
        ),
        migrations.CreateModel(
            name='Faq',
            fields=[
                ('document_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='articles.document')),
                ('answer', articles.models.fields.MarkdownField(blank=True)),
            ],
            options={
                'verbose_name': 'FAQ',
                'constraints': [models.CheckConstraint(condition=models.Q(('answer__length__lte', 20000)), name='faq_answer_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
            bases=('articles.document',),
        ),
        migrations.CreateModel(
            name='RedFlag',
            fields=[
                ('document_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='articles.document')),
                ('text', articles.models.fields.MarkdownField(blank=True, verbose_name='what the reader notices')),
                ('urgency', models.CharField(choices=[('emergency', 'Emergency'), ('same_day', 'Same day'), ('soon', 'Soon'), ('routine', 'Routine'), ('self_care', 'Self care')], max_length=30)),
                ('action', articles.models.fields.MarkdownField(blank=True, verbose_name='what to do')),
                ('why', articles.models.fields.MarkdownField(blank=True, verbose_name='why it matters')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('text__length__lte', 20000)), name='red_flag_text_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('action__length__lte', 20000)), name='red_flag_action_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('why__length__lte', 20000)), name='red_flag_why_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('urgency__in', ['emergency', 'same_day', 'soon', 'routine', 'self_care'])), name='red_flag_urgency_known', violation_error_message='Choose one of the words in the list.')],
            },
            bases=('articles.document',),
        ),
        migrations.CreateModel(
            name='Remedy',
            fields=[
                ('document_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='articles.document')),
                ('remedy_kind', models.CharField(choices=[('self_care', 'Self care'), ('prevention', 'Prevention'), ('treatment', 'Treatment')], default=articles.content.vocabulary.RemedyKind['SELF_CARE'], max_length=30, verbose_name='kind')),
                ('steps', articles.models.fields.MarkdownField(blank=True)),
                ('benefits', articles.models.fields.MarkdownField(blank=True)),
                ('risks', articles.models.fields.MarkdownField(blank=True)),
                ('who_should_not', articles.models.fields.MarkdownField(blank=True, verbose_name='who should not use it')),
                ('evidence_status', models.CharField(choices=[('supported', 'Supported'), ('weak', 'Weak'), ('outdated', 'Outdated'), ('unsafe', 'Unsafe')], default=articles.content.vocabulary.EvidenceStatus['SUPPORTED'], max_length=30)),
                ('cautions', articles.models.fields.WordListField(blank=True, default=list, help_text='What it involves that can harm some people. Each needs words under: who should not use it.', validators=[articles.models.remedy.refuse_unknown_cautions])),
            ],
            options={
                'verbose_name_plural': 'remedies',
                'constraints': [models.CheckConstraint(condition=models.Q(('steps__length__lte', 20000)), name='remedy_steps_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('benefits__length__lte', 20000)), name='remedy_benefits_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('risks__length__lte', 20000)), name='remedy_risks_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('who_should_not__length__lte', 20000)), name='remedy_who_should_not_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('remedy_kind__in', ['self_care', 'prevention', 'treatment'])), name='remedy_kind_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('evidence_status__in', ['supported', 'weak', 'outdated', 'unsafe'])), name='remedy_evidence_known', violation_error_message='Choose one of the words in the list.')],
            },
            bases=('articles.document',),
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('document_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='articles.document')),
                ('description', articles.models.fields.MarkdownField(blank=True)),
                ('topic_kind', models.CharField(choices=[('body_area', 'Body area'), ('system', 'System'), ('symptom', 'Symptom'), ('life_stage', 'Life stage')], max_length=30)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('description__length__lte', 20000)), name='topic_description_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('topic_kind__in', ['body_area', 'system', 'symptom', 'life_stage'])), name='topic_kind_known', violation_error_message='Choose one of the words in the list.')],
            },
            bases=('articles.document',),
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('document_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='articles.document')),
                ('country', models.CharField(max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'Use the two-letter country code, for example GB.')])),
                ('emergency_number', models.CharField(max_length=20)),
                ('disclaimer', articles.models.fields.MarkdownField(blank=True)),
                ('safety_net', articles.models.fields.MarkdownField(blank=True, verbose_name='when to get help again')),
            ],
            options={
                'verbose_name': 'reader wording',
                'verbose_name_plural': 'reader wording',
                'constraints': [models.CheckConstraint(condition=models.Q(('disclaimer__length__lte', 20000)), name='wording_disclaimer_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('safety_net__length__lte', 20000)), name='wording_safety_net_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('emergency_number', ''), _negated=True), name='wording_emergency_number_filled')],
            },
            bases=('articles.document',),
        ),
        migrations.CreateModel(
            name='ClinicalCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('system', models.CharField(choices=[('icd-10', 'ICD-10'), ('icd-11', 'ICD-11'), ('snomed-ct', 'SNOMED CT'), ('mesh', 'MeSH')], max_length=30)),
                ('code', models.CharField(max_length=40)),
                ('display', articles.models.fields.LineField(help_text='The name of the code in its code system.', max_length=200)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='articles.document')),
            ],
            options={
                'verbose_name': 'clinical code',
                'ordering': ['system', 'code'],
                'constraints': [models.UniqueConstraint(fields=('document', 'system', 'code'), name='clinical_code_unique'), models.CheckConstraint(condition=models.Q(('system__in', ['icd-10', 'icd-11', 'snomed-ct', 'mesh'])), name='clinical_code_system_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='clinical_code_filled')],
            },
        ),
        migrations.CreateModel(
            name='Contributor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', articles.models.fields.LineField(max_length=120)),
                ('role', models.CharField(choices=[('author', 'Author'), ('reviewer', 'Reviewer'), ('expert', 'Expert'), ('illustrator', 'Illustrator')], max_length=30)),
                ('credentials', articles.models.fields.LineField(blank=True, max_length=200)),
                ('bio', articles.models.fields.LineField(blank=True, max_length=500, verbose_name='about')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['author', 'reviewer', 'expert', 'illustrator'])), name='contributor_role_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='contributor_named')],
            },
        ),
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edit_number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='articles.document')),
            ],
            options={
                'ordering': ['document', 'edit_number'],
                'constraints': [models.UniqueConstraint(fields=('document', 'edit_number'), name='edit_number_unique')],
            },
        ),
        migrations.CreateModel(
            name='Image',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('file', models.ImageField(height_field='height', upload_to='images/', width_field='width')),
                ('width', models.PositiveIntegerField(default=0, editable=False)),
                ('height', models.PositiveIntegerField(default=0, editable=False)),
                ('renditions', articles.models.fields.WordListField(blank=True, default=list, editable=False, help_text='Paths of the WebP copies below the media folder, narrowest first.')),
                ('alt', articles.models.fields.LineField(blank=True, max_length=300, verbose_name='text for people who cannot see it')),
                ('decorative', models.BooleanField(default=False, help_text='It adds nothing to the words, so it needs no text.')),
                ('caption', articles.models.fields.LineField(blank=True, max_length=300)),
                ('credit', articles.models.fields.LineField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decorative', True), ('alt', '')), models.Q(('decorative', False), models.Q(('alt', ''), _negated=True)), _connector='OR'), name='image_alt_or_decorative', violation_error_message='Say what the picture shows, or mark it as decorative.')],
            },
        ),
        migrations.CreateModel(
            name='Published',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(db_index=True)),
                ('kind', models.CharField(max_length=20)),
                ('slug', models.CharField(max_length=120)),
                ('locale', models.CharField(max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('body', models.BinaryField(help_text='JSON, complete but for review_status, which depends on the day it is read.')),
                ('summary', models.BinaryField(help_text='JSON of the fields shown in lists, without review_status likewise.')),
                ('etag', models.CharField(help_text='sha256 of body.', max_length=64)),
                ('review_status', models.CharField(choices=[('clinically_reviewed', 'Clinically reviewed'), ('editorially_reviewed', 'Editorially reviewed'), ('demonstration', 'Demonstration'), ('awaiting_review', 'Awaiting review'), ('overdue', 'Overdue')], max_length=30)),
                ('last_reviewed', models.DateField(null=True)),
                ('next_review', models.DateField(null=True)),
                ('first_published_at', models.DateTimeField()),
                ('modified_at', models.DateTimeField(help_text='When the text that readers get last changed.')),
                ('live_from', models.DateTimeField()),
                ('live_until', models.DateTimeField(null=True)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='articles.document')),
            ],
            options={
                'verbose_name_plural': 'published',
                'constraints': [models.UniqueConstraint(fields=('document', 'live_from'), name='published_once_at_a_time'), models.UniqueConstraint(condition=models.Q(('live_until', None)), fields=('document',), name='published_one_without_end'), models.CheckConstraint(condition=models.Q(('live_until', None), ('live_until__gt', models.F('live_from')), _connector='OR'), name='published_ends_after_start'), models.CheckConstraint(condition=models.Q(('review_status__in', ['clinically_reviewed', 'editorially_reviewed', 'demonstration', 'awaiting_review', 'overdue'])), name='published_review_status_known', violation_error_message='Choose one of the words in the list.')],
            },
        ),
        migrations.CreateModel(
            name='PublishedContribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=30)),
                ('value', models.JSONField()),
                ('published', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='articles.published')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='articles.document')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('published', 'target', 'field'), name='published_contribution_unique')],
            },
        ),
        migrations.CreateModel(
            name='PublishedFacet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30)),
                ('value', models.CharField(max_length=200)),
                ('published', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facets', to='articles.published')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('published', 'name', 'value'), name='published_facet_unique')],
            },
        ),
        migrations.CreateModel(
            name='PublishingLock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_sequence', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='publishing_lock_single_row')],
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('publisher', articles.models.fields.LineField(max_length=200)),
                ('title', articles.models.fields.LineField(max_length=300)),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='web address')),
                ('doi', models.CharField(blank=True, max_length=120, verbose_name='DOI')),
                ('published', articles.models.fields.LineField(default='not stated', help_text='The date on the source, for example 2024-05-01, or: not stated.', max_length=40)),
                ('last_checked', models.DateField(blank=True, help_text='When one of us last read it.', null=True)),
                ('grade', models.CharField(choices=[('guideline', 'Guideline'), ('systematic_review', 'Systematic review'), ('national_health_service', 'National health service'), ('textbook', 'Textbook'), ('primary_study', 'Primary study'), ('patient_organisation', 'Patient organisation'), ('clinical_judgement', 'Clinical judgement'), ('news', 'News'), ('company', 'Company')], max_length=30)),
            ],
            options={
                'ordering': ['publisher', 'title'],
                'constraints': [models.CheckConstraint(condition=models.Q(('grade__in', ['guideline', 'systematic_review', 'national_health_service', 'textbook', 'primary_study', 'patient_organisation', 'clinical_judgement', 'news', 'company'])), name='reference_grade_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(models.Q(('publisher', ''), _negated=True), models.Q(('title', ''), _negated=True)), name='reference_named')],
            },
        ),
        migrations.AddField(
            model_name='document',
            name='references',
            field=models.ManyToManyField(blank=True, related_name='documents', to='articles.reference'),
        ),
        migrations.CreateModel(
            name='ReviewRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('change_kind', models.CharField(choices=[('minor', 'Minor'), ('major', 'Major'), ('safety', 'Safety')], max_length=30)),
                ('change_note', articles.models.fields.LineField(max_length=500)),
                ('content_hash', models.CharField(max_length=64)),
                ('submitted_at', models.DateTimeField()),
                ('go_live_at', models.DateTimeField(blank=True, null=True)),
                ('emergency_reason', articles.models.fields.LineField(blank=True, max_length=500)),
                ('closed_as', models.CharField(blank=True, choices=[('published', 'Published'), ('changes_requested', 'Changes Requested'), ('declined', 'Declined'), ('replaced', 'Replaced'), ('cancelled', 'Cancelled')], max_length=20)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-submitted_at'],
                'get_latest_by': 'submitted_at',
                'constraints': [models.CheckConstraint(condition=models.Q(('change_kind__in', ['minor', 'major', 'safety'])), name='review_request_change_kind_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('closed_as__in', ['', 'published', 'changes_requested', 'declined', 'replaced', 'cancelled'])), name='review_request_closed_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_as', ''), ('closed_at', None), ('closed_by', None)), models.Q(models.Q(('closed_as', ''), _negated=True), ('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='review_request_closed_with_who_and_when')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('editorial', 'Editorial'), ('clinical', 'Clinical')], max_length=30)),
                ('decision', models.CharField(choices=[('approve', 'Approve'), ('request_changes', 'Request changes'), ('decline', 'Decline')], max_length=30)),
                ('comment', models.TextField(blank=True, max_length=5000)),
                ('content_hash', models.CharField(max_length=64)),
                ('reviewer_name', articles.models.fields.LineField(max_length=200)),
                ('reviewer_role', articles.models.fields.LineField(blank=True, max_length=120)),
                ('credentials', articles.models.fields.LineField(blank=True, max_length=200)),
                ('is_demonstration', models.BooleanField(default=False)),
                ('decided_at', models.DateTimeField()),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='articles.reviewrequest')),
            ],
            options={
                'ordering': ['decided_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['editorial', 'clinical'])), name='review_role_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('decision__in', ['approve', 'request_changes', 'decline'])), name='review_decision_known', violation_error_message='Choose one of the words in the list.')],
            },
        ),
        migrations.CreateModel(
            name='RequestedVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_main', models.BooleanField(default=False, help_text='What was submitted, rather than what came along.')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='articles.reviewrequest')),
            ],
            options={
                'ordering': ['-is_main', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('schema_version', models.PositiveSmallIntegerField(help_text='The payload format, so that old ones can be read.')),
                ('payload', models.TextField(help_text='Canonical JSON of the working rows. Other documents are named by uuid.')),
                ('sha256', models.CharField(max_length=64)),
                ('edit_number', models.PositiveIntegerField()),
                ('change_note', articles.models.fields.LineField(max_length=500)),
                ('change_kind', models.CharField(choices=[('minor', 'Minor'), ('major', 'Major'), ('safety', 'Safety')], max_length=30)),
                ('created_at', models.DateTimeField()),
                ('authors', models.ManyToManyField(help_text='Everyone who edited since the version that was live.', related_name='authored_versions', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='articles.document')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['document', '-number'],
                'get_latest_by': 'number',
                'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='version_number_unique'), models.CheckConstraint(condition=models.Q(('change_kind__in', ['minor', 'major', 'safety'])), name='version_change_kind_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='version_sha256_hex')],
            },
        ),
        migrations.AddField(
            model_name='reviewrequest',
            name='versions',
            field=models.ManyToManyField(related_name='requests', through='articles.RequestedVersion', to='articles.version'),
        ),
        migrations.AddField(
            model_name='requestedversion',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='articles.version'),
        ),
        migrations.CreateModel(
            name='PublishedPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='embedded_in', to='articles.document')),
                ('published', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='articles.published')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='embedded_in', to='articles.version')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('published', 'part'), name='published_part_unique')],
            },
        ),
        migrations.AddField(
            model_name='published',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='articles.version'),
        ),
        migrations.CreateModel(
            name='PastPublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.BinaryField()),
                ('etag', models.CharField(max_length=64)),
                ('review_status', models.CharField(choices=[('clinically_reviewed', 'Clinically reviewed'), ('editorially_reviewed', 'Editorially reviewed'), ('demonstration', 'Demonstration'), ('awaiting_review', 'Awaiting review'), ('overdue', 'Overdue')], max_length=30)),
                ('next_review', models.DateField(null=True)),
                ('modified_at', models.DateTimeField()),
                ('live_from', models.DateTimeField()),
                ('live_until', models.DateTimeField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='past_publications', to='articles.document')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='past_publications', to='articles.version')),
            ],
            options={
                'ordering': ['document', 'live_from'],
                'constraints': [models.UniqueConstraint(fields=('document', 'live_from'), name='past_publication_once_at_a_time'), models.CheckConstraint(condition=models.Q(('live_until__gt', models.F('live_from'))), name='past_publication_ends_after_start')],
            },
        ),
        migrations.AddField(
            model_name='document',
            name='translated_from',
            field=models.ForeignKey(blank=True, editable=False, help_text='The version of the source text that this translation was made from.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='articles.version'),
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('sequence', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('event', models.CharField(choices=[('publish', 'Publish'), ('recompose', 'Recompose'), ('withdraw', 'Withdraw'), ('redirect', 'Redirect')], max_length=30)),
                ('uuid', models.UUIDField(db_index=True)),
                ('kind', models.CharField(max_length=20)),
                ('slug', models.CharField(max_length=120)),
                ('locale', models.CharField(max_length=12)),
                ('withdrawal_kind', models.CharField(blank=True, choices=[('published_in_error', 'Published in error'), ('superseded', 'Superseded'), ('withdrawn', 'Withdrawn')], max_length=30)),
                ('reason', articles.models.fields.LineField(blank=True, help_text='For readers of the feed.', max_length=500)),
                ('redirect_to', models.CharField(blank=True, help_text='Slug of the document that took its place.', max_length=120)),
                ('at', models.DateTimeField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='articles.document')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='articles.version')),
            ],
            options={
                'ordering': ['sequence'],
                'constraints': [models.CheckConstraint(condition=models.Q(('event__in', ['publish', 'recompose', 'withdraw', 'redirect'])), name='change_event_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('withdrawal_kind__in', ['published_in_error', 'superseded', 'withdrawn', ''])), name='change_withdrawal_kind_known', violation_error_message='Choose one of the words in the list.')],
            },
        ),
        migrations.CreateModel(
            name='Takeaway',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('text', articles.models.fields.MarkdownField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='takeaways', to='articles.article')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='takeaway_filled'), models.CheckConstraint(condition=models.Q(('text__length__lte', 20000)), name='takeaway_text_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('slug', models.SlugField(help_text='Names the section in a link to it.', max_length=80)),
                ('aspect', models.CharField(choices=[('overview', 'Overview'), ('symptoms', 'Symptoms'), ('causes', 'Causes'), ('how_it_works', 'How it works'), ('prognosis', 'Prognosis'), ('living_with', 'Living with'), ('self_care', 'Self care'), ('prevention', 'Prevention'), ('see_doctor', 'See doctor'), ('treatments', 'Treatments'), ('tests', 'Tests'), ('types', 'Types'), ('stages', 'Stages'), ('risks', 'Risks'), ('misconceptions', 'Misconceptions'), ('patient_experience', 'Patient experience'), ('pregnancy', 'Pregnancy'), ('related_topics', 'Related topics'), ('safety', 'Safety'), ('effectiveness', 'Effectiveness')], max_length=30, verbose_name='what it is about')),
                ('heading', articles.models.fields.LineField(max_length=200)),
                ('body', articles.models.fields.MarkdownField(blank=True)),
                ('references', models.ManyToManyField(blank=True, related_name='sections', to='articles.reference')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='articles.article')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('article', 'slug'), name='section_slug_unique'), models.CheckConstraint(condition=models.Q(('aspect__in', ['overview', 'symptoms', 'causes', 'how_it_works', 'prognosis', 'living_with', 'self_care', 'prevention', 'see_doctor', 'treatments', 'tests', 'types', 'stages', 'risks', 'misconceptions', 'patient_experience', 'pregnancy', 'related_topics', 'safety', 'effectiveness'])), name='section_aspect_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('heading', ''), _negated=True), name='section_heading_filled'), models.CheckConstraint(condition=models.Q(('body__length__lte', 20000)), name='section_body_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('slug', models.SlugField(max_length=80)),
                ('title', articles.models.fields.LineField(max_length=200)),
                ('situation', articles.models.fields.MarkdownField(blank=True)),
                ('solution', articles.models.fields.MarkdownField(blank=True, verbose_name='what helped')),
                ('references', models.ManyToManyField(blank=True, related_name='scenarios', to='articles.reference')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to='articles.article')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('article', 'slug'), name='scenario_slug_unique'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='scenario_title_filled'), models.CheckConstraint(condition=models.Q(('situation__length__lte', 20000)), name='scenario_situation_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('solution__length__lte', 20000)), name='scenario_solution_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
        ),
        migrations.CreateModel(
            name='RemedyPlacement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('note', articles.models.fields.MarkdownField(blank=True, help_text='Shown in this article only.')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remedies', to='articles.article')),
            ],
            options={
                'verbose_name': 'remedy',
                'verbose_name_plural': 'remedies',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('note__length__lte', 20000)), name='remedy_placement_note_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
        ),
        migrations.CreateModel(
            name='RedFlagPlacement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('note', articles.models.fields.MarkdownField(blank=True, help_text='Shown in this article only.')),
                ('group', articles.models.fields.LineField(blank=True, help_text='The heading under which readers see it.', max_length=120)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='red_flags', to='articles.article')),
            ],
            options={
                'verbose_name': 'red flag',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('note__length__lte', 20000)), name='red_flag_placement_note_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
        ),
        migrations.CreateModel(
            name='FaqPlacement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('note', articles.models.fields.MarkdownField(blank=True, help_text='Shown in this article only.')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='faqs', to='articles.article')),
            ],
            options={
                'verbose_name': 'FAQ',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('note__length__lte', 20000)), name='faq_placement_note_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
        ),
        migrations.CreateModel(
            name='ArticleImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.image')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='images', to='articles.article')),
            ],
            options={
                'verbose_name': 'image',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('article', 'image'), name='article_image_unique')],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='authors',
            field=models.ManyToManyField(blank=True, related_name='articles', to='articles.contributor'),
        ),
        migrations.CreateModel(
            name='CausePlacement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('note', articles.models.fields.MarkdownField(blank=True, help_text='Shown in this article only.')),
                ('frequency', models.CharField(choices=[('common', 'Common'), ('uncommon', 'Uncommon'), ('rare', 'Rare')], default=articles.content.vocabulary.Frequency['COMMON'], max_length=30)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='causes', to='articles.article')),
                ('cause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='articles.cause')),
            ],
            options={
                'verbose_name': 'cause',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('article', 'cause'), name='cause_placed_once'), models.CheckConstraint(condition=models.Q(('frequency__in', ['common', 'uncommon', 'rare'])), name='cause_placement_frequency_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('note__length__lte', 20000)), name='cause_placement_note_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
        ),
        migrations.CreateModel(
            name='TestPlacement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('note', articles.models.fields.MarkdownField(blank=True, help_text='Shown in this article only.')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tests', to='articles.article')),
                ('test', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='articles.diagnostictest')),
            ],
            options={
                'verbose_name': 'test',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('article', 'test'), name='test_placed_once'), models.CheckConstraint(condition=models.Q(('note__length__lte', 20000)), name='test_placement_note_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
        ),
        migrations.AddField(
            model_name='cause',
            name='tests',
            field=models.ManyToManyField(blank=True, related_name='causes', to='articles.diagnostictest'),
        ),
        migrations.AddField(
            model_name='faqplacement',
            name='faq',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='articles.faq'),
        ),
        migrations.AddField(
            model_name='redflagplacement',
            name='red_flag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='articles.redflag'),
        ),
        migrations.AddField(
            model_name='cause',
            name='red_flags',
            field=models.ManyToManyField(blank=True, related_name='causes', to='articles.redflag'),
        ),
        migrations.AddField(
            model_name='remedyplacement',
            name='remedy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='articles.remedy'),
        ),
        migrations.AddField(
            model_name='cause',
            name='remedies',
            field=models.ManyToManyField(blank=True, related_name='causes', to='articles.remedy'),
        ),
        migrations.AddField(
            model_name='topic',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='articles.topic'),
        ),
        migrations.AddField(
            model_name='article',
            name='topics',
            field=models.ManyToManyField(blank=True, related_name='articles', to='articles.topic'),
        ),
        migrations.AddField(
            model_name='urgencywording',
            name='wording',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='articles.wording'),
        ),
        migrations.AddIndex(
            model_name='clinicalcode',
            index=models.Index(fields=['system', 'code'], name='clinical_code_lookup'),
        ),
        migrations.AddIndex(
            model_name='publishedfacet',
            index=models.Index(fields=['name', 'value'], name='published_facet_value'),
        ),
        migrations.AddConstraint(
            model_name='requestedversion',
            constraint=models.UniqueConstraint(fields=('request', 'version'), name='requested_version_unique'),
        ),
        migrations.AddIndex(
            model_name='published',
            index=models.Index(fields=['kind', 'locale', 'slug'], name='published_address'),
        ),
        migrations.AddIndex(
            model_name='published',
            index=models.Index(fields=['kind', 'locale', 'title'], name='published_by_title'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['kind', '-updated_at'], name='document_kind_updated'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['kind', 'locale', 'slug', '-sequence'], name='change_address'),
        ),
        migrations.AddConstraint(
            model_name='faqplacement',
            constraint=models.UniqueConstraint(fields=('article', 'faq'), name='faq_placed_once'),
        ),
        migrations.AddConstraint(
            model_name='redflagplacement',
            constraint=models.UniqueConstraint(fields=('article', 'red_flag'), name='red_flag_placed_once'),
        ),
        migrations.AddConstraint(
            model_name='remedyplacement',
            constraint=models.UniqueConstraint(fields=('article', 'remedy'), name='remedy_placed_once'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('pk')), _negated=True), _connector='OR'), name='topic_not_its_own_parent', violation_error_message='A topic cannot be inside itself.'),
        ),
        migrations.AddConstraint(
            model_name='urgencywording',
            constraint=models.UniqueConstraint(fields=('wording', 'urgency'), name='urgency_wording_unique'),
        ),
    ]
