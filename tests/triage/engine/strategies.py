"""Small protocols of every shape, and answers to them."""

from hypothesis import strategies as st

from tests.triage.engine.brute_force import possible_answers
from triage.engine import Default, Level, Option, Protocol, Question, Rule, Scope, Stage, Threshold
from triage.engine.answers import Value
from triage.engine.condition import Ways

LEVELS = st.sampled_from([Level.EMERGENCY, Level.SAME_DAY, Level.SOON, Level.ROUTINE])


@st.composite
def conditions(draw: st.DrawFn, questions: list[Question]) -> Ways:
    return tuple(draw(st.lists(ways(questions), min_size=1, max_size=2)))


@st.composite
def ways(draw: st.DrawFn, questions: list[Question]) -> tuple[str, ...]:
    found = []
    for question in draw(st.lists(st.sampled_from(questions), min_size=1, max_size=3)):
        codes = draw(st.lists(st.sampled_from(question.finding_codes), min_size=1, max_size=2, unique=True))
        found.append(f"{question.code}.{'|'.join(codes)}")
    return tuple(dict.fromkeys(found))


@st.composite
def asked(draw: st.DrawFn, index: int, earlier: list[Question]) -> Question:
    kind = draw(st.sampled_from(["yes_no", "one_of", "many_of", "number"]))
    options = tuple(Option(code=code, label=code) for code in ["a", "b", "c"][: draw(st.integers(2, 3))])
    step = draw(st.sampled_from([None, 1, 0.5]))
    sometimes = bool(earlier) and draw(st.booleans())
    applies = draw(conditions(earlier)) if sometimes else ()
    return Question(
        code=f"q{index}",
        kind=kind,
        text="?",
        stage="s",
        options=options if kind in ("one_of", "many_of") else (),
        thresholds=draw(thresholds()) if kind == "number" else (),
        min=0 if kind == "number" else None,
        max=3 if kind == "number" else None,
        step=step if kind == "number" else None,
        allows_unsure=draw(st.booleans()),
        allows_none=kind == "many_of" and draw(st.booleans()),
        required=draw(st.booleans()),
        applies=applies,
    )


@st.composite
def thresholds(draw: st.DrawFn) -> tuple[Threshold, ...]:
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(["gt", "gte", "lt", "lte"]), st.sampled_from([0.5, 1, 2, 3])),
            min_size=1,
            max_size=3,
        )
    )
    return tuple(Threshold(code=f"t{index}", op=op, value=value) for index, (op, value) in enumerate(pairs))


@st.composite
def protocols(draw: st.DrawFn) -> Protocol:
    questions: list[Question] = []
    for index in range(draw(st.integers(1, 4))):
        questions.append(draw(asked(index, questions)))
    rules = []
    for index in range(draw(st.integers(1, 5))):
        level = draw(LEVELS)
        unsure = draw(st.sampled_from([None, *[each for each in Level if Level.SELF_CARE < each <= level]]))
        condition = draw(conditions(questions))
        rules.append(Rule(code=f"R{index}", level=level, any=condition, message="m", level_if_unsure=unsure))
    return Protocol(
        slug="p",
        title="P",
        stages=(Stage(code="s", title="S", first=draw(st.booleans())),),
        questions=tuple(questions),
        rules=tuple(rules),
        scope=Scope(outside=draw(conditions(questions))) if draw(st.booleans()) else Scope(),
        default=Default(level=draw(st.sampled_from([Level.SELF_CARE, Level.SELF_CARE, Level.ROUTINE]))),
    )


@st.composite
def answered(draw: st.DrawFn, protocol: Protocol) -> dict[str, Value]:
    """Some of the questions, in any order."""
    chosen = draw(st.lists(st.sampled_from(protocol.questions), max_size=4, unique_by=lambda each: each.code))
    return {question.code: draw(st.sampled_from(possible_answers(question))) for question in chosen}


@st.composite
def protocols_and_answers(draw: st.DrawFn) -> tuple[Protocol, dict[str, Value]]:
    protocol = draw(protocols())
    return protocol, draw(answered(protocol))
