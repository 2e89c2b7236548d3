from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from triage.engine import (
    Default,
    Level,
    Option,
    Problem,
    Protocol,
    ProtocolError,
    Question,
    Rule,
    Scope,
    TestCase,
    Threshold,
    include,
)

TWITCH: dict[str, Any] = {
    "slug": "twitch",
    "title": "Twitch",
    "stages": [{"code": "about", "title": "About you"}, {"code": "body", "title": "Your body"}],
    "questions": [
        {
            "code": "age",
            "kind": "number",
            "text": "How old are you?",
            "stage": "about",
            "thresholds": [{"code": "under_16", "op": "lt", "value": 16}],
            "min": 0,
            "max": 120,
        },
        {
            "code": "signs",
            "kind": "many_of",
            "text": "Do you have any of these?",
            "stage": "body",
            "options": [
                {"code": "face", "label": "Face droop", "red_flag": "emergency"},
                {"code": "arm", "label": "Weak arm"},
            ],
            "allows_unsure": True,
            "allows_none": True,
            "applies": [["age.under_16"]],
        },
    ],
    "rules": [
        {"code": "E1", "level": "emergency", "any": [["signs.face|arm"]], "message": "Could be a stroke."},
        {
            "code": "S1",
            "level": "same_day",
            "any": [["signs.unsure"], ["age.under_16", "signs.arm"]],
            "message": "Check today.",
            "level_if_unsure": "soon",
        },
    ],
    "causes": [{"slug": "stress"}],
    "cause_links": [{"cause": "stress", "any": [["signs.arm"]], "if_present": "+", "if_absent": "-"}],
    "remedies": [{"slug": "rest", "causes": ["stress"], "exclude_when": [["signs.face"]], "exclude_text": "Wait."}],
    "cases": [{"code": "c1", "answers": {"age": 3, "signs": ["face"]}, "level": "emergency", "rules": ["E1"]}],
}


def changed(part: str, index: int, **values: Any) -> dict[str, Any]:
    rows = [dict(row) for row in TWITCH[part]]
    rows[index].update(values)
    return {**TWITCH, part: rows}


def problems(data: dict[str, Any]) -> list[Problem]:
    with pytest.raises(ProtocolError) as caught:
        Protocol.from_json(data)
    return list(caught.value.problems)


def test_what_is_written_is_what_was_read() -> None:
    assert Protocol.from_json(TWITCH).to_json() == TWITCH


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            changed("rules", 0, any=[["signs.fase"]]),
            Problem(
                "rules[0].any[0][0]",
                "signs.fase",
                '"signs.fase": "fase" is not a finding of "signs". Did you mean "face"?',
            ),
        ),
        (
            changed("rules", 1, any=[["age.under_16", "sings.arm"]]),
            Problem(
                "rules[1].any[0][1]", "sings.arm", '"sings.arm": there is no question "sings". Did you mean "signs"?'
            ),
        ),
        (
            changed("rules", 0, any=[["signs.none"]]),
            Problem("rules[0].any[0][0]", "signs.none", '"signs.none": "none" is not a finding of "signs".'),
        ),
        (
            changed("rules", 0, level="urgent"),
            Problem(
                "rules[0].level",
                "urgent",
                "'urgent' is not a level. The levels are emergency, same_day, soon, routine, self_care.",
            ),
        ),
        (
            changed("rules", 0, level="self_care"),
            Problem("rules[0].level", "E1", "Rule E1 gives self-care, which is what no rule at all gives."),
        ),
        (
            changed("rules", 0, levle="soon"),
            Problem("rules[0].levle", "levle", '"levle" is not a field here. Did you mean "level"?'),
        ),
        (
            changed("rules", 0, any=[[]]),
            Problem("rules[0].any[0]", "", "A way needs at least one finding; as it stands it would always be met."),
        ),
        (changed("rules", 0, code="S1"), Problem("rules[1].code", "S1", '"S1" is there twice.')),
        (
            changed("questions", 0, applies=[["signs.arm"]]),
            Problem("questions[0].applies", "signs", '"age" can\'t wait for "signs", which is not asked before it.'),
        ),
        (
            changed("questions", 1, stage="boddy"),
            Problem("questions[1].stage", "boddy", 'There is no stage "boddy". Did you mean "body"?'),
        ),
        (
            changed("questions", 1, kind="some_of"),
            Problem("questions[1].kind", "some_of", "'some_of' is not one of yes_no, one_of, many_of, number."),
        ),
        (
            changed("questions", 0, max=0),
            Problem("questions[0].min", "0 to 0", "A number needs a min that is less than its max."),
        ),
        (
            changed("cause_links", 0, cause="stresss"),
            Problem("cause_links[0].cause", "stresss", 'There is no cause "stresss". Did you mean "stress"?'),
        ),
        (
            changed("remedies", 0, exclude_text=" "),
            Problem("remedies[0].exclude_text", "rest", "Say what rest people should do instead when it is left out."),
        ),
        (
            {**TWITCH, "scope": {"outside": [["age.under_16"]], "level": "self_care"}},
            Problem("scope.level", "self_care", "People outside the scope are never told self-care."),
        ),
    ],
)
def test_what_is_wrong_is_refused_with_its_place_and_words(data: dict[str, Any], expected: Problem) -> None:
    assert problems(data) == [expected]


