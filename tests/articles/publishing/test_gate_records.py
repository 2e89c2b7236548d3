from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from articles.models import AuditEntry, GateOverride, GateResult, GateRun, HumanCheck
from articles.publishing import (
    CannotOverride,
    NotAllowed,
    Severity,
    check_gates,
    latest_run,
    open_problems,
    override_warning,
    overrides_of,
)
from articles.publishing.gate_records import fingerprint
from tests.builders import (
    AT,
    after,
    edit,
    make_article,
    make_author,
    make_cause,
    make_remedy,
    make_user,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db

SURE = "It is always mild."


def warning() -> GateResult:
    cause = make_cause(description=SURE)
    submit_now(cause)
    return GateResult.objects.get(check_id="EVID-07")


def override(result: GateResult, reason: str = "Quoted from the patient leaflet.", by: Any = None) -> GateOverride:
    return override_warning(result=result, reason=reason, by=by or make_user("articles.override_gates"), at=after(1))


def test_what_was_found_is_kept_with_its_version_at_submit_and_at_publish() -> None:
    cause = make_cause(description=SURE)
    publish_now(cause)

    version = cause.versions.get()
    assert [(run.stage, run.at) for run in version.gate_runs.order_by("pk")] == [("submit", AT), ("publish", AT)]
    latest = latest_run(version)
    assert latest is not None
    warnings = latest.results.filter(severity="warn")
    assert [(row.check_id, row.field, row.words) for row in warnings] == [("EVID-07", "description", "always")]
    assert latest.passed > 20


def test_whatever_a_page_uses_is_not_told_that_nothing_uses_it() -> None:
    remedy, cause = make_remedy(), make_cause()
    make_article(causes=[cause])

    def unused() -> set[str]:
        problems = check_gates([remedy, cause], at=AT)
        return {each.document for each in problems if each.field == "used in"}

    assert unused() == {str(remedy.uuid)}
    cause.remedies.add(remedy)
    assert unused() == set()


def test_a_translation_was_compared_once_somebody_found_both_texts_the_same() -> None:
    cause = make_cause(locale="vi")

    def is_told() -> bool:
        return any("compared the two texts" in each.message for each in check_gates([cause], at=AT))

    def compared(passed: bool) -> None:
        values = {"checked_by": "Dr Lan Pham", "checked_on": AT.date(), "recorded_by": make_user(), "recorded_at": AT}
        HumanCheck.objects.create(check_id="ACC-09", document=cause, passed=passed, result="Read both.", **values)

    assert is_told()
    compared(passed=False)
    assert is_told()
    compared(passed=True)
    assert not is_told()


def test_a_refused_submission_leaves_no_results() -> None:
    cause = make_cause()
    cause.references.clear()

    with pytest.raises(Exception, match="1 check must be put right"):
        submit_now(cause)

    assert not GateRun.objects.exists()


def test_a_warning_that_may_stand_is_accepted_in_later_versions_too() -> None:
    result = warning()
    cause = result.run.version.document
    override(result)
    edit(cause.cause, mechanism="New words.", at=after(2))

    problems = check_gates([cause], at=after(3))
    assert [each.check_id for each in problems if each.severity == "warn"] == ["EVID-07"]
    assert [each.check_id for each in open_problems(problems) if each.severity == "warn"] == []

    edit(cause.cause, description="It is never bad.", at=after(4))
    changed = open_problems(check_gates([cause], at=after(5)))
    assert [each.words for each in changed if each.severity == "warn"] == ["never"]


def test_what_blocks_by_now_is_not_accepted_since_it_was_a_warning_once() -> None:
    result = warning()
    override(result)
    found = next(each for each in check_gates([result.run.version.document], at=after(2)) if each.check_id == "EVID-07")

    assert list(overrides_of([found])) == [result.fingerprint]
    assert overrides_of([replace(found, severity=Severity.BLOCK)]) == {}


def test_a_warning_is_the_same_in_a_row_that_has_moved_and_not_in_another_field() -> None:
    cause = make_cause(description=SURE)
    found = next(each for each in check_gates([cause], at=AT) if each.check_id == "EVID-07")

    def in_field(field: str) -> str:
        return fingerprint(replace(found, field=field))

    assert in_field("sections[2].body") == in_field("sections[13].body")
    assert len({in_field(each) for each in ("sections[2].body", "sections[2].heading", "scenarios[2].body")}) == 3


def test_an_override_is_in_the_audit_log_with_its_reason() -> None:
    made = override(warning())

    entry = AuditEntry.objects.get(action="gate_overridden")
    assert (entry.by_id, entry.at) == (made.by_id, made.at)
    assert "Quoted from the patient leaflet." in entry.details


@pytest.mark.parametrize(("first_name", "name"), [("Ann", "Ann Lee"), ("", "ann")])
def test_an_override_keeps_the_name_of_whoever_made_it(first_name: str, name: str) -> None:
    last_name = "Lee" if first_name else ""
    by = make_user("articles.override_gates", username="ann", first_name=first_name, last_name=last_name)

    assert override(warning(), by=by).by_name == name


def test_an_override_needs_the_right_and_a_reason() -> None:
    result = warning()

    with pytest.raises(NotAllowed):
        override(result, by=make_author())
    with pytest.raises(CannotOverride, match="Say why"):
        override(result, reason="  ")
    assert not GateOverride.objects.exists()


@pytest.mark.parametrize(("check_id", "severity"), [("LANG-01", "block"), ("SAFE-09", "warn"), ("ACC-08", "note")])
def test_what_blocks_and_what_is_safety_is_never_overridden(check_id: str, severity: str) -> None:
    run = warning().run
    result = GateResult.objects.create(run=run, check_id=check_id, severity=severity, field="x", message="x")

    with pytest.raises(CannotOverride, match="cannot be overridden"):
        override(result)


def test_results_and_overrides_are_neither_changed_nor_deleted() -> None:
    made = override(warning())

    for row in (made, made.result, made.result.run):
        for verb in (f"UPDATE {row._meta.db_table} SET id = id", f"DELETE FROM {row._meta.db_table}"):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                connection.cursor().execute(verb)
