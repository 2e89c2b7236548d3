"""The API's result in the order in which a reader needs it: what to do first, then why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from healthkb.site.public_api import Json
from healthkb.site.sources import Source, sources_of
from healthkb.site.triage.questions import Question
from healthkb.site.wording import CareLevel, html_of

BANDS = {"more_likely": "More likely", "possible": "Possible", "less_likely": "Less likely"}
MOST_NOT_RULED_OUT = 8


@dataclass(frozen=True, slots=True)
class Reason:
    message: str
    action: str
    because: list[str]


@dataclass(frozen=True, slots=True)
class LikelyCause:
    title: str
    in_favour: list[str]
    against: list[str]


def care_level(advice: Json) -> CareLevel:
    return CareLevel(advice["level"], advice["label"], advice["timeframe"], html_of(advice["action"]))


def result_context(result: Json, protocol: Json, questions: Mapping[str, Question]) -> dict[str, object]:
    is_decided = result["decided"]
    return {
        "result": result,
        "level": care_level(result["advice"] if is_decided else result["advice_if_ended_now"]),
        "is_decided": is_decided,
        "reasons": list(_reasons(result, questions)),
        "not_ruled_out": _not_ruled_out(result, protocol),
        "causes": _causes(result["causes"], questions),
        "sources": _sources(result),
    }


def _reasons(result: Json, questions: Mapping[str, Question]) -> Iterator[Reason]:
    """What a calmer rule asks for is left out, as it would read like leave to wait."""
    for rule in result["fired_rules"]:
        action = rule["action"] if rule["level"] == result["level"] else ""
        yield Reason(rule["message"], action, _told(rule["because"], questions))
    if result["default"]:
        yield Reason(result["default"]["message"], result["default"]["action"], [])


def _told(because: Iterable[Json], questions: Mapping[str, Question]) -> list[str]:
    return [questions[each["question"]].told(each["answer"]) for each in because if each["question"] in questions]


def _not_ruled_out(result: Json, protocol: Json) -> list[str]:
    messages = {rule["code"]: rule["message"] for rule in protocol["rules"]}
    found = dict.fromkeys(messages[each["rule"]] for each in result["not_ruled_out"] if each["rule"] in messages)
    return list(found)[:MOST_NOT_RULED_OUT]


def _causes(causes: Iterable[Json], questions: Mapping[str, Question]) -> list[tuple[str, list[LikelyCause]]]:
    grouped: dict[str, list[LikelyCause]] = {band: [] for band in BANDS}
    for each in causes:
        told = [
            [words for evidence in each[side] for words in _told(evidence["because"], questions)]
            for side in ("for", "against")
        ]
        grouped[each["band"]].append(LikelyCause(each["title"], *told))
    return [(BANDS[band], listed) for band, listed in grouped.items() if listed]


def _sources(result: Json) -> list[Source]:
    rests_on = [*result["fired_rules"], *filter(None, [result["default"]])]
    return sources_of(
        {"references": list({each["id"]: each for rule in rests_on for each in rule["sources"]}.values())}
    )
