"""Every state, reached by the services, and what each leaves possible."""

import pytest

from articles.content.vocabulary import Decision, ReviewRole
from articles.publishing import publish, review
from healthkb.questions.models import Question, QuestionState
from healthkb.questions.services import (
    WrongState,
    assign_question,
    decline_question,
    make_faq,
    merge_question,
    return_question,
    state_of,
    with_state,
)
from tests.builders import AT, after, approve_now, make_clinician, make_publisher, publish_now
from tests.builders import make_faq as make_plain_faq
from tests.healthkb.questions.builders import answer, assign, make_moderator, make_question, published_question

pytestmark = pytest.mark.django_db
S = QuestionState


def state(question: Question, minutes: int = 0) -> QuestionState:
    return state_of(question, at=after(minutes))


def test_the_way_of_a_question_to_its_readers() -> None:
    question = make_question()
    seen = [state(question)]
    assign(question)
    seen.append(state(question))
    answer(Question.objects.get(pk=question.pk))
    seen.append(state(question))
    made = make_faq(question=question, article=None, by=make_moderator(), at=AT)
    seen.append(state(question))
    approve_now(made.request)
    seen.append(state(question))
    publish(request=made.request, by=make_publisher(), at=after(1))
    seen.append(state(question, 1))
    assert seen == [S.NEW, S.ASSIGNED, S.ANSWERED, S.IN_REVIEW, S.IN_REVIEW, S.PUBLISHED]


def test_sent_back_by_the_reviewer_it_is_an_answer_again() -> None:
    question = answer(assign(make_question()))
    made = make_faq(question=question, article=None, by=make_moderator(), at=AT)
    decision = Decision.REQUEST_CHANGES
    review(request=made.request, role=ReviewRole.CLINICAL, decision=decision, comment="No.", by=make_clinician(), at=AT)
    assert state(question) == S.ANSWERED


@pytest.mark.parametrize(
    ("text", "is_alarming", "expected"),
    [
        ("Does coffee make legs twitch?", False, S.NEW),
        ("Does coffee make legs twitch? jane@example.org", False, S.NEEDS_MODERATION),
        ("Does coffee make my chest pain worse?", True, S.NEEDS_MODERATION),
    ],
)
def test_what_needs_care_is_told_apart(text: str, is_alarming: bool, expected: QuestionState) -> None:
    assert state(make_question(text, is_alarming=is_alarming)) == expected


def test_given_back_it_needs_moderation() -> None:
    question = assign(make_question())
    assert question.expert
    return_question(question=question, note="Not my field.", by=question.expert.user, at=AT)
    question.refresh_from_db()
    assert (state(question), question.returned_note) == (S.NEEDS_MODERATION, "Not my field.")
    assert question.expert is None


def test_declined_and_merged_are_ends() -> None:
    declined, merged = make_question(), make_question()
    decline_question(question=declined, reason="off_topic", message="Not here.", by=make_moderator(), at=AT)
    faq = make_plain_faq()
    publish_now(faq)
    merge_question(question=merged, into=faq, message="", by=make_moderator(), at=AT)
    assert (state(declined), state(merged)) == (S.DECLINED, S.MERGED)
    for question in (declined, merged):
        with pytest.raises(WrongState):
            assign(question)
        with pytest.raises(WrongState):
            decline_question(question=question, reason="other", message="No.", by=make_moderator(), at=AT)


def test_what_is_a_faq_already_is_neither_declined_nor_merged_nor_made_again() -> None:
    question = published_question()
    moderator = make_moderator()
    with pytest.raises(WrongState):
        decline_question(question=question, reason="other", message="No.", by=moderator, at=after(1))
    with pytest.raises(WrongState):
        make_faq(question=question, article=None, by=moderator, at=after(1))
    with pytest.raises(WrongState):
        assign_question(
            question=question,
            expert=question.expert,  # type: ignore[arg-type]
            public_text="Again?",
            topic=None,
            names_are_fine=False,
            by=moderator,
            at=after(1),
        )


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_with_states_is_one_query(count: int, django_assert_num_queries: object) -> None:
    for _ in range(count):
        make_question()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [row.state for row in with_state(Question.objects.all(), at=AT)] == ["new"] * count
