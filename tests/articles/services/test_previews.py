import datetime as dt
import json
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from articles.admin.preview_page import WIDTHS
from articles.models import AuditEntry, CausePlacement, PreviewComment, PreviewLink, Published
from articles.publishing import NotAllowed, Refused, record_edit
from articles.publishing.previewing import preview_of
from articles.services import previews
from articles.services.previews import (
    PreviewClosed,
    comment_on_preview,
    open_preview,
    revoke_preview,
    share_preview,
    token_of,
)
from tests.articles.admin.conftest import make_member, signed_in
from tests.builders import AT, after, edit, make_article, make_author, make_cause, make_topic, make_user, publish_now

pytestmark = pytest.mark.django_db
ABOUT = (
    "version",
    "parts",
    "first_published",
    "modified",
    "last_reviewed",
    "next_review",
    "reviewed_by",
    "review_status",
)


def address_of(document: Any, at: dt.datetime = AT) -> str:
    return f"/preview/{token_of(share_preview(document=document, by=make_author(), at=at))}/"


def without_dates(body: dict[str, Any]) -> dict[str, Any]:
    entries = {
        name: [{key: each for key, each in row.items() if key != "version"} for row in body[name]]
        for name in ("causes", "red_flags")
    }
    return {name: value for name, value in {**body, **entries}.items() if name not in ABOUT}


def test_it_is_what_is_published_afterwards_with_changed_parts_too() -> None:
    cause = make_cause(description="First words.")
    article = make_article(causes=[cause])
    publish_now(article)
    edit(cause, at=after(1), description="Second words.")
    record_edit(document=article, by=make_author(), at=after(1))
    CausePlacement.objects.create(article=article, cause=make_cause(), position=1)
    preview = preview_of(article, at=after(2)).body
    publish_now(article, at=after(3))
    published = json.loads(bytes(Published.objects.get(document=article.pk).body))
    assert without_dates(preview) == without_dates(published)
    assert set(preview) - set(published) == {"review_status"}


def test_two_topics_that_stand_inside_each_other_by_mistake_have_one_too() -> None:
    legs = make_topic()
    feet = make_topic(parent=legs)
    edit(legs, parent=feet)

    assert [preview_of(each, at=AT).body["parent"] for each in (legs, feet)] == [feet.slug, legs.slug]


def test_it_has_the_day_on_which_a_live_page_was_first_published() -> None:
    article = make_article()
    assert preview_of(article, at=after(5)).body["first_published"] == after(5).isoformat(timespec="seconds")

    publish_now(article)

    assert preview_of(article, at=after(9)).body["first_published"] == AT.isoformat(timespec="seconds")


def test_a_link_works_for_an_hour_and_can_be_taken_back() -> None:
    author = make_author()
    link = share_preview(document=make_cause(), by=author, at=AT)
    token = token_of(link)
    assert [open_preview(token, at=at) for at in (AT, after(59))] == [link, link]
    with pytest.raises(PreviewClosed):
        open_preview(token, at=after(60))
    revoke_preview(link=link, by=author, at=after(5))
    with pytest.raises(PreviewClosed):
        open_preview(token, at=after(6))
    told = AuditEntry.objects.filter(by=author).order_by("number").values_list("action", flat=True)
    assert list(told) == ["preview_shared", "preview_revoked"]


@pytest.mark.parametrize("token", ["", "x", "x:y:z", "ImFiYyI:1tEsty:forged"])
def test_a_forged_token_opens_nothing(token: str) -> None:
    with pytest.raises(PreviewClosed):
        open_preview(token, at=AT)


def test_only_those_who_work_on_pages_share_them() -> None:
    with pytest.raises(NotAllowed):
        share_preview(document=make_cause(), by=make_user(), at=AT)


def test_the_holder_reads_it_as_a_page_and_as_json_without_an_account(client: Client) -> None:
    cause = make_cause(title="Little salt", description="Salt *matters*.")
    url = address_of(cause)
    with time_machine.travel(after(10), tick=False):
        page, document = client.get(f"{url}?width=phone"), client.get(f"{url}document.json")
        elsewhere = [client.get(path).content for path in ("/api/v1/causes/", f"/api/v1/causes/{cause.slug}/")]
    assert "<h1>Little salt</h1>" in page.content.decode()
    assert '<body class="phone">' in page.content.decode()
    assert "<p>Salt <em>matters</em>.</p>" in page.content.decode()
    assert document.json()["description"]["markdown"] == "Salt *matters*."
    for answer in (page, document):
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
        assert answer["Referrer-Policy"] == "same-origin"
    assert [b"Salt" in each for each in elsewhere] == [False, False]


def test_what_an_editor_typed_cannot_run_in_the_preview(client: Client) -> None:
    url = address_of(
        make_cause(title="<script>1</script>", synonyms=["<script>2</script>"], description="<script>3</script>")
    )
    with time_machine.travel(after(10), tick=False):
        assert "<script>" not in client.get(url).content.decode()


def test_a_closed_preview_says_so_and_no_more(client: Client) -> None:
    cause = make_cause(title="Little salt")
    url = address_of(cause)
    with time_machine.travel(after(61), tick=False):
        page, document = client.get(url), client.get(f"{url}document.json")
    assert (page.status_code, document.status_code) == (404, 404)
    assert (b"Little salt" in page.content, page["Cache-Control"]) == (False, "no-store")


