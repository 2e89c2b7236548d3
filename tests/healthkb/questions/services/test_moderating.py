import pytest

from articles.publishing import Refused
from healthkb.questions.services import StillPersonal, decline_question, experts_for, merge_question, similar_answers
from tests.builders import AT, make_faq, make_topic, publish_now
from tests.healthkb.questions.builders import assign, make_expert, make_moderator, make_question, person_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "Does coffee harm me, jane@example.org?",
        "Does coffee harm 07700 900123?",
        "I was born 12/03/1984, is that bad?",
        "Is it bad in LS1 4AP?",
        "Is it bad, NHS 943 476 5919?",
    ],
)
def test_personal_details_do_not_pass(text: str) -> None:
    question = make_question()
    with pytest.raises(StillPersonal, match="Take it out"):
        assign(question, public_text=text, names_are_fine=True)
    question.refresh_from_db()
    assert (question.expert, question.public_text) == (None, "")


def test_what_may_be_a_name_passes_once_a_person_has_looked() -> None:
    text = "Can coffee bring on Restless Legs at night?"
    with pytest.raises(StillPersonal, match="Restless Legs"):
        assign(make_question(), public_text=text)
    assert assign(make_question(), public_text=text, names_are_fine=True).public_text == text


def test_an_account_that_may_not_answer_gets_no_question() -> None:
    expert = make_expert(user=person_with("Author"))
    with pytest.raises(Refused, match="may not answer"):
        assign(make_question(), expert=expert)


def test_experts_of_the_topic_come_first_then_those_of_the_one_around_it() -> None:
    body = make_topic(title="Body")
    legs = make_topic(title="Legs", parent=body)
    nobody, around, exact = make_expert(name="A"), make_expert(name="B"), make_expert(name="C")
    around.topics.add(body)
    exact.topics.add(legs)
    assert experts_for(legs) == [exact, around, nobody]
    assert experts_for(body) == [around, nobody, exact]
    assert experts_for(None) == [nobody, around, exact]


def test_only_published_answers_are_suggested() -> None:
    publish_now(make_faq(title="Can coffee make legs twitch?", slug="coffee"))
    make_faq(title="Can coffee make arms twitch?")
    found = similar_answers("Does my coffee make the legs twitch at night", locale="en", at=AT)
    assert [hit.slug for hit in found] == ["coffee"]


def test_declining_needs_a_message_and_merging_a_published_faq() -> None:
    moderator = make_moderator()
    with pytest.raises(Refused, match="kind message"):
        decline_question(question=make_question(), reason="other", message=" ", by=moderator, at=AT)
    with pytest.raises(Refused, match="not published"):
        merge_question(question=make_question(), into=make_faq(), message="", by=moderator, at=AT)
