"""EVID checks: what is claimed rests on sources, and on no more than they say."""

import re
from collections.abc import Iterable

from articles.content.copying import MOST_ALIKE, likeness, shared_runs
from articles.content.vocabulary import EvidenceStatus, Grade

from ..dates import add_months
from ..problems import Severity
from .registry import Finding, Gate, Subject, register_gate
from .sources import all_sources, source_lists, sources_of
from .subject import SourceMarks

CLAIMS = ("cause", "remedy", "red_flag", "test", "faq")
LOOK_AGAIN_MONTHS = 12
TOO_OLD_MONTHS = 36
WEAK_ALONE = {Grade.NEWS, Grade.COMPANY}
SHARE = re.compile(r"\b\d[\d.,]*\s?(?:%|per cent\b)|\b\d+ (?:in|out of) (?:every )?\d[\d,]*\b", re.IGNORECASE)


def has_source(subject: Subject) -> Iterable[Finding]:
    if subject.kind in CLAIMS and not subject.payload["references"]:
        yield "references", subject.title, "Nothing supports what this says.", "Add at least one reference."
    for index, scenario in enumerate(subject.payload.get("scenarios") or []):
        if not scenario["references"]:
            field = f"scenarios[{index}].references"
            yield field, scenario["title"], "Nothing supports what helped here.", "Add at least one reference."


def source_complete(subject: Subject) -> Iterable[Finding]:
    checked = subject.background.last_checked
    for field, source in all_sources(subject):
        needed = {
            "a publisher": source.get("publisher"),
            "a title": source.get("title"),
            "a grade": source.get("grade"),
            "a web address or DOI": source.get("url") or source.get("doi") or _is_judgement(source),
            "an address that still works": source["slug"] not in subject.background.broken,
            "its date, or: not stated": source.get("published"),
            "the day somebody last read it": source["slug"] not in checked or checked[source["slug"]],
        }
        for label in (label for label, value in needed.items() if not value):
            yield (
                field,
                source.get("title") or source["slug"],
                f"This reference has no {_bare(label)}.",
                f"Add {label}.",
            )


def source_checked_lately(subject: Subject) -> Iterable[Finding]:
    return _read_before(subject, LOOK_AGAIN_MONTHS, TOO_OLD_MONTHS)


def source_not_too_old(subject: Subject) -> Iterable[Finding]:
    return _read_before(subject, TOO_OLD_MONTHS, None)


def _read_before(subject: Subject, months: int, but_not: int | None) -> Iterable[Finding]:
    on = subject.background.on
    if on is None:
        return
    for field, source in all_sources(subject):
        day = subject.background.last_checked.get(source["slug"])
        if day is None or add_months(day, months) >= on:
            continue
        if but_not is None or add_months(day, but_not) >= on:
            yield (
                field,
                source["title"],
                f"This reference was last read on {day:%-d %B %Y}, over {months} months ago.",
                "Read it again, check that it still says the same, and set the day on the reference.",
            )


def source_strong_enough(subject: Subject) -> Iterable[Finding]:
    for field, sources in source_lists(subject):
        if sources and {source["grade"] for source in sources} <= WEAK_ALONE:
            titles = ", ".join(source["title"] for source in sources)
            yield (
                field,
                titles,
                "News or a company alone does not support a health claim.",
                "Add a guideline, a review, a health service page or a study.",
            )


def evidence_publishable(subject: Subject) -> Iterable[Finding]:
    status = subject.payload["evidence_status"]
    if status not in (EvidenceStatus.SUPPORTED, EvidenceStatus.WEAK):
        yield (
            "evidence_status",
            str(status),
            "A remedy whose evidence is outdated or unsafe cannot be published.",
            "Rewrite it from current sources, or withdraw it.",
        )


def weak_is_hedged(subject: Subject) -> Iterable[Finding]:
    hedges = subject.words("hedges")
    if subject.payload["evidence_status"] != EvidenceStatus.WEAK or not hedges:
        return
    text = subject.payload["benefits"] or subject.payload["steps"]
    if not hedges.is_in(text):
        yield (
            "benefits",
            text,
            "The evidence is weak, and the text sounds sure.",
            "Say may, might or some people, or that it is not proven.",
        )


def no_certainty(subject: Subject) -> Iterable[Finding]:
    for field, sentence in subject.sentences:
        if subject.kind == "red_flag" and field == "action":
            continue
        for match in subject.words("certainty").find(sentence):
            yield field, match.words, f"“{match.words}” promises more than anyone can know: {sentence}", match.advice


def numbers_have_a_base(subject: Subject) -> Iterable[Finding]:
    people, time = subject.words("population"), subject.words("time")
    if not people or not time:
        return
    for field, text in subject.texts:
        for line in text.splitlines():
            for found in SHARE.finditer(line):
                missing = [
                    *(["which people it is about"] if not people.is_in(line) else []),
                    *(["over what time"] if not time.is_in(line) else []),
                    *(["which source it comes from"] if not sources_of(subject, field) else []),
                ]
                if missing:
                    what = " and ".join(missing)
                    yield (
                        field,
                        found[0],
                        f"Of this number, it does not say {what}: {line}",
                        "Add it: 3 in 100 adults each year.",
                    )


def no_copied_text(subject: Subject) -> Iterable[Finding]:
    cited = {source["slug"] for _, source in all_sources(subject)}
    texts = [source for source in subject.background.source_marks if not source.reference or source.reference in cited]
    for field, text in subject.texts:
        for source in texts:
            yield from _copied(field, text, source)


def _copied(field: str, text: str, source: SourceMarks) -> Iterable[Finding]:
    for words in shared_runs(text, source.runs):
        yield field, words, f"These words are also in “{source.name}”.", "Say it in words of your own."
    share = likeness(text, source.short_runs)
    if share >= MOST_ALIKE and len(text.split()) >= 30:
        yield (
            field,
            text,
            f"About {round(share * 100)}% of its word groups are also in “{source.name}”.",
            "Write it again from the facts, with the source closed.",
        )


def _is_judgement(source: dict[str, str]) -> bool:
    """The judgement of our own clinicians has no address."""
    return source.get("grade") == Grade.CLINICAL_JUDGEMENT


def _bare(label: str) -> str:
    return label.removeprefix("a ").removeprefix("an ").removeprefix("the ").removeprefix("its ").split(",")[0]


def register_evidence_gates() -> None:
    block, warn = Severity.BLOCK, Severity.WARN
    claims, remedy = frozenset({*CLAIMS, "article"}), frozenset({"remedy"})
    everything: frozenset[str] = frozenset()
    for gate in (
        Gate("EVID-01", "A claim has a reference", block, claims, has_source),
        Gate("EVID-02", "References are complete", block, everything, source_complete),
        Gate("EVID-03", "References were read lately", warn, everything, source_checked_lately),
        Gate("EVID-03", "References are not too old", block, everything, source_not_too_old),
        Gate("EVID-04", "References are strong enough", warn, everything, source_strong_enough),
        Gate("EVID-05", "Evidence can be published", block, remedy, evidence_publishable),
        Gate("EVID-06", "A weak claim shows doubt", warn, remedy, weak_is_hedged),
        Gate("EVID-07", "No words that promise too much", warn, everything, no_certainty),
        Gate("EVID-08", "Numbers say of whom and when", warn, everything, numbers_have_a_base),
        Gate("EVID-09", "No copied text", block, everything, no_copied_text),
    ):
        register_gate(gate)