def test_an_expert_without_an_account_comments_on_a_field(client: Client) -> None:
    cause = make_cause(description="Salt matters.")
    url = address_of(cause)
    with time_machine.travel(after(10), tick=False):
        said = client.post(url, {"field": "Description", "text": "Not for everyone.", "name": "Dr Lee"})
        wrong = client.post(url, {"field": "No such field", "text": "Hm.", "name": "Dr Lee"})
        empty = client.post(url, {"field": "Description", "text": " ", "name": "Dr Lee"})
    comment = PreviewComment.objects.get()
    assert (said.status_code, wrong.status_code, empty.status_code) == (302, 422, 422)
    assert (comment.field, comment.text, comment.name, comment.at) == (
        "Description",
        "Not for everyone.",
        "Dr Lee",
        after(10),
    )
    assert comment.content_sha256 == preview_of(cause, at=after(11)).sha256


def test_in_the_admin_one_button_makes_a_link_and_one_takes_it_back(client: Client) -> None:
    cause = make_cause(title="Little salt")
    author_page = signed_in(make_member("Author"))
    page = f"/admin/articles/cause/{cause.pk}/preview/"
    assert page in author_page.get(f"/admin/articles/cause/{cause.pk}/change/").content.decode()
    author_page.post(page)
    found = re.search(r"http://testserver(/preview/[^\"<]+)", author_page.get(page).content.decode())
    assert found is not None
    assert client.get(found[1]).status_code == 200
    author_page.post(page, {"revoke": str(PreviewLink.objects.get().pk)})
    assert client.get(found[1]).status_code == 404


def test_an_account_that_works_on_no_page_shares_none() -> None:
    cause = make_cause()
    answer = signed_in(make_member("Administrator")).post(f"/admin/articles/cause/{cause.pk}/preview/")
    assert (answer.status_code, PreviewLink.objects.count()) == (403, 0)


def test_who_may_not_share_a_draft_takes_no_link_back_either() -> None:
    link = share_preview(document=make_cause(), by=make_author(), at=AT)
    with pytest.raises(NotAllowed, match="may not take previews back"):
        revoke_preview(link=link, by=make_user(), at=after(1))
    assert open_preview(token_of(link), at=after(2)) == link


def comment(link: PreviewLink, **values: str) -> PreviewComment:
    said = {"field": "summary", "text": "Say why.", "name": "Dr Gray", "content_sha256": "0" * 64, **values}
    return comment_on_preview(link=link, at=after(1), **said)


@pytest.mark.parametrize("values", [{"text": " "}, {"name": " "}, {"text": "", "name": ""}])
def test_a_comment_says_something_and_who_says_it(values: dict[str, str]) -> None:
    with pytest.raises(Refused, match="Write your name and your comment"):
        comment(share_preview(document=make_cause(), by=make_author(), at=AT), **values)


def test_a_link_holds_so_many_comments_and_each_is_cut_to_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "MAX_COMMENTS", 2)
    link = share_preview(document=make_cause(), by=make_author(), at=AT)
    long = comment(link, field="f" * 121, text=f" {'t' * 5001}", name=f" {'n' * 121}")
    assert [len(each) for each in (long.field, long.text, long.name)] == [120, 5000, 120]
    comment(link)
    with pytest.raises(Refused, match="as many comments as it can hold"):
        comment(link)
    assert link.comments.count() == 2


def test_the_page_of_a_draft_shows_it_in_the_width_that_is_asked_for_and_as_json() -> None:
    cause, author_page = make_cause(description="Salt *matters*."), signed_in(make_member("Author"))
    page = f"/admin/articles/cause/{cause.pk}/preview/"
    for asked, width in (("", WIDTHS[0]), (WIDTHS[1], WIDTHS[1]), ("evil", WIDTHS[0])):
        shown = author_page.get(page, {"width": asked}).content.decode()
        assert f'<article class="draft {width}"' in shown
    answer = author_page.get(page, {"json": ""})
    assert answer.headers["Content-Type"] == "application/json"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.json()["description"]["markdown"] == "Salt *matters*."
    assert author_page.get(f"/admin/articles/cause/{cause.pk + 99}/preview/").status_code == 404


def test_the_page_of_a_draft_says_which_links_are_open(settings: Settings) -> None:
    settings.IDLE_MINUTES = 0
    cause, author = make_cause(), make_member("Author")
    page = f"/admin/articles/cause/{cause.pk}/preview/"
    with time_machine.travel(AT, tick=False):
        author_page = signed_in(author)
        assert "The link is made." in author_page.post(page, follow=True).content.decode()
        other = share_preview(document=make_cause(), by=make_author(), at=AT)
        for wanted in ("x", "²", "9" * 5000, str(other.pk), str(other.pk + 99)):
            assert "Take it back" in author_page.post(page, {"revoke": wanted}, follow=True).content.decode()
    with time_machine.travel(after(60), tick=False):
        shown = author_page.get(page).content.decode()
        assert ("Its hour is over." in shown, "Take it back" in shown) == (True, False)
    with time_machine.travel(after(59), tick=False):
        own = PreviewLink.objects.get(document=cause.pk)
        shown = author_page.post(page, {"revoke": str(own.pk)}, follow=True).content.decode()
        assert ("The link is taken back." in shown, "Taken back." in shown, "Take it back" in shown) == (
            True,
            True,
            False,
        )
    assert PreviewLink.objects.get(pk=other.pk).revoked_at is None


def test_the_page_of_a_draft_shows_its_last_fifty_links() -> None:
    cause, author = make_cause(), make_member("Author")
    for minute in range(51):
        share_preview(document=cause, by=author, at=after(minute))
    shown = signed_in(author).get(f"/admin/articles/cause/{cause.pk}/preview/").content.decode()
    assert shown.count("Made by") == 50
    assert ("2 Nov 2026, 09:50" in shown, "2 Nov 2026, 09:00" in shown) == (True, False)
