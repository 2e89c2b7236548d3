"""Rules and conditions in the words of the questions."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from articles.content.vocabulary import Urgency, label
from triage.engine.condition import split
from triage.models import Finding, Protocol, QuestionKind, Rule

Labels = Mapping[str, str]


def findings_of(protocol: Protocol) -> list[Finding]:
    """The protocol's own questions and those of the packs that it includes."""
    protocols = [protocol.pk, *protocol.includes.values_list("pk", flat=True)]
    rows = Finding.objects.filter(protocol__in=protocols).prefetch_related("options", "thresholds")
    return list(rows.order_by("protocol", "position", "pk"))


def labels_of(findings: Iterable[Finding]) -> dict[str, str]:
    """``question.code`` to words. Where two protocols ask the same, the first one's words stand."""
    found: dict[str, str] = {}
    for finding in findings:
        for code, words in answers_of(finding):
            found.setdefault(f"{finding.code}.{code}", words)
    return found


def answers_of(finding: Finding) -> Iterable[tuple[str, str]]:
    """What can be present: the findings of one question, each in words of its own."""
    if finding.kind == QuestionKind.YES_NO:
        yield "yes", finding.text.rstrip("?")
    for option in finding.options.all():
        yield option.code, option.label
    for threshold in finding.thresholds.all():
        yield threshold.code, f"{finding.text.rstrip('?')}: {threshold}"
    if finding.allows_unsure:
        yield "unsure", f"not sure: {finding.text.rstrip('?')}"


def way_in_words(way: Iterable[str], labels: Labels) -> str:
    return " and ".join(item_in_words(item, labels) for item in way)


def item_in_words(item: str, labels: Labels) -> str:
    question, codes = split(item)
    return " or ".join(f"“{labels.get(f'{question}.{code}', f'{question}.{code}')}”" for code in codes)


def sentences_of(rule: Rule, labels: Labels) -> list[str]:
    """“Emergency if “Face droop” and “It came on suddenly””, one for each row."""
    return [f"{_level(rule.level)} if {way_in_words(row.all_of, labels)}" for row in rule.conditions.all()]


@lru_cache(maxsize=8)
def _level(level: str) -> str:
    return label(Urgency(level))