def test_every_problem_is_named_at_once() -> None:
    data = changed("rules", 0, any=[["signs.x"], ["age.y"]])
    assert [problem.path for problem in problems(data)] == ["rules[0].any[0][0]", "rules[0].any[1][0]"]


def test_a_value_made_in_python_is_refused_too() -> None:
    with pytest.raises(ProtocolError, match="emergency"):
        Rule(code="E1", level="emergency", any=(("a.b",),), message="m")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Question(code="Not a code", kind="yes_no", text="A?", stage="s"),
        lambda: Question(code="a", kind="number", text="A?", stage="s", min=cast("Any", "low"), max=9),
        lambda: Protocol(slug="Not a code", title="P", stages=(), questions=(), rules=()),
        lambda: Protocol(slug="p", title=cast("Any", 3), stages=(), questions=(), rules=()),
        lambda: Protocol(slug="p", title="P", stages=(cast("Any", "now"),), questions=(), rules=()),
        lambda: Default(level=cast("Any", "soon")),
        lambda: Scope(level=cast("Any", "soon")),
        lambda: TestCase(code="c", answers={}, level=cast("Any", "soon")),
    ],
)
def test_so_is_every_value_that_json_could_not_have(make: Callable[[], object]) -> None:
    with pytest.raises(ProtocolError):
        make()


def test_unsure_may_not_give_more_than_sure() -> None:
    with pytest.raises(ProtocolError, match="nor more than being sure"):
        Rule(code="N1", level=Level.SOON, any=(("a.b",),), message="m", level_if_unsure=Level.SAME_DAY)


SIGNS = Question(
    code="signs", kind="many_of", text="Any?", stage="now", options=(Option(code="a", label="A"),), required=False
)


def make_pack(**values: Any) -> Protocol:
    return Protocol.from_json(
        {
            "slug": "universal",
            "title": "Universal",
            "stages": [{"code": "now", "title": "Now"}],
            "questions": [
                {
                    "code": "signs",
                    "kind": "many_of",
                    "text": "Any of these right now?",
                    "stage": "now",
                    "options": [{"code": "fit", "label": "A fit"}, {"code": "arm", "label": "Arm", "red_flag": "soon"}],
                }
            ],
            "rules": [{"code": "U1", "level": "emergency", "any": [["signs.fit"]], "message": "A fit."}],
            **values,
        }
    )


def test_a_question_in_both_is_asked_once_and_first_with_the_options_of_both() -> None:
    host = replace(Protocol.from_json(TWITCH), includes=("universal",))
    merged = include(host, {"universal": make_pack()})
    signs = merged.questions[0]
    assert [question.code for question in merged.questions] == ["signs", "age"]
    assert [(stage.code, stage.first) for stage in merged.stages] == [("now", True), ("about", False), ("body", False)]
    assert [(option.code, option.red_flag) for option in signs.options] == [
        ("fit", None),
        ("arm", Level.SOON),
        ("face", Level.EMERGENCY),
    ]
    assert (signs.text, signs.applies, signs.allows_none) == ("Do you have any of these?", (), True)
    assert [rule.code for rule in merged.rules] == ["U1", "E1", "S1"]
    assert merged.includes == ()


