"""The pages of moderators, experts and owners."""

import html
import json
import re
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import Settings

from articles.admin.moment_fields import PLAIN
from articles.models import AuditEntry, FaqPlacement, Published
from articles.publishing.audit_chain import anchor_now
from healthkb.accounts.sessions import SessionStore
from healthkb.models import AccountSession
from healthkb.questions import services
from healthkb.questions.admin.actions import QUESTION_ACTIONS
from healthkb.questions.admin.question import EXCERPT
from healthkb.questions.models import ExpertSession, ProblemReport, Question
from healthkb.questions.services import report_problem
from tests.builders import AT, after, make_article, make_cause, make_faq, make_topic, make_user, publish_now
from tests.healthkb.questions.builders import (
    answer,
    assign,
    make_expert,
    make_moderator,
    make_question,
    person_with,
    published_question,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/questions/question/"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(after(30), tick=False):
        yield


@pytest.fixture
def moderator(client: Client) -> Any:
    person = make_moderator()
    client.force_login(person)
    return person


def page(client: Client, question: Any) -> str:
    return client.get(f"{LIST}{question.pk}/change/").content.decode()


def test_the_list_shows_what_waits_with_alarming_ones_first(client: Client, moderator: Any) -> None:
    calm, alarming = make_question("Does coffee harm legs?"), make_question("Does chest pain pass?", is_alarming=True)
    assign(calm)
    listed = client.get(f"{LIST}?state=open").content.decode()
    assert listed.index(str(alarming)) < listed.index(str(calm))
    assert ("Alarming words" in listed, "Assigned" in listed) == (True, True)
    assert "Does chest pain pass?" in listed
    found = client.get(f"{LIST}?state=needs_moderation").content.decode()
    assert (f">{alarming}<" in found, f">{calm}<" in found) == (True, False)


def test_the_list_shows_the_beginning_of_a_long_question(client: Client, moderator: Any) -> None:
    exact, long = "a" * EXCERPT, "b" * (EXCERPT + 1)
    for text in (exact, long):
        make_question(text)
    listed = client.get(LIST).content.decode()
    assert (f"{exact}<" in listed, f"{long[:-1]}…<" in listed) == (True, True)


def test_the_list_is_narrowed_to_what_waits_and_to_what_is_ones_own(client: Client, moderator: Any) -> None:
    moderator.groups.add(Group.objects.get(name="Expert"))
    own = assign(make_question(topic=make_topic(title="Coffee")), expert=make_expert(user=moderator, name="Dr Own"))
    other, closed = assign(make_question()), published_question()

    def listed(query: str) -> list[bool]:
        page = client.get(f"{LIST}{query}").content.decode()
        return [f">{each}<" in page for each in (own, other, closed)]

    assert listed("") == [True, True, True]
    assert listed("?state=open") == [True, True, False]
    assert listed("?expert=me") == [True, False, False]
    page = client.get(LIST).content.decode()
    assert ("Assigned to me" in page, "Coffee, Dr Own" in page, "None" in page) == (True, True, False)


def test_the_list_has_the_words_that_readers_will_see(client: Client, moderator: Any) -> None:
    assign(make_question("Does my coffee, I am Jane, harm?"), public_text="Does coffee harm?")
    listed = client.get(LIST).content.decode()
    assert ("Does coffee harm?" in listed, "Jane" in listed) == (True, False)


def test_the_page_has_the_answer_as_readers_see_it_and_when_the_question_goes(
    client: Client, moderator: Any, settings: Settings
) -> None:
    settings.QUESTION_RETENTION_DAYS = 30
    question = answer(assign(make_question()), text="Not *much*.")
    shown = page(client, question)
    assert ("Not <em>much</em>." in shown, "It is deleted on 2 Dec 2026." in shown) == (True, True)


def test_questions_stand_in_the_menu_of_those_who_work_on_them(client: Client, moderator: Any) -> None:
    assert f'href="{LIST}"' in client.get("/admin/questions/").content.decode()
    client.force_login(make_user(is_staff=True))
    assert client.get("/admin/questions/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_is_a_fixed_number_of_queries(
    client: Client, moderator: Any, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        assign(make_question(topic=make_topic()))
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)


def test_personal_details_are_pointed_out_and_taken_out_of_the_proposal(client: Client, moderator: Any) -> None:
    question = make_question("Does coffee harm <b>me</b>? I am on 07700 900123.", email="jane@example.org")
    shown = page(client, question)
    assert "This may tell who asked: phone number." in shown
    assert '&lt;b&gt;me&lt;/b&gt;? I am on <mark title="phone number">07700 900123</mark>.' in shown
    assert "jane@example.org" not in shown
    form = client.get(f"{LIST}{question.pk}/assign/").content.decode()
    assert "I am on …." in form
    assert "07700 900123" not in form


def test_published_answers_that_are_alike_are_shown(client: Client, moderator: Any) -> None:
    publish_now(make_faq(title="Can coffee make legs twitch?", slug="coffee"))
    question = make_question("Does my coffee make the legs twitch?")
    live = Published.objects.get(slug="coffee")
    link = f'<a href="/admin/articles/published/{live.pk}/change/">Can coffee make legs twitch?</a>'
    assert link in page(client, question)
    assert "Can coffee make legs twitch? (coffee)" in client.get(f"{LIST}{question.pk}/merge/").content.decode()
    services.decline_question(question=question, reason="off_topic", message="Not here.", by=moderator, at=AT)
    assert link not in page(client, question)


def test_one_click_places_the_answer_on_its_article_and_sends_both_to_review(client: Client, moderator: Any) -> None:
    article = make_article(slug="twitching")
    publish_now(article)
    question = answer(assign(make_question(article=article)))
    shown = page(client, question)
    assert "Publish as a FAQ on “" in shown
    assert f'<form method="post" action="{LIST}{question.pk}/make-faq/"' in shown
    assert '<input type="hidden" name="article" value="twitching">' in shown
    assert '<input type="hidden" name="article"' not in page(client, make_question(article=article))
    response = client.post(f"{LIST}{question.pk}/make-faq/", {"article": "twitching"})
    question.refresh_from_db()
    assert response.status_code == 302
    assert list(FaqPlacement.objects.values_list("article", "faq")) == [(article.pk, question.faq_id)]
    assert "In review" in page(client, question)


def test_what_cannot_be_done_says_why_and_keeps_what_was_typed(client: Client, moderator: Any) -> None:
    question = make_question()
    form = {"public_text": "Is jane@example.org well?", "expert": make_expert().pk}
    refused = client.post(f"{LIST}{question.pk}/assign/", form)
    text = refused.content.decode()
    assert (refused.status_code, "e-mail address" in text, "Is jane@example.org well?" in text) == (422, True, True)


def test_no_word_of_a_question_gets_into_the_log_of_the_admin_or_a_session(client: Client, moderator: Any) -> None:
    question = make_question("Does xyzzy harm?")
    client.post(f"{LIST}{question.pk}/assign/", {"public_text": "Does xyzzy harm me?", "expert": make_expert().pk})
    client.post(f"{LIST}{question.pk}/decline/", {"reason": "other", "message": "No xyzzy."})
    assert Question.objects.get().closed_at
    told = [f"{each.object_repr} {each.change_message}" for each in LogEntry.objects.all()]
    told += [str(SessionStore().decode(each.session_data)) for each in AccountSession.objects.all()]
    assert [each for each in told if "xyzzy" in each] == []


def test_a_question_cannot_be_added_changed_or_deleted_by_the_forms_of_the_admin(client: Client) -> None:
    client.force_login(person_with("Editor", is_superuser=True))
    question = make_question()
    statuses = [client.get(f"{LIST}add/").status_code, client.get(f"{LIST}{question.pk}/delete/").status_code]
    assert statuses == [403, 403]
    assert client.post(f"{LIST}{question.pk}/change/", {"text": "Other"}).status_code == 403


def test_under_whose_name_an_account_answers_is_in_the_audit_log(client: Client) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    expert, another, spare = make_expert(), person_with("Expert"), make_expert()
    name, user, spare_contributor = str(expert), expert.user, spare.contributor
    spare_name, spare_user = str(spare), spare.user
    start = anchor_now().number
    client.post(f"/admin/questions/expert/{spare.pk}/delete/", {"post": "yes"})
    page = f"/admin/questions/expert/{expert.pk}/change/"
    for person, contributor in (
        (user, expert.contributor),
        (user, spare_contributor),
        (another, spare_contributor),
    ):
        assert client.post(page, {"user": person.pk, "contributor": contributor.pk}).status_code == 302
    client.post("/admin/questions/expert/add/", {"user": user.pk, "contributor": expert.contributor.pk})
    found = AuditEntry.objects.filter(number__gt=start, action="account_changed").order_by("number")
    assert [(entry.subject, json.loads(entry.details)["answers_as"]) for entry in found] == [
        (str(spare_user), [spare_name, ""]),
        (str(user), [name, spare_name]),
        (str(user), [spare_name, ""]),
        (str(another), ["", spare_name]),
        (str(user), ["", name]),
    ]


def test_a_moderator_plans_a_session(client: Client, moderator: Any) -> None:
    form = {
        "title": "Legs at night",
        "slug": "legs",
        "locale": "en",
        "topic": make_topic().pk,
        "experts": [make_expert().pk],
        "is_announced": "on",
    }
    times = {"collects_from": "2026-12-01 09:00", "starts_at": "2026-12-08 18:00", "ends_at": "2026-12-08 19:00"}
    for name, value in times.items():
        form |= {f"{name}_0": value.split()[0], f"{name}_1": value.split()[1]}
    wrong = client.post("/admin/questions/expertsession/add/", {**form, "ends_at_0": "2026-12-07"})
    assert "Questions are collected first, then it starts, then it ends." in wrong.content.decode()
    twice = {"ends_at_0": "2027-10-31", "ends_at_1": "01:30"}
    assert PLAIN in client.post("/admin/questions/expertsession/add/", {**form, **twice}).content.decode()
    assert client.post("/admin/questions/expertsession/add/", form).status_code == 302
    assert "Upcoming" in client.get("/admin/questions/expertsession/").content.decode()
    assert ExpertSession.objects.get().experts.count() == 1


def test_a_report_is_for_the_owner_of_the_page_and_is_answered_there(client: Client) -> None:
    owner = person_with("Author")
    cause = make_cause(owner=owner)
    publish_now(cause)
    report = report_problem(published=cause.published.get(), category="wrong", text="It is tea.", at=AT).report
    url = f"/admin/questions/problemreport/{report.pk}"
    client.force_login(person_with("Author"))
    assert client.post(f"{url}/close/", {"state": "kept", "reply": "No."}).status_code in (302, 404)
    assert ProblemReport.objects.get().state == "open"
    client.force_login(owner)
    assert f"{url}/change/" in client.get("/admin/worklist/").content.decode()
    shown = client.get(f"{url}/change/").content.decode()
    assert ("It is tea." in shown, f'href="{url}/close/"' in shown) == (True, True)
    client.post(f"{url}/close/", {"state": "mended", "reply": "We changed it."})
    assert (ProblemReport.objects.get().state, ProblemReport.objects.get().reply) == ("mended", "We changed it.")
    assert f'href="{url}/close/"' not in client.get(f"{url}/change/").content.decode()


def test_the_buttons_are_those_of_where_the_question_stands(client: Client, moderator: Any) -> None:
    def buttons() -> list[str]:
        return re.findall(rf'href="{LIST}{question.pk}/(?!history)([a-z-]+)/"', page(client, question))

    question = make_question()
    assert buttons() == ["assign", "merge", "decline"]
    assign(question)
    assert buttons() == ["assign", "merge", "decline", "return"]
    answer(question)
    assert buttons() == ["make-faq", "merge", "decline"]
    services.make_faq(question=question, article=None, by=moderator, at=AT)
    assert buttons() == []


def test_what_can_no_longer_be_done_is_said_before_anything_is_typed(client: Client, moderator: Any) -> None:
    def opened(question: Any) -> tuple[int, bool]:
        form = client.get(f"{LIST}{question.pk}/assign/")
        return form.status_code, "cannot be done" in form.content.decode()

    question = make_question()
    assert opened(question) == (200, False)
    said = {"reason": "off_topic", "message": "Ask somebody else."}
    done = client.post(f"{LIST}{question.pk}/decline/", said, follow=True).content.decode()
    assert f"{question}: {QUESTION_ACTIONS['decline'].done}" in html.unescape(done)
    assert opened(question) == (200, True)


def test_the_worklist_leads_to_what_waits(client: Client, moderator: Any) -> None:
    question = make_question()
    work = client.get("/admin/worklist/").content.decode()
    assert f'<a href="{LIST}{question.pk}/change/">{question}</a>' in work
    expert = make_expert()
    assign(question, expert=expert)
    client.force_login(expert.user)
    assert "Answer it" in client.get("/admin/worklist/").content.decode()
