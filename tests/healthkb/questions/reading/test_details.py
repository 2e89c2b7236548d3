import pytest

from healthkb.questions.reading import DetailKind, find_details, without_details

K = DetailKind
EXAMPLES = [
    ("Write to jane.smith@example.org please.", [(K.EMAIL, "jane.smith@example.org")]),
    ("I am jane (at) example.org", [(K.EMAIL, "jane (at) example.org")]),
    ("Call 07700 900123 or +44 20 7946 0958.", [(K.PHONE, "07700 900123"), (K.PHONE, "+44 20 7946 0958")]),
    ("(0113) 496 0000", [(K.PHONE, "(0113) 496 0000")]),
    ("My number is 943 476 5919.", [(K.NHS_NUMBER, "943 476 5919")]),
    ("Born 12/03/1984, that is 12 March 1984.", [(K.DATE, "12/03/1984"), (K.DATE, "12 March 1984")]),
    ("I was born in 1984.", [(K.DATE, "1984")]),
    ("Leeds LS1 4AP", [(K.POSTCODE, "LS1 4AP")]),
    ("ec1a1bb is mine", [(K.POSTCODE, "ec1a1bb")]),
    ("I live at 12 High Street.", [(K.ADDRESS, "12 High Street")]),
    ("my name is Jane Smith and", [(K.NAME, "Jane Smith")]),
    ("Dr Patel told me so. My son Tom twitches.", [(K.NAME, "Patel"), (K.NAME, "Tom")]),
    ("Tên tôi là Nguyễn Văn An", [(K.NAME, "Nguyễn Văn An")]),
    ("See www.example.org/jane or @janesmith", [(K.ACCOUNT, "www.example.org/jane"), (K.ACCOUNT, "@janesmith")]),
]
HARMLESS = [
    "My thigh twitches after running 10 km, 3 times a week, for 2 weeks. Is magnesium 400 mg good?",
    "Call 999 or 111, or the Samaritans on 116 123.",
    "On Monday I did Pilates. It began in May.",
    "My blood pressure is 120/80 and I take 2 tablets 3 times a day. In 2024 it was better.",
]


@pytest.mark.parametrize(("text", "found"), EXAMPLES)
def test_details_are_found(text: str, found: list[tuple[DetailKind, str]]) -> None:
    assert [(each.kind, each.words) for each in find_details(text)] == found


@pytest.mark.parametrize("text", HARMLESS)
def test_what_tells_nobody_is_left_alone(text: str) -> None:
    assert find_details(text) == []


def test_a_number_that_only_looks_like_an_nhs_number_counts_as_a_phone_number() -> None:
    assert [each.kind for each in find_details("943 476 5918")] == [K.PHONE]


def test_details_are_taken_out_where_they_stand() -> None:
    assert without_details("I, Jane, call 07700 900123 from LS1 4AP now.") == "I, Jane, call … from … now."
