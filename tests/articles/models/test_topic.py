import pytest
from django.core.exceptions import ValidationError

from articles.models.topic import ring_in_words, rings
from tests.builders import make_topic

pytestmark = pytest.mark.django_db


def test_a_topic_cannot_be_inside_one_that_is_inside_it() -> None:
    body = make_topic(title="Body")
    legs = make_topic(title="Legs", parent=body)
    thighs = make_topic(title="Thighs", parent=legs)
    thighs.full_clean()
    body.parent = thighs
    with pytest.raises(ValidationError) as refused:
        body.full_clean()
    assert refused.value.message_dict == {
        "parent": [
            "“Body” would be inside itself: “Body” is inside “Thighs”, “Thighs” is inside “Legs”, "
            "“Legs” is inside “Body”. Choose another topic for one of these."
        ]
    }


def test_a_circle_elsewhere_does_not_keep_a_topic_from_being_saved() -> None:
    legs = make_topic(title="Legs")
    thighs = make_topic(title="Thighs", parent=legs)
    type(legs).objects.filter(pk=legs.pk).update(parent=thighs)
    make_topic(title="Knees", parent=thighs).full_clean()


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("", []),
        ("ab bc", []),
        ("ab ba", ["ab"]),
        ("aa", ["a"]),
        ("ab bc ca", ["abc"]),
        ("ab bc cd dc", ["cd"]),
        ("ab bc cb de ed", ["bc", "de"]),
    ],
)
def test_rings_are_found_without_what_only_leads_to_them(inside: str, found: list[str]) -> None:
    assert ["".join(ring) for ring in rings({pair[0]: pair[1] for pair in inside.split()})] == found


def test_a_long_ring_is_told_in_short() -> None:
    assert ring_in_words([*"abcdefgh"], 2) == (
        "“c” would be inside itself: “c” is inside “d”, “d” is inside “e”, “e” is inside “f”, “f” is inside “g”, "
        "“g” is inside “h”, …, “b” is inside “c”. Choose another topic for one of these."
    )
