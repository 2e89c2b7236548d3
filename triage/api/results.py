"""A result of the engine as the API gives it."""

from collections.abc import Iterable, Mapping
from typing import Any

from triage.engine import Answers, Result, assess, explain
from triage.engine.result import Because, CauseInBand, Change, Evidence, FiredRule, NextQuestion, OpenRule
from triage.publishing.live import LiveProtocol

from .words import Wording, advice, notice

Json = Any


def result_for(protocol: LiveProtocol, answers: Answers, wording: Wording) -> dict[str, Json]:
    result = assess(protocol.compiled, answers, version=str(protocol.version), content_hash=protocol.content_hash)
    return {
        **_document(protocol),
        **_levels(result, wording),
        **_reasons(protocol, result),
        **_what_may_help(protocol, result),
        **_closing(protocol, result, wording),
    }


def _document(protocol: LiveProtocol) -> dict[str, Json]:
    return {
        "covered": True,
        "protocol": protocol.slug,
        "title": protocol.body["title"],
        "lang": protocol.locale,
        "version": protocol.version,
        "content_hash": protocol.content_hash,
        "demonstration": protocol.is_demonstration,
        "notice": notice(protocol),
    }


def _levels(result: Result, wording: Wording) -> dict[str, Json]:
    return {
        "level": result.level.code if result.level else None,
        "lowest_possible": result.lowest_possible.code,
        "worst_possible": result.worst_possible.code,
        "if_ended_now": result.if_ended_now.code,
        "decided": result.decided,
        "status": result.status,
        "advice": advice(wording, result.level) if result.level else None,
        "advice_if_ended_now": advice(wording, result.if_ended_now),
    }


def _reasons(protocol: LiveProtocol, result: Result) -> dict[str, Json]:
    references = protocol.references
    return {
        "fired_rules": [_fired(rule, references) for rule in result.fired],
        "default": _default(protocol, references) if result.decided and not result.fired else None,
        "not_ruled_out": [_open(rule) for rule in result.not_ruled_out],
        "what_would_change": [_change(change) for change in result.what_would_change],
        "next_question": _next(protocol, result.next_question),
        "progress": result.progress._asdict(),
        "not_applicable": list(result.not_applicable),
        "explanation": list(explain(protocol.compiled, result)),
    }


def _fired(rule: FiredRule, references: Mapping[str, Json]) -> dict[str, Json]:
    return {
        "rule": rule.rule,
        "level": rule.level.code,
        "message": rule.message,
        "action": rule.action,
        "rationale": rule.rationale,
        "red_flag": rule.red_flag or None,
        "sources": [references[each] for each in rule.sources],
        "because": _because(rule.because),
        "unsure": rule.unsure,
    }


def _default(protocol: LiveProtocol, references: Mapping[str, Json]) -> dict[str, Json]:
    default = protocol.body["default"]
    sources = [references[each] for each in default["sources"]]
    return {"message": default["message"], "action": default["action"], "sources": sources}


def _open(rule: OpenRule) -> dict[str, Json]:
    return {"rule": rule.rule, "level": rule.level.code}


def _change(change: Change) -> dict[str, Json]:
    return {"question": change.question, "findings": [list(row) for row in change.findings], **_open(change.to)}


def _next(protocol: LiveProtocol, found: NextQuestion | None) -> dict[str, Json] | None:
    if found is None:
        return None
    return {
        "question": found.question,
        "text": protocol.compiled.by_code[found.question].question.text,
        "why": found.why,
        "level": found.level.code,
        "rules": list(found.rules),
        "missing": found.missing,
    }


def _because(reasons: Iterable[Because]) -> list[Json]:
    return [
        {"question": each.question, "answer": list(each.answer) if isinstance(each.answer, tuple) else each.answer}
        for each in reasons
    ]


def _what_may_help(protocol: LiveProtocol, result: Result) -> dict[str, Json]:
    remedies = protocol.remedies
    return {
        "causes": [_cause(each, protocol) for each in result.causes],
        "remedies": [_remedy(remedies[slug]) for slug in result.remedies],
        "withheld_remedies": [
            {"slug": slug, "title": remedies[slug]["title"], "text": text} for slug, text in result.withheld
        ],
    }


def _cause(found: CauseInBand, protocol: LiveProtocol) -> dict[str, Json]:
    known = protocol.causes[found.cause]
    return {
        "cause": found.cause,
        "title": known["title"],
        "serious": known["serious"],
        "band": found.band,
        "for": [_evidence(each) for each in found.in_favour],
        "against": [_evidence(each) for each in found.against],
    }


def _evidence(evidence: Evidence) -> dict[str, Json]:
    return {"because": _because(evidence.because), "weight": evidence.weight, "note": evidence.note}


def _remedy(remedy: Mapping[str, Json]) -> dict[str, Json]:
    return {name: remedy[name] for name in ("slug", "title", "steps")}


def _closing(protocol: LiveProtocol, result: Result, wording: Wording) -> dict[str, Json]:
    return {
        "safety_net": protocol.body["safety_net"],
        "recheck_after_days": protocol.body["recheck_after_days"],
        "disclaimer": result.disclaimer,
        "country": wording["country"],
        "emergency_number": wording["emergency_number"],
    }
