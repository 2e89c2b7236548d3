"""What the gates said of each version, kept for ever, and the warnings that a person has accepted."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction

from articles.content.canonical import canonical_json, sha256_hex
from articles.content.vocabulary import AuditAction, GateStage
from articles.models import GateOverride, GateResult, GateRun, Version
from articles.models.people import Person

from . import permissions
from .auditing import audit
from .errors import Refused
from .gates import gates_for
from .problems import Problem, Severity


class CannotOverride(Refused):
    pass


def keep_results(
    versions: Iterable[Version], problems: Iterable[Problem], stage: GateStage, *, at: dt.datetime
) -> None:
    """One run for each version, with its findings."""
    by_document: dict[str, list[Problem]] = {}
    for problem in problems:
        by_document.setdefault(problem.document, []).append(problem)
    runs = GateRun.objects.bulk_create(
        _run(each, by_document.get(str(each.document.uuid), []), stage, at) for each in versions
    )
    GateResult.objects.bulk_create(
        _result(run, problem) for run in runs for problem in by_document.get(str(run.version.document.uuid), [])
    )


def override_warning(*, result: GateResult, reason: str, by: Person, at: dt.datetime) -> GateOverride:
    """Let a warning stand, for these words in this field, in later versions too.

    Raises NotAllowed or CannotOverride: what blocks, and any SAFE check, has to be put right.
    """
    permissions.require(by, permissions.OVERRIDE_GATES)
    if not can_be_overridden(result.check_id, result.severity):
        raise CannotOverride("This check cannot be overridden. Put right what it found.")
    if not reason.strip():
        raise CannotOverride("Say why the warning can stand. The reason is kept.")
    with transaction.atomic():
        override = GateOverride.objects.create(
            result=result,
            fingerprint=result.fingerprint,
            reason=reason.strip(),
            by=by,
            by_name=by.get_full_name() or by.get_username(),
            at=at,
        )
        details = {"check": result.check_id, "field": result.field, "words": result.words, "reason": override.reason}
        document = result.run.version.document
        audit(action=AuditAction.GATE_OVERRIDDEN, by=by, at=at, subject=document, details=details)
        return override


def can_be_overridden(check_id: str, severity: str) -> bool:
    return severity == Severity.WARN and not check_id.startswith("SAFE")


def overrides_of(problems: Iterable[Problem]) -> Mapping[str, GateOverride]:
    """The latest override of each problem that has one, by the problem's fingerprint."""
    wanted = {fingerprint(problem) for problem in problems if problem.severity is Severity.WARN}
    found = GateOverride.objects.filter(fingerprint__in=wanted).order_by("at", "pk")
    return {override.fingerprint: override for override in found}


def open_problems(problems: Sequence[Problem]) -> list[Problem]:
    """Without the warnings that somebody has accepted."""
    accepted = overrides_of(problems)
    return [each for each in problems if each.severity is not Severity.WARN or fingerprint(each) not in accepted]


def latest_run(version: Version) -> GateRun | None:
    return version.gate_runs.order_by("-at", "-pk").first()


def fingerprint(problem: Problem) -> str:
    """Equal for the same words at fault in the same field of the same document."""
    return sha256_hex(canonical_json([problem.document, problem.check_id, _without_places(problem), problem.words]))


def _without_places(problem: Problem) -> str:
    """Rows move: ``sections[2].body`` and ``sections[3].body`` are one place."""
    return "".join(character for character in problem.field if not character.isdigit())


def _run(version: Version, problems: Collection[Problem], stage: GateStage, at: dt.datetime) -> GateRun:
    failed = {problem.check_id for problem in problems}
    passed = len(gates_for(version.document.kind) - failed)
    return GateRun(version=version, stage=stage, at=at, passed=passed)


def _result(run: GateRun, problem: Problem) -> GateResult:
    return GateResult(
        run=run,
        check_id=problem.check_id,
        severity=problem.severity,
        field=problem.field[:120],
        words=problem.words,
        message=problem.message,
        fix=problem.fix,
        fingerprint=fingerprint(problem),
    )
