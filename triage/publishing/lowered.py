"""What a new protocol would tell people that the live one does not."""

import json
from collections.abc import Iterable, Mapping, Sequence

from articles.content.vocabulary import Urgency, label
from articles.models import Published
from articles.publishing.freezing import Frozen, freeze
from articles.publishing.live import documents_named
from articles.publishing.registry import Consequence, Payload
from triage.compiler import Named, protocol_from_public, protocol_of
from triage.engine import Level, Protocol, ProtocolError, TestCase, compile_protocol, golden_paths
from triage.engine.codec import decode_record
from triage.engine.golden import LevelChange, level_changes

CLINICIANS_FOR_LOWERING = 2
LEVEL_NAMES = {level: label(Urgency(level.code)) for level in Level}


def clinical_reviews(frozen: Frozen, live: Published | None) -> int:
    """Less urgent advice than before, for any test case or golden path, has to be agreed by a second clinician."""
    lowered = any(change.is_lowered for change in changes_against_live(frozen, live))
    return CLINICIANS_FOR_LOWERING if lowered else 0


def changes_against_live(frozen: Frozen, live: Published | None) -> tuple[LevelChange, ...]:
    """The test cases and golden paths of either whose level differs. None while one of them cannot run: a gate says
    why."""
    if live is None:
        return ()
    try:
        before, after = protocol_from_public(json.loads(bytes(live.body))), working_protocol(frozen.payload)
        return changes_between(before, after, _cases_of(json.loads(live.version.payload)))
    except ProtocolError:
        return ()


def consequences(before: Payload, after: Payload) -> tuple[Consequence, ...]:
    """Between any two versions, with the packs as they now stand."""
    try:
        old, new = working_protocol(before), working_protocol(after)
        return in_words(changes_between(old, new, _cases_of(before)))
    except ProtocolError:
        return ()


def working_protocol(payload: Payload) -> Protocol:
    """With its parts as their working rows now stand. Raises ProtocolError."""
    return protocol_of(payload, _working_parts(payload))


def changes_between(
    before: Protocol, after: Protocol, old_cases: Sequence[TestCase] | None = None
) -> tuple[LevelChange, ...]:
    """``old_cases`` are the test cases of the first, where it does not have its own with it."""
    old_cases = before.cases if old_cases is None else old_cases
    old, new = compile_protocol(before), compile_protocol(after)
    own = {case.code: case for case in after.cases}
    cases = [*own.values(), *(case for case in old_cases if own.get(case.code) != case)]
    paths = {repr(case.answers): case for case in (*golden_paths(new), *golden_paths(old))}
    return level_changes(old, new, [*cases, *paths.values()])


def in_words(changes: Iterable[LevelChange]) -> tuple[Consequence, ...]:
    return tuple(_consequence(change) for change in changes)


def _consequence(change: LevelChange) -> Consequence:
    before, after = (LEVEL_NAMES[level] if level else "cannot be answered" for level in (change.before, change.after))
    return Consequence(change.case.code, change.case.title, before, after, change.is_lowered)


def _working_parts(payload: Payload) -> Mapping[str, Named]:
    named = [*payload["includes"], *payload["causes"], *payload["remedies"]]
    named += [rule["red_flag"] for rule in payload["rules"] if rule["red_flag"]]
    documents = documents_named({each["id"] for each in named})
    return {str(frozen.document.uuid): frozen for frozen in freeze(documents.values()).values()}


def _cases_of(payload: Payload) -> list[TestCase]:
    return [decode_record(TestCase, each) for each in payload["cases"]]
