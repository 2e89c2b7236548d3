import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from articles.content.vocabulary import State
from articles.models import Change, Document, Published, Review, ReviewRequest
from articles.publishing import status_of
from tests.builders import approve_now, edit, make_article, make_cause, publish_now, submit_now

from .conftest import make_member, signed_in

pytestmark = pytest.mark.django_db

ROLES = ("Author", "Editor", "Expert", "Medical reviewer", "Publisher", "Administrator")
SUBMIT = {"change_kind": "major", "change_note": "New."}
WITHDRAW = {"kind": "published_in_error", "reason": "It was wrong."}
DECIDE = {"role": "clinical", "comment": "Read it."}
MAY = {
    "submit": {"Author", "Editor", "Expert"},
    "restore": {"Author", "Editor", "Publisher"},
    "withdraw": {"Publisher"},
    "approve": {"Editor", "Medical reviewer"},
    "request_changes": {"Editor", "Medical reviewer"},
    "decline": {"Editor", "Medical reviewer"},
    "publish": {"Publisher"},
    "emergency_publish": {"Publisher"},
    "cancel": {"Author", "Editor", "Expert"},
}


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def url_for(name: str, row: Document | ReviewRequest) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk])


def page_of(client: Client, row: Document | ReviewRequest) -> str:
    return client.get(url_for("change", row)).content.decode()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", MAY)
def test_a_forged_post_of_every_role(role: str, name: str) -> None:
    """Without the right, 403. With it, the form answers (422 for an empty one, or it has worked)."""
    cause = make_cause()
    publish_now(cause)
    edit(cause, description="Changed.")
    row = cause if name in ("submit", "restore", "withdraw") else submit_now(cause)
    response = signed_in(make_member(role)).post(url_for(name, row))
    assert (response.status_code != 403) == (role in MAY[name])


@pytest.mark.parametrize("role", ROLES)
def test_buttons_are_shown_only_to_those_who_may(role: str) -> None:
    cause = make_cause()
    publish_now(cause)
    edit(cause, description="Changed.")
    page = page_of(signed_in(make_member(role)), cause)
    shown = {name for name in ("submit", "restore", "withdraw") if url_for(name, cause) in page}
    assert shown == {name for name in ("submit", "restore", "withdraw") if role in MAY[name]}


@pytest.mark.parametrize("role", ROLES)
def test_review_buttons_are_shown_only_to_those_who_may(role: str) -> None:
    request = submit_now(make_cause())
    page = page_of(signed_in(make_member(role)), request)
    names = ("approve", "request_changes", "decline", "emergency_publish", "cancel")
    assert {name for name in names if url_for(name, request) in page} == {name for name in names if role in MAY[name]}


def test_what_can_no_longer_be_done_is_said_before_anything_is_typed(author_page: Client) -> None:
    cause = make_cause()
    assert "cannot be done" not in author_page.get(url_for("submit", cause)).content.decode()
    submit_now(cause)
    assert "cannot be done" in author_page.get(url_for("submit", cause)).content.decode()


def test_what_is_not_there_is_not_found_by_those_who_may(author_page: Client) -> None:
    url = reverse("admin:articles_cause_submit", args=[make_cause().pk + 99])
    assert (author_page.get(url).status_code, author_page.post(url).status_code) == (404, 404)


def test_a_signed_out_visitor_is_asked_to_sign_in() -> None:
    cause = make_cause()
    response = Client().post(url_for("submit", cause), SUBMIT)
    assert (response.status_code, ReviewRequest.objects.count()) == (302, 0)


def test_the_whole_way_from_draft_to_live() -> None:
    cause = make_cause(title="Stress")
    author = signed_in(make_member("Author"))
    sent = author.post(url_for("submit", cause), SUBMIT, follow=True)
    request = ReviewRequest.objects.get()
    assert "Submitted. Reviewers can now read exactly this text." in sent.content.decode()
    assert sent.redirect_chain[-1][0] == url_for("change", request)
    clinician = make_member("Medical reviewer", job_title="GP", credentials="MRCGP")
    signed_in(clinician).post(url_for("approve", request), DECIDE)
    assert [(each.reviewer, each.credentials) for each in Review.objects.all()] == [(clinician, "MRCGP")]
    answer = signed_in(make_member("Publisher")).post(url_for("publish", request), follow=True)
    assert "Published. Readers have it now." in answer.content.decode()
    assert status_of(cause, at=now()).state == State.LIVE


def test_nobody_approves_what_they_wrote_not_even_a_superuser(admin_page: Client, superuser: object) -> None:
    cause = make_cause(by=superuser)
    request = submit_now(cause)
    page = page_of(admin_page, request)
    assert url_for("approve", request) not in page
    assert "You wrote part of this, so somebody else has to review it." in page
    answer = admin_page.post(url_for("approve", request), DECIDE)
    assert (answer.status_code, Review.objects.count()) == (422, 0)
    assert "You wrote part of this, so somebody else must review it." in answer.content.decode()


def test_asking_for_changes_needs_a_comment() -> None:
    request = submit_now(make_cause())
    reviewer = signed_in(make_member("Medical reviewer"))
    answer = reviewer.post(url_for("request_changes", request), {"role": "clinical", "comment": ""})
    assert "Say what should change" in answer.content.decode()
    reviewer.post(url_for("request_changes", request), {"role": "clinical", "comment": "Say how long."})
    request.refresh_from_db()
    assert request.closed_as == "changes_requested"
    assert "Say how long." in page_of(reviewer, request)


