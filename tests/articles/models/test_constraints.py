"""Every rule that the database holds is broken once, past the forms and services, and must refuse."""

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F
from PIL import Image as Picture

from articles.content.text import MAX_BODY
from articles.models import (
    Article,
    ArticleImage,
    AuditEntry,
    Buffer,
    BulkChange,
    Change,
    Contributor,
    FaqPlacement,
    FieldComment,
    Image,
    PastPublication,
    Published,
    PublishedContribution,
    PublishedFacet,
    PublishingLock,
    Release,
    RemedyPlacement,
    Review,
    ReviewTask,
    SavedFilter,
    Scenario,
    Takeaway,
    TestPlacement,
    UrgencyWording,
    Version,
    Wording,
)
from tests.builders import (
    AT,
    after,
    make_article,
    make_author,
    make_cause,
    make_faq,
    make_reference,
    make_remedy,
    make_test,
    make_topic,
    publish_now,
)

pytestmark = pytest.mark.django_db

WORD = "not-a-word"
# What breaks each rule. Rules on the length of a body, and rules of uniqueness, are broken in the same way everywhere.
BREAKS: dict[str, dict[str, Any]] = {
    "contributor_kind_known": {"kind": WORD},
    "contributor_role_known": {"role": WORD},
    "contributor_named": {"name": ""},
    "reference_grade_known": {"grade": WORD},
    "reference_titled": {"title": ""},
    "document_slug_filled": {"slug": ""},
    "document_title_filled": {"title": ""},
    "document_kind_filled": {"kind": ""},
    "document_review_interval_range": {"review_interval_months": 37},
    "clinical_code_system_known": {"system": WORD},
    "clinical_code_filled": {"code": ""},
    "image_alt_or_decorative": {"alt": ""},
    "topic_kind_known": {"topic_kind": WORD},
    "topic_not_its_own_parent": {"parent": F("pk")},
    "section_aspect_known": {"aspect": WORD},
    "takeaway_filled": {"text": ""},
    "red_flag_urgency_known": {"urgency": WORD},
    "remedy_kind_known": {"remedy_kind": WORD},
    "remedy_evidence_known": {"evidence_status": WORD},
    "version_change_kind_known": {"change_kind": WORD, "number": 99},
    "version_sha256_hex": {"sha256": "A" * 64, "number": 99},
    "change_event_known": {"event": WORD, "sequence": 9_999},
    "change_withdrawal_kind_known": {"withdrawal_kind": WORD, "sequence": 9_999},
    "publishing_lock_single_row": {"pk": 2},
    "cause_placement_frequency_known": {"frequency": WORD},
    "published_ends_after_start": {"live_until": F("live_from")},
    "published_review_status_known": {"review_status": WORD},
    "past_publication_ends_after_start": {"live_from": after(1), "live_until": after(1)},
    "review_request_change_kind_known": {"change_kind": WORD},
    "review_request_closed_known": {"closed_as": WORD},
    "review_request_closed_with_who_and_when": {"closed_at": None},
    "review_request_scheduled_with_who_and_when": {"scheduled_at": AT},
    "review_role_known": {"role": WORD},
    "review_decision_known": {"decision": WORD},
    "field_comment_filled": {"text": ""},
    "release_named": {"name": ""},
    "release_closed_known": {"closed_as": WORD},
    "release_closed_with_who_and_when": {"closed_as": "published"},
    "review_task_outcome_known": {"outcome": WORD},
    "review_task_closed_with_who_and_when": {"outcome": "still_holds"},
    "urgency_wording_known": {"urgency": WORD},
    "saved_filter_name_filled": {"name": ""},
    "bulk_change_action_known": {"action": WORD},
}
# A copy breaks every rule of uniqueness of its table, unless the others are kept.
KEEPS_OTHER_RULES: dict[str, dict[str, Any]] = {
    "document_kind_slug_locale_unique": {"uuid": uuid.uuid4()},
    "buffer_one_new_each": {"document_id": None},
    "published_one_without_end": {"live_from": after(5)},
    "published_once_at_a_time": {"live_until": after(5)},
}
APPEND_ONLY = (Version, Review, FieldComment, Change, PastPublication)


def constraints() -> list[tuple[type[models.Model], models.BaseConstraint]]:
    return [
        (model, constraint)
        for model in apps.get_app_config("articles").get_models()
        if model.__module__.startswith("articles.models") and model.__module__.rsplit(".", 1)[1] in ROOM
        for constraint in model._meta.constraints
    ]


ROOM = {
    *("article", "cause", "change", "contributor", "diagnostic_test", "document", "faq", "image", "placement"),
    *("buffer", "bulk_change", "check_summary", "saved_filter"),
    *(
        "published",
        "red_flag",
        "reference",
        "release",
        "remedy",
        "review",
        "review_task",
        "topic",
        "version",
        "wording",
    ),
}


def case(model: type[models.Model], constraint: models.BaseConstraint) -> Any:
    return pytest.param(model, constraint, id=constraint.name)


