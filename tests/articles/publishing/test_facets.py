import pytest

from articles.models import Document, PublishedFacet
from tests.builders import AT, make_cause, make_faq, make_red_flag, make_topic, publish_now, shared_expert

pytestmark = pytest.mark.django_db


def facets_of(document: Document) -> list[tuple[str, str]]:
    facets = PublishedFacet.objects.filter(published__document=document.pk).order_by("name", "value")
    return list(facets.values_list("name", "value"))


def test_a_topic_is_found_by_the_one_that_it_is_inside_of_and_one_at_the_top_is_inside_of_none() -> None:
    leg = make_topic(slug="leg", title="Leg")
    calf = make_topic(slug="calf", title="Calf", parent=leg)

    publish_now(leg, calf)

    assert facets_of(leg) == [("kind", "body_area"), ("letter", "l")]
    assert facets_of(calf) == [("kind", "body_area"), ("letter", "c"), ("parent", "leg")]


@pytest.mark.parametrize(("serious", "word"), [(True, "true"), (False, "false")])
def test_a_yes_or_no_is_found_by_the_word_that_an_address_has(serious: bool, word: str) -> None:
    cause = make_cause(title="Salt", serious=serious, when_to_suspect="With weakness.")
    cause.red_flags.add(make_red_flag())

    publish_now(cause)

    assert facets_of(cause) == [("letter", "s"), ("serious", word)]


def test_a_question_is_found_by_the_expert_who_answered_it() -> None:
    answered, plain = make_faq(answered_by=shared_expert(), answered_on=AT.date()), make_faq()

    publish_now(answered, plain)

    assert facets_of(answered) == [("expert", "sam-okoye"), ("letter", "f")]
    assert facets_of(plain) == [("letter", "f")]