def test_a_reviewer_may_not_take_a_role_that_the_account_does_not_have() -> None:
    request = submit_now(make_cause())
    editor = signed_in(make_member("Editor"))
    assert editor.post(url_for("approve", request), DECIDE).status_code == 422
    assert Review.objects.count() == 0


def test_a_second_publish_gets_one_clear_message() -> None:
    request = submit_now(make_cause())
    approve_now(request)
    publisher = signed_in(make_member("Publisher"))
    publisher.post(url_for("publish", request))
    answer = publisher.post(url_for("publish", request))
    assert "This request was already closed by" in answer.content.decode()
    assert Change.objects.count() == 1


def test_an_emergency_publish_needs_a_reason_and_stays_flagged() -> None:
    request = submit_now(make_cause())
    publisher = signed_in(make_member("Publisher"))
    assert publisher.post(url_for("emergency_publish", request), {"reason": ""}).status_code == 422
    publisher.post(url_for("emergency_publish", request), {"reason": "A dose was wrong."})
    assert Published.objects.count() == 1
    reviewer = signed_in(make_member("Medical reviewer"))
    page = page_of(reviewer, request)
    assert "Published in an emergency: A dose was wrong." in page
    assert url_for("approve", request) in page


def test_a_withdrawal_says_which_requests_would_bring_the_page_back() -> None:
    cause, other = make_cause(), make_cause(title="Other")
    publish_now(cause, other)
    person = make_member("Publisher")
    publisher = signed_in(person)
    assert "bring it back" not in publisher.get(url_for("withdraw", cause)).content.decode()
    edit(cause, description="Newer words.")
    edit(other, description="Newer words.")
    submit_now(other)
    request = submit_now(cause)
    request.go_live_at = request.scheduled_at = dt.datetime(2031, 5, 6, 7, 8, tzinfo=dt.UTC)
    request.scheduled_by = person
    request.save()
    page = publisher.get(url_for("withdraw", cause)).content.decode()
    assert re.findall(r"reviewrequest/(\d+)/change/", page) == [str(request.pk)]
    assert "it goes live by itself on 6 May 2031" in page


def test_a_withdrawal_says_which_live_pages_contain_it() -> None:
    cause = make_cause()
    publish_now(make_article(title="Twitching", causes=[cause]))
    publisher = signed_in(make_member("Publisher"))
    assert "Twitching" in publisher.get(url_for("withdraw", cause)).content.decode()
    answer = publisher.post(url_for("withdraw", cause), WITHDRAW)
    assert "Live pages contain this: Twitching." in answer.content.decode()


def test_a_superseded_page_points_to_the_one_that_takes_its_place() -> None:
    old, new = make_cause(slug="old"), make_cause(slug="new")
    publish_now(old, new)
    data = {"kind": "superseded", "reason": "Merged.", "redirect_to": "new"}
    signed_in(make_member("Publisher")).post(url_for("withdraw", old), data)
    assert Change.objects.latest("sequence").redirect_to == "new"


def test_a_restored_version_is_a_draft() -> None:
    cause = make_cause(description="First.")
    publish_now(cause)
    edit(cause, description="Second.")
    first = cause.versions.get()
    signed_in(make_member("Author")).post(url_for("restore", cause), {"version": first.pk})
    cause.refresh_from_db()
    assert cause.description == "First."


def test_what_stops_a_submission_is_listed_with_its_fix() -> None:
    article = make_article(red_flags=[])
    answer = signed_in(make_member("Author")).post(url_for("submit", article), SUBMIT)
    assert answer.status_code == 422
    assert "Must be put right" in answer.content.decode()
    assert ReviewRequest.objects.count() == 0


def test_a_request_with_a_time_goes_live_by_itself() -> None:
    tomorrow = (now() + dt.timedelta(days=1)).replace(hour=12, minute=30, second=0, microsecond=0)
    request = submit_now(make_cause(), go_live_at=tomorrow)
    approve_now(request)
    answer = signed_in(make_member("Publisher")).post(url_for("publish", request), follow=True)
    when = date_format(localtime(tomorrow), "j F Y, H:i")
    assert f"Readers get it on {when}, by itself." in answer.content.decode()
    assert Published.objects.live(now()).count() == 0


@pytest.mark.parametrize(
    ("local", "moment"),
    [
        (("2027-03-28", "00:30"), dt.datetime(2027, 3, 28, 0, 30, tzinfo=dt.UTC)),
        (("2027-03-28", "01:30"), None),  # the clocks are put on: it does not exist
        (("2027-03-28", "02:30"), dt.datetime(2027, 3, 28, 1, 30, tzinfo=dt.UTC)),
        (("2027-10-31", "01:30"), None),  # the clocks are put back: it comes twice
        (("2027-10-31", "02:30"), dt.datetime(2027, 10, 31, 2, 30, tzinfo=dt.UTC)),
    ],
)
def test_a_time_to_go_live_is_one_moment_on_the_days_when_the_clocks_change(
    local: tuple[str, str], moment: dt.datetime | None
) -> None:
    author, cause = signed_in(make_member("Author")), make_cause()
    data = {"change_kind": "minor", "change_note": "New.", "go_live_at_0": local[0], "go_live_at_1": local[1]}
    page = author.post(url_for("submit", cause), data)
    made = ReviewRequest.objects.first()
    assert (made and made.go_live_at) == moment
    assert (moment is None) == ("The clocks change then" in page.content.decode())
