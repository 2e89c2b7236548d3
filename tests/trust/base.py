"""A base with a row of everything, and a person of every role: the ground that every address is tried on."""

import datetime as dt
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image as Picture

from articles.models import BulkChange, Image, Published, Release, ReviewTask, WordList
from articles.publishing import make_release
from articles.services.previews import share_preview, token_of
from healthkb.keys import make_key
from healthkb.models import ApiKey, Scope, User, WebhookEndpoint
from healthkb.questions.models import ProblemCategory
from healthkb.questions.services import ask_question
from healthkb.questions.services.feedback import count_helpfulness, report_problem
from healthkb.roles import ROLES
from healthkb.webhooks.endpoints import add_endpoint, send_test
from tests.articles.api.everything import publish_everything
from tests.articles.sheets.builders import upload_now, workbook
from tests.builders import (
    AT,
    after,
    approve_now,
    edit,
    make_article,
    make_author,
    make_cause,
    make_publisher,
    make_test,
    make_user,
    publish_now,
    submit_now,
)
from tests.healthkb.questions.builders import make_session, published_question
from tests.triage.builders import make_protocol

NOW = after(60)
# Who asks. The first three never signed in; "no role" may sign in to the admin and nothing else.
ROLE_KEYS = [role.key for role in ROLES]
WHO = ["anonymous", "read key", "preview key", "no role", *ROLE_KEYS, "superuser", "unproved"]


def make_image(slug: str = "leg-picture", colour: str = "green") -> Image:
    data = BytesIO()
    Picture.new("RGB", (40, 30), colour).save(data, "PNG")
    return Image.objects.create(slug=slug, alt="A leg.", file=ContentFile(data.getvalue(), name=f"{slug}.png"))


def build_base() -> dict[str, Any]:
    """Returns the values that addresses outside the admin need, by the name in the pattern."""
    live = publish_everything()
    protocol = make_protocol(articles=[live["articles"]])
    publish_now(protocol, at=after(1))
    image = make_image()
    asked = published_question(at=after(2))
    waiting = ask_question_now()
    make_test()
    make_session(slug="clinic")
    published = Published.objects.get(kind="article", slug="twitching")
    count_helpfulness(published=published, is_helpful=True)
    reported = report_problem(published=published, category=ProblemCategory.values[0], text="A typo.", at=after(3))
    WordList.objects.get_or_create(key="absolutes", locale="en", defaults={"name": "Absolutes"})
    _review_rows()
    batch = upload_now(workbook(Causes=[["slug", "name", "description"], ["a", "A", "One."]]))
    owner = make_author()
    bulk = BulkChange.objects.create(action="owner", values={"owner": owner.pk}, by=owner, at=AT, finished_at=AT)
    endpoint = WebhookEndpoint(name="Shop front", url="https://example.org/hook")
    add_endpoint(endpoint=endpoint, by=owner, at=AT)
    send_test(endpoint=endpoint, at=AT)
    make_key(key=ApiKey(name="Shop", scope=Scope.READ, expires_at=NOW + dt.timedelta(days=9)), by=owner, at=AT)
    link = share_preview(document=live["articles"], by=make_author(), at=after(30))
    return {
        "slug": "twitching",
        "token": token_of(link),
        "question": asked.faq.slug if asked.faq else "",
        "question token": waiting.token,
        "report token": reported.token,
        "batch": str(batch.uuid),
        "bulk": str(bulk.uuid),
        "picture": image.file.name,
    }


def ask_question_now() -> Any:
    values = {"locale": "en", "topic": None, "article": None, "session": None, "email": "", "is_alarming": False}
    return ask_question(text="Does tea make my legs twitch?", at=AT, **values)  # type: ignore[arg-type]


def _review_rows() -> None:
    """An open request, a release, a task and a warning of a check."""
    submit_now(make_cause(description="It always helps."))
    request = submit_now(make_cause())
    approve_now(request)
    make_release(name="Salt", requests=[request], by=make_publisher(), at=after(1))
    cause = make_cause()
    publish_now(make_article(causes=[cause]))
    edit(cause, at=after(1), description="Other words.")
    publish_now(cause, at=after(2), change_kind="safety")
    assert Release.objects.exists()
    assert ReviewTask.objects.exists()


def person_of(who: str) -> User:
    if who in ("superuser", "unproved"):
        return make_user(username=who, is_staff=True, is_superuser=True)
    person = make_user(username=who.replace(" ", "-"), is_staff=True)
    if who in ROLE_KEYS:
        person.groups.add(Group.objects.get(name=next(role.name for role in ROLES if role.key == who)))
    return User.objects.get(pk=person.pk)


def client_of(who: str) -> Client:
    """A program or browser that this one sits at. Whoever signed in has just typed the password, but "unproved"."""
    client = Client(raise_request_exception=False)
    if who.endswith("key"):
        owner = make_author()
        scope = Scope.PREVIEW if who == "preview key" else Scope.READ
        text = make_key(key=ApiKey(name=who, scope=scope, expires_at=NOW + dt.timedelta(days=9)), by=owner, at=AT)
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {text}"
    elif who != "anonymous":
        client.force_login(person_of(who))
        session = client.session
        session["proved_at"] = int(timezone.now().timestamp()) - (20 * 60 if who == "unproved" else 0)
        session.save()
    return client