@pytest.mark.parametrize("name", ["required", "safety_critical", "allows_unsure", "allows_none"])
def test_what_either_of_the_two_asks_for_is_asked_for(name: str) -> None:
    off, on = [replace(SIGNS, **cast("dict[str, Any]", {name: value})) for value in (False, True)]
    for one, other in ((off, on), (on, off)):
        pack = replace(make_pack(), questions=(one,), rules=())
        host = replace(pack, slug="host", questions=(other,), includes=("universal",))
        assert getattr(include(host, {"universal": pack}).questions[0], name) is True


def test_a_question_in_both_is_asked_where_either_asks_it() -> None:
    thresholds = (Threshold(code="baby", op="lt", value=1), Threshold(code="under_16", op="lt", value=16))
    age = replace(Protocol.from_json(TWITCH).questions[0], stage="now", thresholds=thresholds)
    young, baby = replace(SIGNS, applies=(("age.under_16",),)), replace(SIGNS, applies=(("age.baby",),))
    both = (("age.baby",), ("age.under_16",))
    for own, pack, applies in ((young, baby, both), (young, SIGNS, ()), (SIGNS, young, ())):
        universal = replace(make_pack(), questions=(age, pack), rules=())
        host = replace(universal, slug="host", questions=(age, own), includes=("universal",))
        assert include(host, {"universal": universal}).questions[-1].applies == applies


@pytest.mark.parametrize(("own", "packs", "step"), [(1, 0.5, 0.5), (0.5, 1, 0.5), (1, None, None), (None, 1, None)])
def test_a_number_in_both_takes_what_either_takes(own: float | None, packs: float | None, step: float | None) -> None:
    age = replace(Protocol.from_json(TWITCH).questions[0], stage="now")
    pack = replace(make_pack(), questions=(replace(age, step=packs),), rules=())
    host = replace(pack, slug="host", questions=(replace(age, step=own),), includes=("universal",))
    assert include(host, {"universal": pack}).questions[0].step == step


def test_a_question_in_both_must_be_of_one_kind() -> None:
    signs = Question(code="signs", kind="yes_no", text="Any?", stage="now")
    host = replace(make_pack(), slug="host", questions=(signs,), rules=(), includes=("universal",))
    with pytest.raises(ProtocolError, match='"signs" is yes_no here and many_of in the included protocol'):
        include(host, {"universal": make_pack()})


def test_a_missing_pack_is_named() -> None:
    with pytest.raises(ProtocolError, match='There is no protocol "universal" to include'):
        include(replace(Protocol.from_json(TWITCH), includes=("universal",)), {})


def test_a_pack_brings_what_it_includes_itself() -> None:
    host = replace(Protocol.from_json(TWITCH), includes=("universal",))
    other = make_pack(rules=[{"code": "U2", "level": "soon", "any": [["signs.arm"]], "message": "An arm."}])
    packs = {"universal": make_pack(includes=["other"]), "other": replace(other, slug="other")}
    assert [rule.code for rule in include(host, packs).rules] == ["U2", "U1", "E1", "S1"]


def test_packs_that_include_each_other_are_refused() -> None:
    host = replace(Protocol.from_json(TWITCH), includes=("universal",))
    packs = {"universal": make_pack(includes=["other"]), "other": make_pack(slug="other", includes=["universal"])}
    with pytest.raises(ProtocolError, match='There is no protocol "universal" to include'):
        include(host, packs)


def test_two_rules_may_not_share_a_code() -> None:
    host = replace(Protocol.from_json(changed("rules", 0, code="U1")), includes=("universal",))
    with pytest.raises(ProtocolError, match='U1: Another rule of "universal" has the same code'):
        include(host, {"universal": make_pack()})


def test_a_threshold_must_mean_the_same_in_both() -> None:
    age = Protocol.from_json(TWITCH).questions[0]
    other = replace(age, stage="now", thresholds=(Threshold(code="under_16", op="lt", value=17),))
    pack = replace(make_pack(), questions=(other,), rules=())
    with pytest.raises(ProtocolError, match="is lt 16 here and lt 17 when included"):
        include(replace(Protocol.from_json(TWITCH), includes=("universal",)), {"universal": pack})
