"""What the checks say of a protocol, each with the row that it is about."""

import re
from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse

from articles.admin.links import change_url
from articles.admin.problem_list import ShownProblem, shown_problems
from articles.content.field_names import field_words
from articles.publishing import Problem
from triage.models import Protocol

ROW = re.compile(r"(questions|rules|cause_links|remedies|cases)\[(\d+)\]\.?(.*)")
ATTRIBUTES = {"questions": "findings", "cause_links": "cause_findings"}


def shown_in(protocol: Protocol, problems: Iterable[Problem]) -> list[ShownProblem]:
    return [_placed(protocol, each) for each in shown_problems(list(problems))]


def _placed(protocol: Protocol, shown: ShownProblem) -> ShownProblem:
    problem = shown.problem
    if problem.check_id == "SAFE-11" and problem.field == "cases":
        address = reverse("admin:triage_protocol_try", args=[protocol.pk])
        return replace(shown, todo=(f"{address}?rule={problem.words}", f"Start one for {problem.words}"))
    found = ROW.fullmatch(problem.field)
    rows = list(getattr(protocol, ATTRIBUTES.get(found[1], found[1])).all()) if found else []
    if found is None or int(found[2]) >= len(rows):
        return shown
    row = rows[int(found[2])]
    name = field_words(found[1]).removesuffix("s")
    where = ", ".join(filter(None, [f"{name} {getattr(row, 'code', row)}", field_words(found[3]).lower()]))
    return replace(shown, where=where, url=change_url(row))
