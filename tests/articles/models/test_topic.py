import pytest
from django.core.exceptions import ValidationError

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
        "parent": ["“Thighs” is inside “Body” already. Choose another topic, or take it out first."]
    }


def test_a_circle_elsewhere_does_not_keep_a_topic_from_being_saved() -> None:
    legs = make_topic(title="Legs")
    thighs = make_topic(title="Thighs", parent=legs)
    type(legs).objects.filter(pk=legs.pk).update(parent=thighs)
    make_topic(title="Knees", parent=thighs).full_clean()
