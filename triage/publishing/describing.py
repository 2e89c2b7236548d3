"""The public protocol as JSON Schema, read off the engine's own types."""

import types
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from articles.publishing.describing import TEXT, Components, Schema, list_of, object_of, ref
from triage.engine import WEIGHTS, Cause, CauseLink, Level, Protocol, Question, Remedy, Threshold
from triage.engine.question import KINDS

from .composing import NOT_PUBLIC

PREFIX = "Triage"
PLAIN: dict[Any, Schema] = {
    str: TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Level: ref("Urgency"),
}
CONDITION: Schema = {
    "type": "array",
    "description": (
        "Ways, any one of which is enough. Each way is a list of findings that must all be present, each written "
        "`question.code`, or `question.code|code` when any one of several codes will do. Empty: no condition."
    ),
    "items": list_of(TEXT),
}
ID: Schema = {"type": "string", "format": "uuid"}
RICH = ref("RichText")
WEIGHT: Schema = {"type": "string", "enum": list(WEIGHTS), "description": "From strongly for to strongly against."}
# What a type alone does not say.
SHAPES: dict[tuple[type, str], Schema] = {
    (Question, "kind"): {
        "type": "string",
        "enum": list(KINDS),
        "description": (
            "What is sent as the answer: `yes` or `no` for `yes_no`, the code of an option for `one_of`, a list of "
            "such codes for `many_of`, a number from `min` to `max` (in steps of `step`, if any) for `number`."
        ),
    },
    (Question, "text_for_carer"): {**TEXT, "description": "What to ask somebody who answers for another, if any."},
    (Question, "allows_unsure"): {"type": "boolean", "description": "`unsure` may be sent instead, by itself."},
    (Question, "allows_none"): {"type": "boolean", "description": "`none` may be sent instead, by itself."},
    (Question, "required"): {"type": "boolean", "description": "Where false, readers may skip it."},
    (Question, "applies"): {**CONDITION, "description": f"When it is asked. {CONDITION['description']}"},
    (Threshold, "op"): {"type": "string", "enum": ["gt", "gte", "lt", "lte"]},
    (CauseLink, "if_present"): WEIGHT,
    (CauseLink, "if_absent"): WEIGHT,
}
EXTRA: dict[type, dict[str, Schema]] = {
    Cause: {
        "id": ID,
        "serious": {"type": "boolean"},
        "what_to_do": RICH,
        "when_to_suspect": RICH,
    },
    Remedy: {"id": ID, "steps": RICH},
}


def describe_protocol(into: Components) -> dict[str, Schema]:
    """The properties of a public protocol; its rows go ``into`` under names of their own."""
    own = _properties(Protocol, into, leave_out=NOT_PUBLIC)
    into |= _OBJECTS
    return {
        **own,
        "included": list_of(ref("TriagePack")),
        "red_flags": list_of(ref("TriageRedFlag")),
        "wordings": {**list_of(ref("TriageWording")), "description": "How each level is put to readers, by country."},
        "articles": list_of(ref("TriageArticle")),
        "codes": list_of(ref("ClinicalCode")),
        "reference_ids": {**list_of(TEXT), "description": "Of the whole document's `references`."},
    }


def _properties(record: type, into: Components, leave_out: Collection[str] = ()) -> dict[str, Schema]:
    hints = get_type_hints(record)
    names = [each.name for each in fields(record) if each.name not in leave_out]
    own = {name: SHAPES.get((record, name)) or _schema(hints[name], into) for name in names}
    return {**own, **EXTRA.get(record, {})}


def _schema(hint: Any, into: Components) -> Schema:
    if hint in PLAIN:
        return PLAIN[hint]
    if is_dataclass(hint) and isinstance(hint, type):
        name = PREFIX + hint.__name__
        if name not in into:
            into[name] = object_of(_properties(hint, into))
        return ref(name)
    origin, inner = get_origin(hint), [each for each in get_args(hint) if each not in (Ellipsis, type(None))]
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(inner[0], into), {"type": "null"}]}
    if origin is tuple:
        return CONDITION if get_origin(inner[0]) is tuple else list_of(_schema(inner[0], into))
    assert issubclass(origin, Mapping), hint
    return {"type": "object"}


_OBJECTS: Components = {
    "TriagePack": object_of(
        {"slug": TEXT, "title": TEXT, "version": {"type": "integer"}}, "A pack whose questions are asked first."
    ),
    "TriageRedFlag": object_of(
        {"id": ID, "slug": TEXT, "name": TEXT, "urgency": ref("Urgency"), "text": RICH, "action": RICH},
        "What a rule rests on.",
    ),
    "TriageLevel": object_of(
        {"level": ref("Urgency"), "label": TEXT, "timeframe": TEXT, "action": RICH}, "A level in words for readers."
    ),
    "TriageWording": object_of(
        {
            "slug": TEXT,
            "country": {**TEXT, "description": "Two letters, for example GB."},
            "emergency_number": TEXT,
            "disclaimer": RICH,
            "safety_net": RICH,
            "levels": list_of(ref("TriageLevel")),
        }
    ),
    "TriageArticle": object_of({"id": ID, "slug": TEXT, "url": {"type": "string", "format": "uri-reference"}}),
}
