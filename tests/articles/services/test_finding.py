from typing import Any

import pytest

from articles.models import Image
from articles.services.finding import find_everywhere
from tests.builders import make_article, make_cause, make_faq, make_reference

pytestmark = pytest.mark.django_db


def names(text: str, **options: Any) -> dict[str, list[str]]:
    return {group.kind: [str(hit.row) for hit in group.hits] for group in find_everywhere(text, **options)}


def test_names_texts_rows_other_names_codes_and_sources_are_searched() -> None:
    make_cause(title="Dehydration", synonyms=["Lack of fluids", "Mất nước"])
    article = make_article(title="Twitching")
    article.sections.update(body="The muscle is **dehydrated**.")
    coded = make_faq(title="Why?", answer="Because.")
    coded.codes.create(system="icd-10", code="E86", display="Volume depletion")
    coded.references.add(make_reference(title="Fluids in athletes", publisher="NICE", doi="10.1/abc"))
    assert names("dehydrat") == {"article": ["Twitching"], "cause": ["Dehydration"]}
    assert names("lack fluids") == {"cause": ["Dehydration"]}
    assert names("mất nước") == {"cause": ["Dehydration"]}
    assert names("E86") == names("volume depletion") == {"faq": ["Why?"]}
    assert names("athletes nice") == {"faq": ["Why?"], "reference": ["NICE: Fluids in athletes"]}
    assert names("10.1/abc") == {"faq": ["Why?"], "reference": ["NICE: Fluids in athletes"]}


def test_every_word_has_to_be_found() -> None:
    make_cause(title="Stress", description="It acts on muscles.")
    assert names("stress muscles") == {"cause": ["Stress"]}
    assert names("stress bones") == {}
    assert names("  ") == {}


def test_those_with_the_words_in_their_name_come_first_and_others_say_where() -> None:
    make_cause(title="A worry", description="Often it is stress, and not more.")
    make_cause(title="Stress")
    (group,) = find_everywhere("stress")
    assert [(str(hit.row), hit.excerpt) for hit in group.hits] == [
        ("Stress", ""),
        ("A worry", "Often it is stress, and not more. …"),
    ]


def test_all_are_counted_and_the_first_are_shown() -> None:
    for _ in range(3):
        make_cause(title="Stress")
    (group,) = find_everywhere("stress", most=2)
    assert (len(group.hits), group.count) == (2, 3)
    assert names("stress", kind="faq") == {}


def test_pictures_are_found_by_their_words() -> None:
    Image.objects.create(slug="leg", file="images/leg.png", alt="A leg on a chair", width=1, height=1)
    assert names("chair") == {"image": ["leg"]}
