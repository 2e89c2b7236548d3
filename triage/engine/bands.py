"""Causes that the answers speak for or against, in bands; and remedies. Neither bears on the level."""

from __future__ import annotations

from operator import itemgetter

from triage.engine.cause import WEIGHTS
from triage.engine.compile import LinkBits
from triage.engine.question import UNSURE
from triage.engine.reasons import because
from triage.engine.result import LESS_LIKELY, MORE_LIKELY, POSSIBLE, Because, CauseInBand, Evidence, Withheld
from triage.engine.state import State


def causes_in_bands(state: State) -> tuple[CauseInBand, ...]:
    """Causes about which the answers say something, most likely first.

    The weights of all that is present and all that is known to be absent are added up: 2 or more is more likely,
    0 or 1 possible, less than 0 less likely. The sum itself is never given: it is no probability.
    """
    evidence: dict[str, list[Evidence]] = {}
    met = state.met
    for link in state.compiled.links:
        if (met & link.mask or link.speaks_if_absent) and (found := _evidence(state, link)) is not None:
            evidence.setdefault(link.link.cause, []).append(found)
    listed = [cause.slug for cause in state.compiled.protocol.causes if cause.slug in evidence]
    scored = [(sum([WEIGHTS[each.weight] for each in evidence[slug]]), slug) for slug in listed]
    scored.sort(key=itemgetter(0), reverse=True)
    return tuple([_in_band(slug, score, evidence[slug]) for score, slug in scored])


def remedies(state: State, causes: tuple[CauseInBand, ...]) -> tuple[tuple[str, ...], tuple[Withheld, ...]]:
    """What may be offered, and what is withheld because its exclusion is met or not ruled out."""
    if state.lowest > state.compiled.protocol.remedies_up_to:
        return (), ()
    likely = {each.cause for each in causes if each.band != LESS_LIKELY}
    offered, withheld = [], []
    for each in state.compiled.remedies:
        remedy = each.remedy
        if remedy.causes and likely.isdisjoint(remedy.causes):
            continue
        if state.alive & each.excluded:
            withheld.append(Withheld(remedy.slug, remedy.exclude_text))
        else:
            offered.append(remedy.slug)
    return tuple(offered), tuple(withheld)


def _evidence(state: State, bits: LinkBits) -> Evidence | None:
    link = bits.link
    met = state.met & bits.mask
    if met:
        return Evidence(because(state, met), link.if_present, link.note) if link.if_present != "0" else None
    if link.if_absent == "0" or not _is_known_absent(state, bits):
        return None
    reasons = tuple([Because(code, state.answers[code]) for code in bits.questions])
    return Evidence(reasons, link.if_absent, link.note)


def _is_known_absent(state: State, bits: LinkBits) -> bool:
    """Every question of the link applies and has an answer other than "not sure"."""
    for code in bits.questions:
        if state.answers.get(code, UNSURE) == UNSURE or not state.applies(state.compiled.by_code[code]):
            return False
    return True


def _in_band(cause: str, score: int, evidence: list[Evidence]) -> CauseInBand:
    band = MORE_LIKELY if score >= 2 else POSSIBLE if score >= 0 else LESS_LIKELY
    return CauseInBand(
        cause,
        band,
        tuple([each for each in evidence if WEIGHTS[each.weight] > 0]),
        tuple([each for each in evidence if WEIGHTS[each.weight] < 0]),
    )
