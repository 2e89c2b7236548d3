"""What a new protocol would tell people that the live one does not."""

import json
from collections.abc import Mapping

from articles.models import Published
from articles.publishing.freezing import Frozen, freeze
from articles.publishing.live import documents_named
from articles.publishing.registry import Payload
from triage.compiler import Named, protocol_from_public, protocol_of
from triage.engine import Protocol, ProtocolError, TestCase, compile_protocol
from triage.engine.codec import decode_record
from triage.engine.golden import LevelChange, level_changes

CLINICIANS_FOR_LOWERING = 2


def clinical_reviews(frozen: Frozen, live: Published | None) -> int:
    """Less urgent advice than before, for any test case old or new, has to be agreed by a second clinician."""
    lowered = any(change.is_lowered for change in changes_against_live(frozen, live))
    return CLINICIANS_FOR_LOWERING if lowered else 0


def changes_against_live(frozen: Frozen, live: Published | None) -> tuple[LevelChange, ...]:
    """The test cases of either whose level differs. None while one of them cannot run: a gate says why."""
    if live is None:
        return ()
    try:
        before, after = protocol_from_public(json.loads(bytes(live.body))), working_protocol(frozen.payload)
        return level_changes(compile_protocol(before), compile_protocol(after), _all_cases(after, live))
    except ProtocolError:
        return ()


def working_protocol(payload: Payload) -> Protocol:
    """With its parts as their working rows now stand. Raises ProtocolError."""
    return protocol_of(payload, _working_parts(payload))


def _working_parts(payload: Payload) -> Mapping[str, Named]:
    named = [*payload["includes"], *payload["causes"], *payload["remedies"]]
    named += [rule["red_flag"] for rule in payload["rules"] if rule["red_flag"]]
    documents = documents_named({each["id"] for each in named})
    return {str(frozen.document.uuid): frozen for frozen in freeze(documents.values()).values()}


def _all_cases(after: Protocol, live: Published) -> list[TestCase]:
    own = {case.code: case for case in after.cases}
    old = [decode_record(TestCase, each) for each in json.loads(live.version.payload)["cases"]]
    return [*own.values(), *(case for case in old if own.get(case.code) != case)]
