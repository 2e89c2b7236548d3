"""Rows for tests, each with values that pass every gate. ``publish_now`` takes a document the whole way."""

import datetime as dt
import itertools
from typing import Any

from django.contrib.auth.models import Permission

from articles.content.vocabulary import ChangeKind, Decision, ReviewRole
from articles.models import (
    Article,
    Cause,
    CausePlacement,
    Change,
    Contributor,
    DiagnosticTest,
    Document,
    Faq,
    RedFlag,
    RedFlagPlacement,
    Reference,
    Remedy,
    ReviewRequest,
    Section,
    Topic,
)
from articles.publishing import publish, record_edit, review, submit
from articles.publishing.gates.evidence import CLAIMS
from healthkb.models import User

AT = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
_number = itertools.count(1)


def after(minutes: int) -> dt.datetime:
    return AT + dt.timedelta(minutes=minutes)


def make_user(*permissions: str, **values: Any) -> User:
    number = next(_number)
    values.setdefault("username", f"person-{number}")
    values.setdefault("first_name", "Person")
    values.setdefault("last_name", str(number))
    user = User.objects.create_user(**values)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


def make_author(**values: Any) -> User:
    return make_user("articles.submit_document", "articles.restore_version", **values)


def make_clinician(**values: Any) -> User:
    values.setdefault("job_title", "GP")
    values.setdefault("credentials", "MRCGP, GMC 0000000")
    return make_user("articles.review_clinical", "articles.review_editorial", **values)


def make_publisher(**values: Any) -> User:
    return make_user("articles.publish_document", "articles.withdraw_document", **values)


def _make(model: type[Document], stem: str, **values: Any) -> Any:
    number = next(_number)
    values.setdefault("slug", f"{stem}-{number}")
    values.setdefault("title", f"{stem.capitalize()} {number}")
    by, at = values.pop("by", None), values.pop("at", AT)
    document = model.objects.create(**values)
    if model.KIND in CLAIMS:
        document.references.add(shared_reference())
    record_edit(document=document, by=by or make_author(), at=at)
    return document


def make_cause(**values: Any) -> Cause:
    values.setdefault("description", "A common reason.")
    cause: Cause = _make(Cause, "cause", **values)
    return cause


def make_remedy(**values: Any) -> Remedy:
    values.setdefault("steps", "Rest for a day.")
    remedy: Remedy = _make(Remedy, "remedy", **values)
    return remedy


def make_red_flag(**values: Any) -> RedFlag:
    values = {"text": "Sudden weakness.", "urgency": "emergency", "action": "Call 999.", **values}
    red_flag: RedFlag = _make(RedFlag, "red-flag", **values)
    return red_flag


def make_test(**values: Any) -> DiagnosticTest:
    test: DiagnosticTest = _make(DiagnosticTest, "test", **{"purpose": "To look for damage.", **values})
    return test


def make_faq(**values: Any) -> Faq:
    faq: Faq = _make(Faq, "faq", **{"answer": "Often, yes.", **values})
    return faq


def make_topic(**values: Any) -> Topic:
    topic: Topic = _make(Topic, "topic", **{"topic_kind": "body_area", **values})
    return topic


def make_reference(**values: Any) -> Reference:
    number = next(_number)
    defaults = {"slug": f"source-{number}", "publisher": "NHS", "title": f"Page {number}"}
    defaults |= {"url": f"https://example.org/{number}", "grade": "national_health_service"}
    return Reference.objects.create(**{**defaults, "last_checked": AT.date(), **values})


def shared_reference() -> Reference:
    """The source that every library entry rests on if a test does not say otherwise."""
    return Reference.objects.filter(slug="shared-source").first() or make_reference(slug="shared-source")


DISCLAIMER = "This is general information for the United Kingdom. It does not replace care. Emergency: call 999."


def shared_author() -> Contributor:
    defaults = {"name": "Editorial team", "role": "author"}
    return Contributor.objects.get_or_create(slug="editorial-team", defaults=defaults)[0]


def shared_expert() -> Contributor:
    defaults = {"name": "Dr Sam Okoye", "role": "expert", "credentials": "Physiotherapist, HCPC PH00000"}
    return Contributor.objects.get_or_create(slug="sam-okoye", defaults=defaults)[0]


def make_article(*, causes: Any = (), red_flags: Any = None, sections: int = 1, **values: Any) -> Article:
    """With one section and one emergency red flag, so that it passes the gates."""
    values.setdefault("summary", "What it is and what to do.")
    values.setdefault("safety_net", "See a GP if it lasts more than 2 weeks.")
    values.setdefault("review_interval_months", 12)
    article: Article = _make(Article, "article", **values)
    article.authors.add(shared_author())
    for position in range(sections):
        Section.objects.create(
            article=article,
            slug=f"part-{position}",
            aspect="overview",
            heading=f"Part {position}",
            body="Some *plain* words.",
            position=position,
        )
    for position, cause in enumerate(causes):
        CausePlacement.objects.create(article=article, cause=cause, position=position)
    for position, red_flag in enumerate([make_red_flag()] if red_flags is None else red_flags):
        RedFlagPlacement.objects.create(article=article, red_flag=red_flag, position=position)
    return article


def submit_now(*documents: Document, by: User | None = None, at: dt.datetime = AT, **values: Any) -> ReviewRequest:
    values.setdefault("change_kind", ChangeKind.MAJOR)
    values.setdefault("change_note", "Written for the first time.")
    return submit(documents=documents, by=by or make_author(), at=at, **values)


def approve_now(request: ReviewRequest, *, by: User | None = None, at: dt.datetime = AT) -> None:
    reviewer = by or make_clinician()
    review(request=request, role=ReviewRole.CLINICAL, decision=Decision.APPROVE, by=reviewer, at=at)


def publish_now(*documents: Document, at: dt.datetime = AT, **values: Any) -> list[Change]:
    request = submit_now(*documents, at=at, **values)
    approve_now(request, at=at)
    return publish(request=request, by=make_publisher(), at=at)


def edit(document: Any, *, by: User | None = None, at: dt.datetime = AT, **values: Any) -> None:
    """Change working rows as the admin does: the edit is recorded, then the row is saved."""
    record_edit(document=document, by=by or make_author(), at=at)
    for name, value in values.items():
        setattr(document, name, value)
    document.save()
