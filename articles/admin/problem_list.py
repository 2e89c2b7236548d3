"""What the checks say, as a page shows it: in words, with who let a warning stand, and the way to do so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from articles.content.field_names import field_words
from articles.models import GateOverride, GateResult, GateRun, Version
from articles.publishing import Problem, can_be_overridden, fingerprint, overrides_of


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """``override_url`` is where a warning can be let stand; empty if that cannot be done, or not by this person.

    ``url`` is where it can be mended, where that is a page of its own; ``todo`` one that helps to, with its words.
    """

    problem: Problem
    where: str
    accepted: GateOverride | None
    override_url: str
    url: str = ""
    todo: tuple[str, str] | None = None

    @property
    def css(self) -> str:
        return "accepted" if self.accepted else str(self.problem.severity.value)


def shown_problems(
    problems: Sequence[Problem], *, versions: Iterable[Version] = (), may_override: bool = False
) -> list[ShownProblem]:
    """Those that stand first, then the accepted ones. ``versions``: where the results of the checks were kept."""
    accepted = overrides_of(problems)
    kept = _kept_results(versions) if may_override else {}
    found = [_shown(each, accepted.get(fingerprint(each)), kept.get(fingerprint(each))) for each in problems]
    return sorted(found, key=lambda each: each.accepted is not None)


def _shown(problem: Problem, accepted: GateOverride | None, result: int | None) -> ShownProblem:
    possible = result is not None and accepted is None and can_be_overridden(problem.check_id, problem.severity)
    url = reverse("admin:articles_gateresult_override", args=[result]) if possible else ""
    return ShownProblem(problem, field_words(problem.field), accepted, url)


def _kept_results(versions: Iterable[Version]) -> dict[str, int]:
    """The stored finding of the last run of each version, by fingerprint."""
    runs = GateRun.objects.filter(version__in=[each.pk for each in versions]).order_by("at", "pk")
    last = {version: run for run, version in runs.values_list("pk", "version")}
    return dict(GateResult.objects.filter(run__in=last.values()).values_list("fingerprint", "pk"))
