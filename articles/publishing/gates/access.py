"""ACC checks: everyone can find, see and use what is there."""

import re
from collections.abc import Iterable

from articles.content.markdown import DOCUMENT_LINK, headings, links
from articles.content.readability import words
from articles.content.vocabulary import HealthAspect, RemedyKind, Urgency
from articles.content.vocabulary import label as words_of

from ..problems import Severity
from .registry import Finding, Gate, Subject, only_other_pages, only_symptom_pages, register_gate

ALT_WORDS = range(5, 31)
STARTS_AS_IMAGE = re.compile(r"^(an? )?(image|picture|photo|photograph|graphic|icon) (of|showing)\b", re.IGNORECASE)
FILE_NAME = re.compile(r"\.(png|jpe?g|gif|webp|svg)\b|\b(img|dsc|image|photo)[_-]?\d+\b", re.IGNORECASE)
BARE_ADDRESS = re.compile(r"^(https?://|www\.)\S+$", re.IGNORECASE)
WITHOUT_TREATMENT = re.compile(
    r"\b(with no \w+|without (any )?\w+|no treatment|if you (wait|do nothing|do not)|untreated|left alone)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"\b\d[\d.,]*(?:\s?%|\s(?:to|out of|in)\s\d[\d.,]*)?(?:\s(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|"
    r"people|cups?))?"
)
SECTION_LEVEL = 2
_NOT_COLOUR = re.compile(r"\b(red|amber|orange|yellow|green|blue|grey|black|white|level|code|card)\b", re.IGNORECASE)


def alt_text(subject: Subject) -> Iterable[Finding]:
    for index, image in enumerate(subject.payload["images"]):
        alt = image["alt"].strip()
        if image["decorative"] and not alt:
            continue
        for message, fix in _alt_problems(alt, image["file"], subject):
            yield f"images[{index}].alt", alt or image["slug"], message, fix


def _alt_problems(alt: str, file: str, subject: Subject) -> Iterable[tuple[str, str]]:
    count = len(words(alt))
    if not alt:
        yield "Readers who cannot see this picture get nothing.", "Say what it shows, or mark it as decorative."
    elif FILE_NAME.search(alt) or alt.casefold() == file.split("/")[-1].casefold():
        yield "The name of a file is not a description.", "Say what the picture shows."
    elif STARTS_AS_IMAGE.search(alt):
        yield "Screen readers say already that it is an image.", "Begin with what it shows."
    elif count not in ALT_WORDS:
        fix = f"Use {ALT_WORDS.start} to {ALT_WORDS.stop - 1} words."
        yield f"The description has {count} word{'' if count == 1 else 's'}.", fix
    if subject.words("hype").is_in(alt):
        yield "This sounds like advertising.", "Say only what the picture shows."


def headings_in_order(subject: Subject) -> Iterable[Finding]:
    seen = {subject.title.casefold()}
    for index, section in enumerate(subject.payload["sections"]):
        here, level = f"sections[{index}]", SECTION_LEVEL
        found = [(f"{here}.heading", SECTION_LEVEL, section["heading"])]
        found += [(f"{here}.body", each, text) for each, text in headings(section["body"])]
        for field, own, text in found:
            if own == 1:
                yield (
                    field,
                    text,
                    "A page has one top heading, and that is its title.",
                    "Begin it with ### instead of #.",
                )
            elif own > level + 1:
                fix = f"Begin it with {'#' * (level + 1)}."
                yield field, text, "This heading skips a level, so the outline has a gap.", fix
            if text.casefold() in seen:
                yield field, text, "Two headings on this page are the same.", "Say what is different about this part."
            seen.add(text.casefold())
            level = max(own, SECTION_LEVEL)


def link_text(subject: Subject) -> Iterable[Finding]:
    for field, markdown in subject.markdown:
        for text, address in links(markdown) if "](" in markdown or "<" in markdown else ():
            weak = subject.words("link_words").find(text)
            if not text.strip() or BARE_ADDRESS.search(text) or any(each.words == text.strip() for each in weak):
                yield field, text or address, "This does not say where the link goes.", "Name the page it goes to."
            if named := DOCUMENT_LINK.fullmatch(address):
                page = (named[1].lower(), named[2].lower(), str(subject.payload.get("locale", "en")))
                if page not in subject.background.linked:
                    fix = "Publish that page first, or take the link out."
                    yield field, text or address, "This link leads to a page that readers do not have.", fix
            elif not re.match(r"(https?://[^/\s]+\.|mailto:|tel:)", address):
                fix = "Use the whole address, beginning with https://."
                yield field, address or text, "This link goes nowhere.", fix


def urgency_in_words(subject: Subject) -> Iterable[Finding]:
    """No colour goes to readers with an urgency, so its words have to say all of it."""
    levels = {level["urgency"]: level for level in subject.payload["levels"]}
    for urgency in Urgency:
        if urgency not in levels:
            name = words_of(urgency)
            yield "levels", name, f"There are no words for {name.lower()}.", "Add its label and what to do."
    for index, level in enumerate(subject.payload["levels"]):
        for field in ("label", "timeframe"):
            if not _NOT_COLOUR.sub("", level[field]).strip(" .,:-"):
                yield (
                    f"levels[{index}].{field}",
                    level[field],
                    "Readers who cannot see colours, or hear the page read aloud, are not told how soon to get help.",
                    "Say it in words, for example: Call 999 now.",
                )


def needed_parts(subject: Subject) -> Iterable[Finding]:
    payload = subject.payload
    aspects = {section["aspect"] for section in payload["sections"] if section["body"].strip()}
    kinds = {remedy.payload["remedy_kind"] for remedy in subject.used("remedies")}
    needed = {
        "a summary": payload["summary"].strip(),
        "causes": payload["causes"] or HealthAspect.CAUSES in aspects,
        "self-care": RemedyKind.SELF_CARE in kinds or HealthAspect.SELF_CARE in aspects,
        "when to get help": HealthAspect.SEE_DOCTOR in aspects or payload["red_flags"],
        "tests": payload["tests"] or HealthAspect.TESTS in aspects,
        "treatment": RemedyKind.TREATMENT in kinds or HealthAspect.TREATMENTS in aspects,
        "questions and answers": payload["faqs"],
        "references": payload["references"],
    }
    for label in (label for label, found in needed.items() if not found):
        yield "sections", label, f"This page has no part on: {label}.", "Readers look for it. Add it."
    if not payload["topics"]:
        yield "topics", "", "This page has no topic, so readers cannot find it by one.", "Choose its topics."


def balanced_remedy(subject: Subject) -> Iterable[Finding]:
    payload = subject.payload
    if payload["remedy_kind"] != RemedyKind.TREATMENT:
        return
    for field, label in {"benefits": "what good it can do", "risks": "what can go wrong"}.items():
        if not payload[field].strip():
            yield field, subject.title, f"It does not say {label}.", f"Say {label}, and for how many if that is known."
    if subject.is_english and not any(WITHOUT_TREATMENT.search(text) for _, text in subject.texts):
        yield "benefits", subject.title, "It does not say what happens without it.", "Add: With no treatment, …"


def balanced_choices(subject: Subject) -> Iterable[Finding]:
    remedies = subject.used("remedies")
    treatments = [each for each in remedies if each.payload["remedy_kind"] == RemedyKind.TREATMENT]
    if treatments and len(remedies) < 2:
        yield "remedies", treatments[0].title, "Readers are shown one treatment only.", "Add the other choices."


def balance(subject: Subject) -> Iterable[Finding]:
    return balanced_remedy(subject) if subject.kind == "remedy" else balanced_choices(subject)


def answers_match(subject: Subject) -> Iterable[Finding]:
    """A number in an answer, a phone number for help included, is one that the page has too."""
    body = " ".join(text for field, text in subject.everything if not field.startswith("faqs["))
    known = {found[0].casefold() for found in NUMBER.finditer(body)}
    for index, faq in enumerate(subject.used("faqs")):
        for found in NUMBER.finditer(faq.payload["answer"]):
            if found[0].casefold() not in known:
                yield (
                    f"faqs[{index}].answer",
                    found[0],
                    f"The answer to “{faq.title}” has a number that is nowhere else on this page.",
                    "Check it against the page, and use the same number in both.",
                )


def linked(subject: Subject) -> Iterable[Finding]:
    if subject.kind == "article":
        if not subject.payload["red_flags"]:
            yield "red_flags", "", "This page has no red flags.", "Add the signs that need help."
    elif not subject.facts.is_used:
        yield (
            "used in",
            subject.title,
            "Nothing uses this, so readers only find it by itself.",
            "Place it in an article.",
        )


def translation(subject: Subject) -> Iterable[Finding]:
    if subject.is_english:
        return
    if not subject.facts.source_version_known:
        message = "It is not known which version of the source text this was translated from."
        yield "translated from", subject.language, message, "Make the translation from the page in the source language."
    if "ACC-09" not in subject.facts.people_checks:
        yield (
            "translated from",
            subject.language,
            "No clinician who reads both languages has compared the two texts.",
            "Ask one, and record it under checks by people. The checks of words here read English only.",
        )


def register_access_gates() -> None:
    block, warn = Severity.BLOCK, Severity.WARN
    article, library = frozenset({"article"}), frozenset({"article", "cause", "remedy", "red_flag", "test", "faq"})
    everything: frozenset[str] = frozenset()
    for gate in (
        Gate("ACC-01", "Pictures are described", block, article, alt_text),
        Gate("ACC-02", "Headings are in order", block, article, headings_in_order),
        Gate("ACC-03", "Links say where they go", warn, everything, link_text),
        Gate("ACC-04", "Urgency is told in words", block, frozenset({"wording"}), urgency_in_words),
        Gate("ACC-05", "Needed parts are there", block, article, only_symptom_pages(needed_parts)),
        Gate("ACC-05", "Needed parts are there", warn, article, only_other_pages(needed_parts)),
        Gate("ACC-06", "Treatments are balanced", warn, frozenset({"remedy", "article"}), balance),
        Gate("ACC-07", "Answers match the page", warn, article, answers_match),
        Gate("ACC-08", "Everything is linked", Severity.NOTE, library, linked),
        Gate("ACC-09", "Translation is checked", warn, everything, translation),
    ):
        register_gate(gate)
