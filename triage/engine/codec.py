"""From JSON to frozen dataclasses and back.

A field says how it is written: `name: str = stored(TEXT)`. What equals its default is left out of the JSON.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, TypeVar

from triage.engine.level import LEVEL_CODES, Level
from triage.engine.problem import Problem, ProtocolError, did_you_mean, refuse

T = TypeVar("T")


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Codec:
    """`check` takes the Python value and raises what `decode` would have raised."""

    decode: Callable[[Any], Any]
    check: Callable[[Any], Any]
    encode: Callable[[Any], Any] = _same


def plain(decode: Callable[[Any], Any]) -> Codec:
    """For what looks the same in JSON and in Python."""
    return Codec(decode, decode)


def stored(codec: Codec, **default: Any) -> Any:
    """A dataclass field that knows its JSON form; `default=` as for `dataclasses.field`."""
    return field(metadata={"codec": codec}, **default)


def _expect(kind: type | tuple[type, ...], words: str) -> Callable[[Any], Any]:
    def decode(value: Any) -> Any:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            said = f"{value!r} is not" if value is not None else "Nothing is filled in. It needs"
            raise refuse("", value, f"{said} {words}.")
        return value

    return decode


def _matching(pattern: str, words: str) -> Callable[[Any], Any]:
    compiled = re.compile(pattern)

    def decode(value: Any) -> Any:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise refuse("", value, f"{value!r} is not {words}.")
        return value

    return decode


def _level(value: Any) -> Level:
    try:
        return Level.from_code(value)
    except (KeyError, TypeError):
        said = f"{value!r} is not a level." if value else "No level is chosen."
        raise refuse("", value, f"{said} The levels are {', '.join(LEVEL_CODES)}.") from None


def _each(decode: Callable[[Any], Any], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise refuse("", value, f"{value!r} is not a list.")
    out: list[Any] = []
    problems: list[Problem] = []
    for index, item in enumerate(value):
        try:
            out.append(decode(item))
        except ProtocolError as error:
            problems += error.under(f"[{index}]").problems
    if problems:
        raise ProtocolError(problems)
    return tuple(out)


def _instance(cls: type) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if not isinstance(value, cls):
            raise refuse("", value, f"{value!r} is not a {cls.__name__}.")
        return value

    return check


def _each_of(check: Callable[[Any], Any], value: Any) -> tuple[Any, ...]:
    return _each(check, list(_instance(tuple)(value)))


def list_of(codec: Codec) -> Codec:
    return Codec(
        lambda value: _each(codec.decode, value),
        lambda value: _each_of(codec.check, value),
        lambda value: [codec.encode(item) for item in value],
    )


def optional(codec: Codec) -> Codec:
    return Codec(
        lambda value: None if value is None else codec.decode(value),
        lambda value: None if value is None else codec.check(value),
        codec.encode,  # None is the default of such a field, and so left out
    )


def record(cls: type[T]) -> Codec:
    return Codec(lambda value: decode_record(cls, value), _instance(cls), encode_record)


TEXT = plain(_expect(str, "text"))
FLAG = plain(_expect(bool, "true or false"))
NUMBER = plain(_expect((int, float), "a number"))
WHOLE = plain(_expect(int, "a whole number"))
OBJECT = plain(_expect(dict, "an object"))
LEVEL = Codec(_level, _instance(Level), lambda level: level.code)
CODE = plain(_matching(r"[a-z0-9][a-z0-9_-]*", "a code (small letters, digits, _ and -)"))
RULE_CODE = plain(_matching(r"[A-Za-z0-9][A-Za-z0-9_-]*", "a rule code (letters, digits, _ and -)"))
TEXTS = list_of(TEXT)
CODES = list_of(CODE)
RULE_CODES = list_of(RULE_CODE)
WAYS = list_of(list_of(TEXT))


def one_of(*choices: str) -> Codec:
    def decode(value: Any) -> Any:
        if value not in choices:
            said = f"{value!r} is not one of" if value else "Nothing is chosen. Choose one of"
            raise refuse("", value, f"{said} {', '.join(choices)}.")
        return value

    return plain(decode)


def decode_record(cls: type[T], data: Any) -> T:
    if not isinstance(data, dict):
        raise refuse("", data, f"{data!r} is not an object.")
    known = {each.name: each for each in fields(cls)}  # type: ignore[arg-type]
    problems = [
        Problem(str(key), str(key), f'"{key}" is not a field here.{did_you_mean(str(key), known)}')
        for key in data
        if key not in known
    ]
    values: dict[str, Any] = {}
    for name, each in known.items():
        if name not in data:
            if each.default is MISSING and each.default_factory is MISSING:
                problems.append(Problem(name, "", f'"{name}" is missing.'))
            continue
        try:
            values[name] = each.metadata["codec"].decode(data[name])
        except ProtocolError as error:
            problems += error.under(name).problems
    if problems:
        raise ProtocolError(problems)
    return cls(**values)


def encode_record(value: Any) -> dict[str, Any]:
    return {
        each.name: each.metadata["codec"].encode(getattr(value, each.name))
        for each in fields(value)
        if getattr(value, each.name) != each.default
    }


def check_fields(value: Any) -> None:
    """Refuse a record whose fields were not given in their proper form; for `__post_init__`."""
    problems: list[Problem] = []
    for each in fields(value):
        try:
            each.metadata["codec"].check(getattr(value, each.name))
        except ProtocolError as error:
            problems += error.under(each.name).problems
    if problems:
        raise ProtocolError(problems)