def png() -> bytes:
    buffer = io.BytesIO()
    Picture.new("L", (2, 2)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def _one_of_everything() -> None:
    contributor = Contributor.objects.create(slug="team", name="Team", role="author")
    image = Image.objects.create(slug="leg", file=ContentFile(png(), "leg.png"), alt="A leg seen from the side.")
    cause = make_cause()
    cause.codes.create(system="icd-10", code="R25.3", display="Fasciculation")
    cause.references.add(make_reference())
    article = make_article(causes=[cause])
    article.topics.add(make_topic())
    article.authors.add(contributor)
    ArticleImage.objects.create(article=article, image=image)
    story = Scenario.objects.create(article=article, slug="asha", title="Asha")
    story.references.add(make_reference())
    Takeaway.objects.create(article=article, text="It is rarely serious.")
    RemedyPlacement.objects.create(article=article, remedy=make_remedy())
    TestPlacement.objects.create(article=article, test=make_test())
    FaqPlacement.objects.create(article=article, faq=make_faq())
    wording = Wording.objects.create(slug="gb", title="UK", country="GB", emergency_number="999")
    wording.safety_net = "See a GP."
    wording.save()
    UrgencyWording.objects.create(
        wording=wording, urgency="emergency", label="Now", timeframe="now", action="Call 999."
    )
    ann = make_author()
    for document in (None, article):
        Buffer.objects.create(by=ann, kind="article", document=document, edit_number=1, kept_at=AT)
    SavedFilter.objects.create(by=ann, list="articles.cause", name="Mine", query="owner=me")
    BulkChange.objects.create(action="owner", by=ann, at=AT)
    publish_now(article)
    row = Published.objects.get(document=article.pk)
    PublishedFacet.objects.create(published=row, name="colour", value="red")
    PublishedContribution.objects.create(published=row, target=article, field="triage", value={})
    review = Review.objects.get()
    FieldComment.objects.create(review=review, version=row.version, field="Summary", text="Shorter.")
    Release.objects.create(name="Salt", made_by=review.reviewer, made_at=AT)
    ReviewTask.objects.create(document=article, because=cause.versions.get(), opened_at=AT)
    PastPublication.objects.create(
        document_id=article.pk,
        version=row.version,
        body=b"{}",
        etag="",
        review_status=row.review_status,
        modified_at=AT,
        live_from=AT - dt.timedelta(days=2),
        live_until=AT - dt.timedelta(days=1),
    )


def break_by_copy(row: models.Model, values: dict[str, Any]) -> None:
    """Insert the row once more, with some values changed."""
    row.pk = None
    row._state.adding = True
    for name, value in values.items():
        setattr(row, name, value)
    type(row)._default_manager.bulk_create([row])


def break_rule(model: type[models.Model], row: models.Model, constraint: models.BaseConstraint) -> None:
    if isinstance(constraint, models.UniqueConstraint):
        break_by_copy(row, KEEPS_OTHER_RULES.get(constraint.name, {}))
    elif constraint.name.endswith("_length"):
        field = constraint.name.removesuffix("_length")
        (name,) = [each.name for each in model._meta.local_fields if field.endswith(f"_{each.name}")]
        model._default_manager.filter(pk=row.pk).update(**{name: "x" * (MAX_BODY + 1)})
    elif issubclass(model, (*APPEND_ONLY, PublishingLock)):
        break_by_copy(row, BREAKS[constraint.name])
    else:
        model._default_manager.filter(pk=row.pk).update(**BREAKS[constraint.name])


@pytest.mark.usefixtures("_one_of_everything")
@pytest.mark.parametrize(("model", "constraint"), [case(*each) for each in constraints()])
def test_the_database_refuses(model: type[models.Model], constraint: models.BaseConstraint) -> None:
    row = model._default_manager.order_by("pk").last()
    assert row is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        break_rule(model, row, constraint)


def test_the_same_row_is_accepted_when_nothing_is_broken() -> None:
    """The copies above fail for their values, not for the way they are made."""
    publish_now(make_article())
    row = Version.objects.order_by("pk").last()
    assert row is not None

    break_by_copy(row, {"number": 99})

    assert Version.objects.filter(number=99).count() == 1


@pytest.mark.usefixtures("_one_of_everything")
@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Version, {"payload": "{}"}),
        (Review, {"decision": "decline"}),
        (FieldComment, {"text": "Another."}),
        (Change, {"reason": "Another."}),
        (PastPublication, {"body": b"{}"}),
    ],
)
def test_history_is_neither_changed_nor_deleted(model: type[models.Model], values: dict[str, Any]) -> None:
    rows = model._default_manager.all()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.update(**values)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows._raw_delete("default")
    assert rows.exists()


HISTORY = (Version, Review, FieldComment, Change, PastPublication, AuditEntry)


@pytest.mark.usefixtures("_one_of_everything")
@pytest.mark.parametrize("model", HISTORY)
def test_history_is_not_replaced_or_emptied_by_sql(model: type[models.Model]) -> None:
    """Ways round the triggers of single rows, one on each database."""
    table, key = model._meta.db_table, model._meta.pk.column
    # Else PostgreSQL refuses for the sake of foreign keys that are still to be checked, before it comes to the trigger.
    sql = f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE"
    if connection.vendor == "sqlite":
        sql = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} ORDER BY {key} LIMIT 1"
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert model._default_manager.exists()


def test_what_was_submitted_cannot_be_deleted() -> None:
    article = make_article()
    publish_now(article)

    with pytest.raises(models.ProtectedError):
        article.delete()
    assert Article.objects.filter(pk=article.pk).exists()
