"""What a question, a rule, a link or a remedy must not look like: each mistake is told alone, in its own words."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from tests.triage.engine.examples import make_small
from tests.triage.engine.test_protocol import TWITCH, changed, make_pack, problems
from triage.engine import (
    Level,
    Option,
    Problem,
    Protocol,
    ProtocolError,
    Question,
    Rule,
    Threshold,
    include,
)
from triage.engine.cause import CauseLink

YES_NO = {"kind": "yes_no", "options": [], "thresholds": []}
AGE = {"min": 0, "max": 120}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"kind": "one_of", "options": [{"code": "a", "label": "A"}]},
            ("options", "one_of", "A one_of question needs 2 or more options."),
        ),
        ({"kind": "many_of", "options": []}, ("options", "many_of", "A many_of question needs 1 or more options.")),
        (
            {"kind": "yes_no", "options": [{"code": "a", "label": "A"}]},
            ("options", "yes_no", "A yes_no question has no options."),
        ),
        (
            {**YES_NO, "thresholds": [{"code": "a", "op": "lt", "value": 16}]},
            ("thresholds", "yes_no", "Only a number has thresholds."),
        ),
        ({**YES_NO, "allows_none": True}, ("allows_none", "yes_no", "Only a many_of question offers none of these.")),
        (
            {"kind": "number", **AGE, "red_flag": "soon"},
            ("red_flag", "number", "Mark the option; only a yes_no question is marked as a whole."),
        ),
        ({**YES_NO, "step": 1}, ("min", "yes_no", "Only a number has min, max and step.")),
        ({**YES_NO, "max": 3}, ("min", "yes_no", "Only a number has min, max and step.")),
        ({"kind": "number"}, ("min", "None to None", "A number needs a min that is less than its max.")),
        ({"kind": "number", "min": 3}, ("min", "3 to None", "A number needs a min that is less than its max.")),
        ({"kind": "number", "min": 3, "max": 3}, ("min", "3 to 3", "A number needs a min that is less than its max.")),
        (
            {"kind": "number", **AGE, "step": 121},
            ("step", "121", "The step must be above 0 and fit between min and max."),
        ),
        ({"kind": "number", **AGE, "step": 0}, ("step", "0", "The step must be above 0 and fit between min and max.")),
        (
            {"kind": "number", "min": 10, "max": 20, "step": 11},
            ("step", "11", "The step must be above 0 and fit between min and max."),
        ),
        (
            {"kind": "number", **AGE, "thresholds": [{"code": "a", "op": "lt", "value": 121}]},
            ("thresholds[0].value", "121", "121 is outside 0 to 120."),
        ),
        (
            {"kind": "number", **AGE, "thresholds": [{"code": "a", "op": "lt", "value": -1}]},
            ("thresholds[0].value", "-1", "-1 is outside 0 to 120."),
        ),
        (
            {"kind": "many_of", "options": [{"code": "a", "label": "A"}, {"code": "a", "label": "B"}]},
            ("options[1].code", "a", '"a" is there twice.'),
        ),
        (
            {"kind": "many_of", "options": [{"code": "unsure", "label": "A"}]},
            ("options[0].code", "unsure", '"unsure" is offered with "allows_unsure": true, not as an option.'),
        ),
        (
            {"kind": "many_of", "options": [{"code": "none", "label": "A"}]},
            ("options[0].code", "none", '"none" is offered with "allows_none": true, not as an option.'),
        ),
        (
            {**YES_NO, "applies": [[]]},
            ("applies[0]", "", "A way needs at least one finding; as it stands it would always be met."),
        ),
        ({**YES_NO, "applies": [["a.b", "a.b"]]}, ("applies[0][1]", "a.b", '"a.b" is there twice.')),
        ({**YES_NO, "applies": [["a.b|b"]]}, ("applies[0][0]", "a.b|b", '"a.b|b" is there twice.')),
    ],
)
def test_a_question_that_cannot_be_asked(values: dict[str, Any], expected: tuple[str, str, str]) -> None:
    data = {**TWITCH, "rules": [], "cause_links": [], "remedies": [], "cases": []}
    question = {"code": "q", "text": "Q?", "stage": "about", **values}
    path, value, words = expected
    assert problems({**data, "questions": [question]}) == [Problem(f"questions[0].{path}", value, words)]


def test_questions_at_the_edge_of_what_can_be_asked() -> None:
    one_of = Question(code="q", kind="one_of", text="Q?", stage="s", options=(Option("a", "A"), Option("none", "None")))
    steps = Question(code="q", kind="number", text="Q?", stage="s", min=0, max=120, step=120)
    edges = tuple(Threshold(f"t{value}", "lt", value) for value in (0, 120))
    number = Question(code="q", kind="number", text="Q?", stage="s", min=0, max=120, thresholds=edges)
    yes_no = Question(code="q", kind="yes_no", text="Q?", stage="s", red_flag=Level.SOON, allows_unsure=True)
    many_of = Question(code="q", kind="many_of", text="Q?", stage="s", options=(Option("a", "A"),))
    codes = [each.finding_codes for each in (one_of, steps, number, yes_no, many_of)]
    assert codes == [("a", "none"), (), ("t0", "t120"), ("yes", "unsure"), ("a",)]


@pytest.mark.parametrize(
    ("data", "path", "words"),
    [
        (changed("rules", 0, any=[]), "rules[0].any", "Rule E1 has no way to be met."),
        (changed("rules", 0, code="out_of_scope"), "rules[0].code", '"out_of_scope" is kept for the scope.'),
        (changed("cause_links", 0, any=[]), "cause_links[0].any", "A link to stress has no condition."),
        (
            changed("cause_links", 0, any=[["signs.arm"], []]),
            "cause_links[0].any[1]",
            "A way needs at least one finding; as it stands it would always be met.",
        ),
        (
            changed("cause_links", 0, if_present="0", if_absent="0"),
            "cause_links[0].if_present",
            "A link to stress says nothing for or against it.",
        ),
        (
            changed("remedies", 0, exclude_when=[[]]),
            "remedies[0].exclude_when[0]",
            "A way needs at least one finding; as it stands it would always be met.",
        ),
        (
            changed("remedies", 0, causes=["stress", "strain"]),
            "remedies[0].causes[1]",
            'There is no cause "strain".',
        ),
        (changed("questions", 0, stage="body"), "questions[1].stage", None),
        ({**TWITCH, "scope": {"outside": [[]]}}, "scope.outside[0]", None),
        ({**TWITCH, "rules": "E1"}, "rules", "'E1' is not a list."),
        ({**TWITCH, "rules": ["E1"]}, "rules[0]", "'E1' is not an object."),
        (changed("rules", 0, message=3), "rules[0].message", "3 is not text."),
        (changed("questions", 1, allows_none=1), "questions[1].allows_none", None),
        (changed("questions", 0, max=True), "questions[0].max", None),
        (changed("rules", 0, code="not a code"), "rules[0].code", None),
        ({key: value for key, value in TWITCH.items() if key != "title"}, "title", '"title" is missing.'),
    ],
)
def test_what_else_is_refused_with_its_place(data: dict[str, Any], path: str, words: str | None) -> None:
    if path == "questions[1].stage":  # the first question moved to the later stage, so the second comes too late
        data = {**data, "questions": [data["questions"][0], {**data["questions"][1], "stage": "about"}]}
    found = problems(data)
    assert [each.path for each in found] == [path]
    assert words is None or found[0].message == words


def test_zero_on_one_side_of_a_link_is_enough() -> None:
    links = [CauseLink(cause="stress", any=(("a.b",),), if_present=one, if_absent=other) for one, other in ("+0", "0-")]
    assert [(each.if_present, each.if_absent) for each in links] == [("+", "0"), ("0", "-")]


def test_a_rule_of_a_pack_that_means_something_else_is_told() -> None:
    host = Protocol.from_json({**TWITCH, "includes": ["universal"]})
    pack = make_pack(rules=[{"code": "E1", "level": "soon", "any": [["signs.fit"]], "message": "A fit."}])
    with pytest.raises(ProtocolError) as caught:
        include(host, {"universal": pack})
    assert [(each.path, each.message) for each in caught.value.problems] == [
        ("rules", 'E1: Another rule of "universal" has the same code.')
    ]


@pytest.mark.parametrize(
    ("level", "unsure", "is_fine"),
    [
        (Level.SOON, Level.SOON, True),
        (Level.SOON, Level.ROUTINE, True),
        (Level.SOON, Level.SELF_CARE, False),
        (Level.SOON, Level.SAME_DAY, False),
    ],
)
def test_being_unsure_gives_something_but_no_more(level: Level, unsure: Level, is_fine: bool) -> None:
    def make() -> Rule:
        return Rule(code="N1", level=level, any=(("a.b",),), message="m", level_if_unsure=unsure)

    if is_fine:
        assert make().level_if_unsure is unsure
        return
    with pytest.raises(ProtocolError):
        make()


def records_in(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for each in value:
            yield from records_in(each)
    elif is_dataclass(value):
        yield value
        for each in fields(value):
            yield from records_in(getattr(value, each.name))


ONE_OF_EACH: dict[str, Any] = {type(each).__name__: each for each in records_in(make_small())}


def test_the_small_protocol_has_one_record_of_each_sort() -> None:
    assert ONE_OF_EACH.keys() >= {"Protocol", "Question", "Option", "Rule", "Stage", "Scope", "CauseLink", "TestCase"}


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_a_record_that_code_makes_is_refused_like_one_that_was_read(name: str) -> None:
    record = ONE_OF_EACH[name]
    for each in fields(record):
        with pytest.raises(ProtocolError) as refused:
            replace(record, **{each.name: object()})
        assert refused.value.problems[0].path.startswith(each.name)
