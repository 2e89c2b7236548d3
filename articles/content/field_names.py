"""The path to a text, as gates give it, in the words of an editor: ``sections[2].body`` is Section 3, text."""

import re

_INDEX = re.compile(r"^(\w[\w ]*)\[(\d+)\]$")
# Where the name in the code is not what editors see.
_NAMES = {
    "body": "text",
    "aspect": "what it is about",
    "faqs": "question and answer",
    "tests": "test",
    "any": "sentence",
    "alt": "description for people who cannot see it",
    "who_should_not": "who should not do it",
    "no_emergency_reason": "why there is no emergency sign",
    "review_interval_months": "review every (months)",
}


def field_words(path: str) -> str:
    words = ", ".join(_part(each) for each in path.split(".") if each)
    return words[:1].upper() + words[1:]


def _part(part: str) -> str:
    found = _INDEX.match(part)
    if found is None:
        return _name(part)
    return f"{_name(found[1], single=True)} {int(found[2]) + 1}"


def _name(name: str, *, single: bool = False) -> str:
    if name in _NAMES:
        return _NAMES[name]
    words = name.replace("_", " ")
    if single and words.endswith("ies"):
        return f"{words[:-3]}y"
    return words.removesuffix("s") if single else words
