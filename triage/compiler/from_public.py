from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from triage.engine import Cause, Protocol, Remedy

_RECORDS = {"causes": Cause, "remedies": Remedy}


def protocol_from_public(body: Mapping[str, Any]) -> Protocol:
    """The protocol that a published document states in full: what readers were given is what is run."""
    form = {each.name: body[each.name] for each in fields(Protocol) if each.name in body}
    for name, record in _RECORDS.items():
        known = {each.name for each in fields(record)}
        form[name] = [{key: value for key, value in row.items() if key in known} for row in form[name]]
    return Protocol.from_json(form)
