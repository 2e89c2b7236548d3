import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from articles.content.vocabulary import Decision, ReviewRole
from articles.publishing import GatesRefuse, check_gates, publish, review
from tests.builders import AT, edit, make_publisher, make_user, publish_now, submit_now
from tests.triage.builders import LEG, make_protocol
from tests.triage.engine.test_lints import FAULTS
from triage.engine import Level, assess, properties
from triage.publishing.gates.integrity import ABOUT_CASES, FIXES

pytestmark = pytest.mark.django_db


def problems(protocol: Any, check_id: str) -> list[tuple[str, str]]:
    return [(each.words, each.message) for each in check_gates([protocol], at=AT) if each.check_id == check_id]


def rules(code: str, **changes: Any) -> list[dict[str, Any]]:
    return [{**rule, **changes} if rule["code"] == code else rule for rule in LEG["rules"]]


def without_case(*codes: str) -> list[dict[str, Any]]:
    return [case for case in LEG["cases"] if case["code"] not in codes]


def test_a_good_protocol_passes() -> None:
    assert [each for each in check_gates([make_protocol()], at=AT) if each.severity != "note"] == []


def test_a_code_that_does_not_exist_blocks_with_its_place() -> None:
    protocol = make_protocol(rules=rules("T01", any=[["pain.bd"]]))

    assert problems(protocol, "SAFE-10") == [
        ("pain.bd", '"pain.bd": "bd" is not a finding of "pain". Did you mean "bad"?')
    ]
    with pytest.raises(GatesRefuse):
        submit_now(protocol)


def test_a_red_flag_that_no_rule_takes_up_blocks() -> None:
    protocol = make_protocol(rules=rules("E01", any=[["sudden.face"]]))

    assert problems(protocol, "SAFE-10") == [
        ("sudden.speech", '"sudden.speech" is marked emergency, but no rule gives that for it alone.')
    ]


def test_every_lint_says_how_to_mend_it() -> None:
    others = {"bands", "self_care_too_early", "too_many_combinations"}  # which have tests of their own beside FAULTS
    assert {code for _, code, _ in FAULTS} | others == set(FIXES) | ABOUT_CASES


def test_a_failing_test_case_blocks() -> None:
    cases = [*without_case("C06"), {"code": "C06", "answers": {"pain": "mild"}, "level": "soon"}]

    assert problems(make_protocol(cases=cases), "SAFE-11") == [
        ("C06", "Test case C06: The level is self_care, not soon.")
    ]


def test_a_rule_that_no_test_case_would_miss_is_listed() -> None:
    assert problems(make_protocol(cases=without_case("C05")), "SAFE-11") == [
        ("T01", "No test case notices when rule T01 is deleted."),
        ("T01", "No test case notices when rule T01 gives self_care, not routine."),
    ]


def test_a_safety_net_and_words_for_every_level_are_needed() -> None:
    protocol = make_protocol(safety_net=[], wordings=[])

    assert [message for _, message in problems(protocol, "TRIAGE-01")] == [
        "It does not say when to get help again, or from whom."
    ]
    assert [message for _, message in problems(protocol, "TRIAGE-02")] == [
        "It does not say how each level is put to readers."
    ]


def test_a_level_without_words_is_named() -> None:
    protocol = make_protocol()
    protocol.wordings.get().levels.filter(urgency="soon").delete()

    assert problems(protocol, "TRIAGE-02") == [("GB", "It has no words for soon.")]


def test_a_question_does_not_ask_who_somebody_is() -> None:
    questions = [{**LEG["questions"][0], "text": "What is your date of birth?"}, *LEG["questions"][1:]]
    found = problems(make_protocol(questions=questions), "GOV-09")
    assert [words for words, _ in found] == ["date of birth"]


def test_a_broken_promise_blocks_with_the_answers_that_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(compiled: Any, answers: Any) -> Any:
        return replace(assess(compiled, answers), worst_possible=Level.SELF_CARE)

    monkeypatch.setattr(properties, "assess", careless)
    protocol = make_protocol(purpose="Another text, so that nothing is remembered of it.")

    found = problems(protocol, "TRIAGE-05")

    assert "The worst that is possible is not reached by any answers." in {message for _, message in found}
    assert all(words.startswith("{") for words, _ in found)
    with pytest.raises(GatesRefuse):
        submit_now(protocol)


def pack(slug: str = "universal-red-flags") -> Any:
    return make_protocol(slug, title=slug, articles=[])


def test_every_check_includes_the_danger_signs() -> None:
    protocol = make_protocol()
    assert problems(protocol, "TRIAGE-06") == []

    universal = pack()
    assert problems(protocol, "TRIAGE-06") == [
        ("universal-red-flags", "It does not ask about the danger signs that every check asks first.")
    ]
    assert problems(universal, "TRIAGE-06") == []

    protocol.includes.add(universal)
    assert problems(protocol, "TRIAGE-06") == []


def test_what_is_found_names_the_row_where_editors_have_it() -> None:
    universal, protocol = pack(), make_protocol(rules=[{**row, "code": f"L{row['code']}"} for row in LEG["rules"]])
    protocol.includes.add(universal)  # whose rules come first

    found = [each.field for each in check_gates([protocol], at=AT) if each.check_id == "TRIAGE-04"]

    assert found == [*["includes"] * 4, *(f"rules[{place}]" for place in range(4))]


def test_a_pack_that_others_include_need_not() -> None:
    universal, other, protocol = pack(), pack("leg-signs"), make_protocol()
    assert len(problems(other, "TRIAGE-06")) == 1

    protocol.includes.add(other)

    assert problems(other, "TRIAGE-06") == problems(universal, "TRIAGE-06") == []
    assert len(problems(protocol, "TRIAGE-06")) == 1


def test_words_that_are_hard_to_read_block() -> None:
    hard = (
        "Notwithstanding physiological deterioration, individuals characteristically necessitate investigation. " * 12
    )

    fields = [
        each.field
        for each in check_gates([make_protocol(rules=rules("T01", message=hard))], at=AT)
        if each.check_id == "LANG-01" and each.severity == "block"
    ]

    assert fields == ["rules[3].message"]


def test_a_minor_change_does_not_get_round_an_overdue_review() -> None:
    protocol = make_protocol()
    publish_now(protocol)
    late = AT + dt.timedelta(days=1200)
    edit(protocol, disclaimer=f"{protocol.disclaimer} Thank you.")
    request = submit_now(protocol, at=late, change_kind="minor")
    review(
        request=request,
        role=ReviewRole.EDITORIAL,
        decision=Decision.APPROVE,
        by=make_user("articles.review_editorial"),
        at=late,
    )

    with pytest.raises(GatesRefuse) as refused:
        publish(request=request, by=make_publisher(), at=late)

    assert [each.message for each in refused.value.problems] == ["The whole page is overdue for its clinical review."]
