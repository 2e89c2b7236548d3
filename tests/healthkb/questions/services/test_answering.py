import json

import pytest

from articles.models import AuditEntry, Change, Published
from articles.publishing import AuthorCannotReview, Refused, publish
from healthkb.questions.models import Question
from healthkb.questions.services import (
    NotYourQuestion,
    SessionNotOpen,
    StillPersonal,
    answer_question,
    make_faq,
)
from tests.builders import (
    AT,
    after,
    approve_now,
    edit,
    make_article,
    make_publisher,
    make_topic,
    publish_now,
    shared_reference,
)
from tests.healthkb.questions.builders import (
    answer,
    assign,
    make_expert,
    make_moderator,
    make_question,
    make_session,
    published_question,
)

pytestmark = pytest.mark.django_db


def test_it_becomes_a_faq_on_the_article_with_the_experts_name_and_goes_to_review() -> None:
    article = make_article(slug="twitching")
    publish_now(article)
    question = answer(assign(make_question(article=article)))
    made = make_faq(question=question, article=article, by=make_moderator(), at=after(1))
    approve_now(made.request, at=after(2))
    publish(request=made.request, by=make_publisher(), at=after(3))

    body = json.loads(bytes(Published.objects.live(after(3)).get(slug="twitching").body))
    (faq,) = body["faqs"]
    assert question.expert
    contributor = question.expert.contributor
    person = {name: getattr(contributor, name) for name in ("slug", "name", "role", "credentials")}
    assert {name: faq[name] for name in ("question", "answered_by", "answered_on")} == {
        "question": "Does coffee make legs twitch?",
        "answered_by": person,
        "answered_on": "2026-11-02",
    }
    assert faq["reference_ids"] == ["shared-source"]
    assert [(each.kind, each.event) for each in Change.objects.filter(kind="faq")] == [("faq", "publish")]


def test_neither_the_expert_nor_the_moderator_can_review_it() -> None:
    moderator = make_moderator()
    question = answer(assign(make_question()))
    made = make_faq(question=question, article=None, by=moderator, at=AT)
    assert question.expert
    for person in (question.expert.user, moderator):
        person.is_superuser = True
        person.save()
        with pytest.raises(AuthorCannotReview):
            approve_now(made.request, by=person)


def test_an_article_with_other_changes_under_way_is_not_published_along_with_it() -> None:
    article = make_article()
    publish_now(article)
    edit(article, at=after(1), summary="Half a thought")
    question = answer(assign(make_question(article=article)))
    made = make_faq(question=question, article=article, by=make_moderator(), at=after(2))
    assert made.placed_later
    assert [each.document_id for each in made.request.versions.all()] == [made.faq.pk]
    assert list(article.faqs.values_list("faq", flat=True)) == [made.faq.pk]


def test_two_questions_alike_get_two_addresses() -> None:
    first, second = published_question(), answer(assign(make_question()))
    made = make_faq(question=second, article=None, by=make_moderator(), at=after(5))
    assert first.faq
    assert (first.faq.slug, made.faq.slug) == ("does-coffee-make-legs-twitch", "does-coffee-make-legs-twitch-2")


def test_only_the_expert_it_was_given_to_answers() -> None:
    question = assign(make_question())
    other = make_expert()
    with pytest.raises(NotYourQuestion):
        answer_question(question=question, text="Yes.", references=[], by=other.user, at=AT)


def test_an_answer_can_be_written_anew_until_a_faq_is_made_of_it() -> None:
    question = answer(assign(make_question()))
    answer(question, text="Rather not.", at=after(1))
    assert (Question.objects.get().answer.text, Question.objects.get().answer.answered_at) == ("Rather not.", after(1))


def test_an_answer_may_name_a_help_line_but_not_the_readers_own_number() -> None:
    question = assign(make_question("Does coffee harm? Call me on 07700 900123."))
    with pytest.raises(StillPersonal, match="07700900123"):
        answer(question, text="We called you on 07700900123.")
    answer(question, text="You can call the helpline on 0800 123 4567.")


def test_a_question_of_a_session_is_answered_in_it() -> None:
    question = assign(make_question(session=make_session(topic=make_topic())))
    with pytest.raises(SessionNotOpen, match="opens on 2 November 2026, 10:00"):
        answer(question, at=after(59))
    answer(question, at=after(60))


def test_an_empty_answer_says_so() -> None:
    with pytest.raises(Refused, match="Write the answer"):
        answer(assign(make_question()), text="  ")


def test_an_answer_without_a_source_is_stopped_by_the_checks() -> None:
    question = assign(make_question())
    assert question.expert
    answer_question(question=question, text="It may.", references=[], by=question.expert.user, at=AT)
    with pytest.raises(Refused) as caught:
        make_faq(question=question, article=None, by=make_moderator(), at=AT)
    assert [each.check_id for each in caught.value.problems] == ["EVID-01"]
    assert Question.objects.get().faq is None


def test_a_detail_that_an_editor_puts_back_is_stopped_by_the_checks() -> None:
    question = answer(assign(make_question()), text="Write to jane@example.org.")
    with pytest.raises(Refused) as caught:
        make_faq(question=question, article=None, by=make_moderator(), at=AT)
    assert "GOV-09" in [each.check_id for each in caught.value.problems]
    assert shared_reference()


def test_the_audit_log_tells_who_did_what_without_a_word_of_the_question() -> None:
    question = published_question("Does xyzzy make legs twitch?")
    entries = AuditEntry.objects.filter(subject_kind="question").order_by("number")
    assert [json.loads(each.details)["did"] for each in entries] == ["assigned", "answered", "made a FAQ"]
    assert {each.subject for each in entries} == {f"Question {question.pk}"}
    assert not AuditEntry.objects.filter(details__contains="xyzzy").exists()
