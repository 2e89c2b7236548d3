import articles.content.vocabulary
import articles.models.fields
import django.core.validators
import django.db.models.deletion
import triage.models.fields
import triage.models.test_case
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('articles', '0002_append_only_history'),
        ('healthkb', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Protocol',
            fields=[
                ('document_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='articles.document')),
                ('purpose', articles.models.fields.MarkdownField(blank=True, help_text='What it does, in one or two sentences.')),
                ('scope_outside', triage.models.fields.WaysField(blank=True, default=list, help_text='Who should not use it. Leave empty if anybody may.', verbose_name='not made for')),
                ('scope_level', models.CharField(choices=[('emergency', 'Emergency'), ('same_day', 'Same day'), ('soon', 'Soon'), ('routine', 'Routine'), ('self_care', 'Self care')], default=articles.content.vocabulary.Urgency['SOON'], max_length=30, verbose_name='what they are told')),
                ('scope_message', articles.models.fields.MarkdownField(default='This check was not made for you. Talk to a health professional instead.', verbose_name='what they read')),
                ('default_level', models.CharField(choices=[('emergency', 'Emergency'), ('same_day', 'Same day'), ('soon', 'Soon'), ('routine', 'Routine'), ('self_care', 'Self care')], default=articles.content.vocabulary.Urgency['SELF_CARE'], max_length=30, verbose_name='when no rule is met')),
                ('default_message', articles.models.fields.MarkdownField(blank=True, verbose_name='what they read then')),
                ('default_action', articles.models.fields.MarkdownField(blank=True, verbose_name='what to do then')),
                ('remedies_up_to', models.CharField(choices=[('emergency', 'Emergency'), ('same_day', 'Same day'), ('soon', 'Soon'), ('routine', 'Routine'), ('self_care', 'Self care')], default=articles.content.vocabulary.Urgency['SOON'], max_length=30, verbose_name='most urgent level with remedies')),
                ('disclaimer', articles.models.fields.MarkdownField(blank=True)),
                ('safety_net', articles.models.fields.WordListField(blank=True, default=list, help_text='Always shown with the result, one sentence each.', verbose_name='when to get help again')),
                ('recheck_after_days', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='check again after (days)')),
                ('is_switched_on', models.BooleanField(default=True, editable=False, help_text='Off: from the next request on nobody gets a result.', verbose_name='switched on')),
                ('articles', models.ManyToManyField(blank=True, help_text='Articles that link to this check, and it to them.', related_name='protocols', to='articles.article')),
                ('default_references', models.ManyToManyField(blank=True, related_name='+', to='articles.reference', verbose_name='sources for that')),
                ('includes', models.ManyToManyField(blank=True, help_text='Packs that are asked first.', related_name='included_in', to='triage.protocol')),
                ('wordings', models.ManyToManyField(blank=True, help_text='How each level is said to readers, for each country.', related_name='protocols', to='articles.wording')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__length__lte', 20000)), name='protocol_purpose_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('scope_message__length__lte', 20000)), name='protocol_scope_message_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('default_message__length__lte', 20000)), name='protocol_default_message_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('default_action__length__lte', 20000)), name='protocol_default_action_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('disclaimer__length__lte', 20000)), name='protocol_disclaimer_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('scope_level__in', ['emergency', 'same_day', 'soon', 'routine', 'self_care'])), name='protocol_scope_level_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('default_level__in', ['emergency', 'same_day', 'soon', 'routine', 'self_care'])), name='protocol_default_level_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('remedies_up_to__in', ['emergency', 'same_day', 'soon', 'routine', 'self_care'])), name='protocol_remedies_level_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('scope_level', articles.content.vocabulary.Urgency['SELF_CARE']), _negated=True), name='protocol_out_of_scope_never_self_care', violation_error_message='People outside the scope are never told self-care.'), models.CheckConstraint(condition=models.Q(('recheck_after_days', None), ('recheck_after_days__gte', 1), _connector='OR'), name='protocol_recheck_in_days')],
            },
            bases=('articles.document',),
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('code', triage.models.fields.CodeField(max_length=60)),
                ('kind', models.CharField(choices=[('yes_no', 'Yes or no'), ('one_of', 'One of several'), ('many_of', 'Any of several'), ('number', 'A number')], max_length=10)),
                ('text', articles.models.fields.LineField(max_length=300, verbose_name='question')),
                ('stage', triage.models.fields.CodeField(help_text='The code of the screen on which it is asked.', max_length=60)),
                ('text_for_carer', articles.models.fields.LineField(blank=True, max_length=300, verbose_name='question to a carer')),
                ('help', articles.models.fields.MarkdownField(blank=True, help_text='How to tell.')),
                ('allows_unsure', models.BooleanField(default=False, verbose_name='offers not sure')),
                ('unsure_label', articles.models.fields.LineField(default="I'm not sure", max_length=120)),
                ('allows_none', models.BooleanField(default=False, verbose_name='offers none of these')),
                ('none_label', articles.models.fields.LineField(default='None of these', max_length=120)),
                ('red_flag', models.CharField(blank=True, choices=[('emergency', 'Emergency'), ('same_day', 'Same day'), ('soon', 'Soon'), ('routine', 'Routine'), ('self_care', 'Self care')], default='', max_length=30, verbose_name='a yes alone must give')),
                ('min', models.FloatField(blank=True, null=True, verbose_name='smallest number')),
                ('max', models.FloatField(blank=True, null=True, verbose_name='largest number')),
                ('step', models.FloatField(blank=True, null=True)),
                ('unit', articles.models.fields.LineField(blank=True, max_length=40)),
                ('synonyms', articles.models.fields.WordListField(blank=True, default=list, help_text='Words that people use for it.')),
                ('required', models.BooleanField(default=True)),
                ('safety_critical', models.BooleanField(default=False, verbose_name='matters to safety')),
                ('applies', triage.models.fields.WaysField(blank=True, default=list, help_text='Leave empty to ask it always.', verbose_name='asked when')),
                ('protocol', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='triage.protocol')),
            ],
            options={
                'verbose_name': 'question',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('protocol', 'code'), name='finding_code_unique'), models.CheckConstraint(condition=models.Q(('kind__in', ['yes_no', 'one_of', 'many_of', 'number'])), name='finding_kind_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='finding_text_filled'), models.CheckConstraint(condition=models.Q(('min', None), ('max', None), ('min__lt', models.F('max')), _connector='OR'), name='finding_min_below_max', violation_error_message='The smallest number must be less than the largest.'), models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9][a-z0-9_-]*$')), name='finding_code_shaped', violation_error_message='Use letters, digits, _ and - only.'), models.CheckConstraint(condition=models.Q(('red_flag__in', ['emergency', 'same_day', 'soon', 'routine', 'self_care', ''])), name='finding_red_flag_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('help__length__lte', 20000)), name='finding_help_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
        ),
        migrations.CreateModel(
            name='CauseFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('any', triage.models.fields.WaysField(blank=True, default=list, verbose_name='when')),
                ('if_present', models.CharField(choices=[('++', '++ strongly for'), ('+', '+ for'), ('0', '0 neither'), ('-', '− against'), ('--', '−− strongly against')], default='0', max_length=2)),
                ('if_absent', models.CharField(choices=[('++', '++ strongly for'), ('+', '+ for'), ('0', '0 neither'), ('-', '− against'), ('--', '−− strongly against')], default='0', max_length=2)),
                ('note', articles.models.fields.LineField(blank=True, max_length=300)),
                ('cause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='articles.cause')),
                ('protocol', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cause_findings', to='triage.protocol')),
            ],
            options={
                'verbose_name': 'cause link',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('if_absent__in', ['++', '+', '0', '-', '--']), ('if_present__in', ['++', '+', '0', '-', '--'])), name='cause_finding_weight_known'), models.CheckConstraint(condition=models.Q(('if_absent', '0'), ('if_present', '0'), _negated=True), name='cause_finding_says_something', violation_error_message='Give a weight for present or for absent. Both are neither.'), models.CheckConstraint(condition=models.Q(('any', []), _negated=True), name='cause_finding_condition_filled')],
            },
        ),
        migrations.CreateModel(
            name='ProtocolCause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('cause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='in_protocols', to='articles.cause')),
                ('protocol', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='causes', to='triage.protocol')),
            ],
            options={
                'verbose_name': 'cause',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('protocol', 'cause'), name='protocol_cause_once')],
            },
        ),
        migrations.CreateModel(
            name='RemedyChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('text', articles.models.fields.MarkdownField(blank=True, help_text='Leave empty to use the steps of the remedy.')),
                ('exclude_when', triage.models.fields.WaysField(blank=True, default=list, verbose_name='not offered when')),
                ('exclude_text', articles.models.fields.MarkdownField(blank=True, verbose_name='what they read instead')),
                ('causes', models.ManyToManyField(blank=True, help_text='Offered for these. Leave empty to offer it to everybody.', related_name='+', to='articles.cause')),
                ('protocol', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remedies', to='triage.protocol')),
                ('remedy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='in_protocols', to='articles.remedy')),
            ],
            options={
                'verbose_name': 'remedy',
                'verbose_name_plural': 'remedies',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('protocol', 'remedy'), name='protocol_remedy_once'), models.CheckConstraint(condition=models.Q(('exclude_when', []), models.Q(('exclude_text', ''), _negated=True), _connector='OR'), name='remedy_choice_exclusion_explained', violation_error_message='Say what people should do instead when it is left out.'), models.CheckConstraint(condition=models.Q(('text__length__lte', 20000)), name='remedy_choice_text_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('exclude_text__length__lte', 20000)), name='remedy_choice_exclude_text_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('code', triage.models.fields.RuleCodeField(help_text='Short, for example E01.', max_length=60)),
                ('level', models.CharField(choices=[('emergency', 'Emergency'), ('same_day', 'Same day'), ('soon', 'Soon'), ('routine', 'Routine'), ('self_care', 'Self care')], max_length=30)),
                ('level_if_unsure', models.CharField(blank=True, choices=[('emergency', 'Emergency'), ('same_day', 'Same day'), ('soon', 'Soon'), ('routine', 'Routine'), ('self_care', 'Self care')], default='', max_length=30, verbose_name='level if not sure')),
                ('message', articles.models.fields.MarkdownField(help_text='What the reader is told.', verbose_name='why')),
                ('action', articles.models.fields.MarkdownField(blank=True, verbose_name='what to do')),
                ('rationale', articles.models.fields.MarkdownField(blank=True, verbose_name='clinical reasons')),
                ('protocol', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='triage.protocol')),
                ('red_flag', models.ForeignKey(blank=True, help_text='What it rests on.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='articles.redflag')),
                ('references', models.ManyToManyField(blank=True, related_name='rules', to='articles.reference', verbose_name='sources')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('protocol', 'code'), name='rule_code_unique'), models.CheckConstraint(condition=models.Q(('code__regex', '^[A-Za-z0-9][A-Za-z0-9_-]*$')), name='rule_code_shaped', violation_error_message='Use letters, digits, _ and - only.'), models.CheckConstraint(condition=models.Q(('level__in', ['emergency', 'same_day', 'soon', 'routine', 'self_care'])), name='rule_level_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('level_if_unsure__in', ['emergency', 'same_day', 'soon', 'routine', 'self_care', ''])), name='rule_level_if_unsure_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(models.Q(('level', articles.content.vocabulary.Urgency['SELF_CARE']), _negated=True), models.Q(('level_if_unsure', articles.content.vocabulary.Urgency['SELF_CARE']), _negated=True)), name='rule_never_self_care', violation_error_message='A rule cannot give self-care: that is what no rule at all gives.'), models.CheckConstraint(condition=models.Q(('message', ''), _negated=True), name='rule_message_filled'), models.CheckConstraint(condition=models.Q(('message__length__lte', 20000)), name='rule_message_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('action__length__lte', 20000)), name='rule_action_length', violation_error_message='Text can have at most 20,000 characters.'), models.CheckConstraint(condition=models.Q(('rationale__length__lte', 20000)), name='rule_rationale_length', violation_error_message='Text can have at most 20,000 characters.')],
            },
        ),
        migrations.CreateModel(
            name='RuleCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('all_of', triage.models.fields.WayField(blank=True, default=list, verbose_name='all of')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='triage.rule')),
            ],
            options={
                'verbose_name': 'condition',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('all_of', []), _negated=True), name='rule_condition_filled')],
            },
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('code', triage.models.fields.CodeField(max_length=60)),
                ('title', articles.models.fields.LineField(max_length=200)),
                ('first', models.BooleanField(default=False, help_text='Before all other screens.', verbose_name='asked first')),
                ('protocol', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='triage.protocol')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('protocol', 'code'), name='stage_code_unique'), models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9][a-z0-9_-]*$')), name='stage_code_shaped', violation_error_message='Use letters, digits, _ and - only.')],
            },
        ),
        migrations.CreateModel(
            name='Switching',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_on', models.BooleanField()),
                ('reason', articles.models.fields.LineField(max_length=500)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('protocol', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='switchings', to='triage.protocol')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='switching_reason_given')],
            },
        ),
        migrations.CreateModel(
            name='TestCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('code', triage.models.fields.RuleCodeField(max_length=60)),
                ('title', articles.models.fields.LineField(blank=True, max_length=300)),
                ('answers', models.JSONField(blank=True, default=dict, validators=[triage.models.test_case.refuse_not_an_object])),
                ('level', models.CharField(choices=[('emergency', 'Emergency'), ('same_day', 'Same day'), ('soon', 'Soon'), ('routine', 'Routine'), ('self_care', 'Self care')], max_length=30)),
                ('rules', articles.models.fields.WordListField(blank=True, default=list, help_text='Codes of rules that must be among those that reach the level.')),
                ('causes', articles.models.fields.WordListField(blank=True, default=list, help_text='Slugs of causes that must be listed as possible or more likely.')),
                ('worst_possible', models.CharField(blank=True, choices=[('emergency', 'Emergency'), ('same_day', 'Same day'), ('soon', 'Soon'), ('routine', 'Routine'), ('self_care', 'Self care')], default='', max_length=30)),
                ('protocol', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='triage.protocol')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('protocol', 'code'), name='test_case_code_unique'), models.CheckConstraint(condition=models.Q(('code__regex', '^[A-Za-z0-9][A-Za-z0-9_-]*$')), name='test_case_code_shaped', violation_error_message='Use letters, digits, _ and - only.'), models.CheckConstraint(condition=models.Q(('level__in', ['emergency', 'same_day', 'soon', 'routine', 'self_care'])), name='test_case_level_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('worst_possible__in', ['emergency', 'same_day', 'soon', 'routine', 'self_care', ''])), name='test_case_worst_known', violation_error_message='Choose one of the words in the list.'), models.CheckConstraint(condition=models.Q(('answers__isnull', False)), name='test_case_answers_given')],
            },
        ),
        migrations.CreateModel(
            name='FindingOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('code', triage.models.fields.CodeField(max_length=60)),
                ('label', articles.models.fields.LineField(max_length=300)),
                ('red_flag', models.CharField(blank=True, choices=[('emergency', 'Emergency'), ('same_day', 'Same day'), ('soon', 'Soon'), ('routine', 'Routine'), ('self_care', 'Self care')], default='', max_length=30, verbose_name='alone it must give')),
                ('synonyms', articles.models.fields.WordListField(blank=True, default=list, help_text='Words that people use for it.')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='triage.finding')),
            ],
            options={
                'verbose_name': 'option',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('finding', 'code'), name='option_code_unique'), models.CheckConstraint(condition=models.Q(('label', ''), _negated=True), name='option_label_filled'), models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9][a-z0-9_-]*$')), name='option_code_shaped', violation_error_message='Use letters, digits, _ and - only.'), models.CheckConstraint(condition=models.Q(('red_flag__in', ['emergency', 'same_day', 'soon', 'routine', 'self_care', ''])), name='option_red_flag_known', violation_error_message='Choose one of the words in the list.')],
            },
        ),
        migrations.CreateModel(
            name='FindingThreshold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('code', triage.models.fields.CodeField(max_length=60)),
                ('op', models.CharField(choices=[('gt', 'more than'), ('gte', 'at least'), ('lt', 'less than'), ('lte', 'at most')], max_length=3, verbose_name='is')),
                ('value', models.FloatField(verbose_name='this number')),
                ('label', articles.models.fields.LineField(blank=True, max_length=200)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thresholds', to='triage.finding')),
            ],
            options={
                'verbose_name': 'threshold',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('finding', 'code'), name='threshold_code_unique'), models.CheckConstraint(condition=models.Q(('op__in', ['gt', 'gte', 'lt', 'lte'])), name='threshold_op_known'), models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9][a-z0-9_-]*$')), name='threshold_code_shaped', violation_error_message='Use letters, digits, _ and - only.')],
            },
        ),
    ]
