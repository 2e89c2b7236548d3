"""Conditions: several ways, each a set of findings that must all be present. There is no "not" and no "else".

A finding is named `question.code`. `back.one_leg|unsure` is met by any one of several findings of one question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from triage.engine.problem import Problem, did_you_mean

Way = tuple[str, ...]
Ways = tuple[Way, ...]


@lru_cache(maxsize=50_000)
def split(item: str) -> tuple[str, tuple[str, ...]]:
    """`back.one_leg|unsure` is the question `back` and the codes `one_leg` and `unsure`."""
    question, _, codes = item.partition(".")
    return question, tuple(codes.split("|"))


def problems_with_shape(ways: Ways) -> Iterator[Problem]:
    for index, way in enumerate(ways):
        if not way:
            yield Problem(f"[{index}]", "", "A way needs at least one finding; as it stands it would always be met.")
        for place, item in enumerate(way):
            codes = split(item)[1]
            if item in way[:place] or len(set(codes)) != len(codes):
                yield Problem(f"[{index}][{place}]", item, f'"{item}" is there twice.')


def problems_with_findings(ways: Ways, known: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """Findings that no question offers; `known` has the finding codes of each question."""
    for index, way in enumerate(ways):
        for place, item in enumerate(way):
            question, codes = split(item)
            path = f"[{index}][{place}]"
            if question not in known:
                hint = did_you_mean(question, known)
                yield Problem(path, item, f'"{item}": there is no question "{question}".{hint}')
                continue
            for code in codes:
                if code not in known[question]:
                    hint = did_you_mean(code, known[question])
                    yield Problem(path, item, f'"{item}": "{code}" is not a finding of "{question}".{hint}')


def questions_in(ways: Ways) -> set[str]:
    return {split(item)[0] for way in ways for item in way}
