"""LANG checks: plain, calm words in short sentences. Only English can be scored; word lists exist per language."""

import re
from collections.abc import Iterable

from articles.content.readability import ENOUGH_WORDS, about, grades, mean_length, sentences, syllables, words

from ..problems import Severity
from .registry import Check, Finding, Gate, Subject, register_gate

GRADE_LIMITS = {Severity.WARN: 8, Severity.BLOCK: 9}
SMOG_LIMITS = {Severity.WARN: 11, Severity.BLOCK: 14}
SENTENCE_LIMITS = {Severity.WARN: 25, Severity.BLOCK: 35}
MEAN_LIMIT = 15
ENOUGH_FOR_MEAN = 3
CARD_SIZE = 5

IS_CATCH_ALL = re.compile(r"\b(not sure|other|any of|anything else)\b", re.IGNORECASE)
MEASURE = re.compile(r"\d|\bso\b.+\bthat\b|\b(cannot|wakes?|stops? you)\b", re.IGNORECASE)
SHOP_OR_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|\b(?:https?://)?(?:www\.)?(?:[\w-]+\.)*(?:amazon|ebay|etsy|aliexpress|boots|hollandandbarrett)"
    r"\.[\w./?=&-]+|https?://\S*/(?:shop|store|basket|cart|checkout|product)s?\b\S*",
    re.IGNORECASE,
)
NOT_METRIC = re.compile(
    r"\b\d[\d.,]*\s?(?:lbs?|pounds|oz|ounces|inch(?:es)?|feet|ft|stone|miles?|pints?|gallons?|°\s?F|degrees F\w*)\b",
    re.IGNORECASE,
)
METRIC = re.compile(r"\b\d[\d.,]*\s?(?:k?g|grams?|kilograms?|[cmk]?m|metres?|[cm]?l|litres?)\b|°\s?C\b", re.IGNORECASE)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)"
)
ODD_DATE = re.compile(
    rf"\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th) (?:of )?{_MONTH}\b"
)
AGE_IN_WORDS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|sixteen|eighteen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety)(?:-\w+)?[- ]years?[- ]old\b",
    re.IGNORECASE,
)
EXPLAINED_AFTER = re.compile(
    r"^[\w-]*\s*(?:\(|,? (?:is|are|means?|or|uses?|looks?|shows?|test)\b|, |: )", re.IGNORECASE
)
EXPLAINED_BEFORE = re.compile(r"(?:\(|\bcall(?:s|ed)?(?: this| it)? |\bknown as |\bnamed )[^()]{0,40}$", re.IGNORECASE)


def reading_grade(severity: Severity) -> Check:
    above, up_to = GRADE_LIMITS[severity], GRADE_LIMITS.get(Severity.BLOCK) if severity is Severity.WARN else None

    def check(subject: Subject) -> Iterable[Finding]:
        for field, texts in _scored(subject):
            grade = grades(texts, known=subject.known_names).flesch_kincaid
            if grade is not None and above < about(grade) and (up_to is None or about(grade) <= up_to):
                yield field, _hardest(texts), _too_hard(about(grade), above), "Use shorter sentences and shorter words."

    return check


def page_grade(subject: Subject) -> int | None:
    """About the grade of all that a reader of the page sees, or None for a short or foreign text."""
    texts = [text for _, text in subject.everything] if subject.is_english else []
    grade = grades(texts, known=subject.known_names).flesch_kincaid
    return None if grade is None else about(grade)


def smog_grade(severity: Severity) -> Check:
    above, up_to = SMOG_LIMITS[severity], SMOG_LIMITS.get(Severity.BLOCK) if severity is Severity.WARN else None

    def check(subject: Subject) -> Iterable[Finding]:
        texts = [text for _, text in subject.texts] if subject.is_english else []
        grade = grades(texts, known=subject.known_names).smog
        if grade is not None and above < about(grade) and (up_to is None or about(grade) <= up_to):
            yield (
                "all text",
                _hardest(texts),
                _too_hard(about(grade), above),
                "Use fewer words of three or more syllables.",
            )

    return check


def _scored(subject: Subject) -> Iterable[tuple[str, list[str]]]:
    if subject.is_english:
        yield from ((field, [text]) for field, text in subject.texts if len(words(text)) >= ENOUGH_WORDS)
        if subject.kind == "article":
            yield "all text", [text for _, text in subject.texts]


def _too_hard(grade: int, limit: int) -> str:
    return f"It is hard to read: about grade {grade}. Aim for 4 to 6, a reading age of 9 to 11. {limit} is the most."


def _hardest(texts: Iterable[str]) -> str:
    """The sentence to begin with."""
    found = [sentence for text in texts for sentence in sentences(text)]
    return max(found, key=lambda sentence: sum(syllables(word) for word in words(sentence)))


def long_sentence(severity: Severity) -> Check:
    above, up_to = SENTENCE_LIMITS[severity], SENTENCE_LIMITS.get(Severity.BLOCK) if severity is Severity.WARN else None

    def check(subject: Subject) -> Iterable[Finding]:
        for field, sentence in subject.sentences:
            count = len(words(sentence))
            if above < count and (up_to is None or count <= up_to):
                yield (
                    field,
                    sentence,
                    f"This sentence has {count} words. {above} is the most.",
                    "Make it two sentences.",
                )
        if severity is Severity.WARN:
            yield from _mean_length(subject)

    return check


def _mean_length(subject: Subject) -> Iterable[Finding]:
    found = [sentence for _, sentence in subject.sentences]
    if len(found) >= ENOUGH_FOR_MEAN and mean_length(found) > MEAN_LIMIT:
        longest = max(found, key=lambda sentence: len(words(sentence)))
        mean = about(mean_length(found))
        message = f"Sentences have about {mean} words each. Aim for {MEAN_LIMIT} or fewer."
        yield "all text", longest, message, "Split the longest ones. This is the longest."


def hard_words_explained(subject: Subject) -> Iterable[Finding]:
    seen = {match.advice for match in subject.words("glossary").find(subject.title)}
    for field, sentence in subject.sentences:
        for match in subject.words("glossary").find(sentence):
            if match.advice in seen:
                continue
            seen.add(match.advice)
            after, before = sentence[match.end :], sentence[: match.start]
            if not EXPLAINED_AFTER.search(after) and not EXPLAINED_BEFORE.search(before):
                fix = f"Say what it means beside it, for example: {match.words} ({match.advice})."
                yield field, match.words, f"Not every reader knows this word: {sentence}", fix


def vague_action(subject: Subject) -> Iterable[Finding]:
    for field, sentence in subject.sentences:
        for match in subject.words("vague_action").find(sentence):
            rest = sentence.replace(match.words, " ")
            if not subject.words("who").is_in(rest) or not subject.words("when").is_in(rest):
                yield field, match.words, f"It does not say who to contact and when: {sentence}", match.advice


def vague_amount(subject: Subject) -> Iterable[Finding]:
    for field, sentence in subject.sentences:
        for match in subject.words("vague_amount").find(sentence):
            if not MEASURE.search(sentence):
                yield field, match.words, f"Readers cannot tell how much this is: {sentence}", match.advice


def listed(key: str, message: str) -> Check:
    def check(subject: Subject) -> Iterable[Finding]:
        for field, sentence in subject.sentences:
            for match in subject.words(key).find(sentence):
                yield field, match.words, f"{message}: {sentence}", match.advice

    return check


def no_hype(subject: Subject) -> Iterable[Finding]:
    yield from listed("hype", "This sounds like advertising")(subject)
    for field, markdown in subject.markdown:
        for found in SHOP_OR_CONTACT.finditer(markdown):
            yield field, found[0], "A shop or somebody's contact details.", "Take it out, or cite it as a reference."


def care_card(subject: Subject) -> Iterable[Finding]:
    groups: dict[str, list[tuple[int, Subject]]] = {}
    for index, place in enumerate(subject.payload["red_flags"]):
        if place["id"] in subject.parts:
            groups.setdefault(place["group"], []).append((index, subject.parts[place["id"]]))
    for group, flags in groups.items():
        first = f"red_flags[{flags[0][0]}].group"
        allowed = CARD_SIZE + any(IS_CATCH_ALL.search(flag.title) for _, flag in flags)
        if group and len(flags) > allowed:
            message = f"This card has {len(flags)} signs. Readers take in up to {CARD_SIZE}."
            yield first, group, message, "Make two cards of it."
        if len({flag.payload["urgency"] for _, flag in flags}) > 1:
            yield first, group, "Signs of different urgency share one card.", "One card has one thing to do. Split it."
        who = subject.words("who")
        if who and not who.is_in(group) and not re.search(r"\bhelp\b", group, re.IGNORECASE):
            fix = "Name who to contact, for example: Call 999 now."
            yield first, group, "The heading of this card does not say who to contact.", fix


def skin_colour(subject: Subject) -> Iterable[Finding]:
    tones = subject.words("skin_tones")
    if tones and any(tones.is_in(text) for _, text in subject.texts):
        return
    yield from listed("skin_colour", "This looks different on brown or black skin")(subject)


def units_and_dates(subject: Subject) -> Iterable[Finding]:
    for field, sentence in subject.sentences:
        for found in NOT_METRIC.finditer(sentence):
            if not METRIC.search(sentence):
                yield (
                    field,
                    found[0],
                    "Not a metric unit.",
                    "Give it in metric, with this one after it if readers use it.",
                )
        for found in ODD_DATE.finditer(sentence):
            yield field, found[0], "This date can be misread.", "Write it like this: 1 May 2026."
        for found in AGE_IN_WORDS.finditer(sentence):
            yield field, found[0], "An age is easier to find as a number.", "Write it as a number: 5 years old."


def register_language_gates() -> None:
    everything: frozenset[str] = frozenset()
    article, flag = frozenset({"article"}), frozenset({"red_flag"})
    advice = frozenset({"red_flag", "faq", "article", "cause", "remedy", "test"})
    scare = listed("scare_blame", "This can scare or blame readers")
    for severity in (Severity.WARN, Severity.BLOCK):
        register_gate(Gate("LANG-01", "Reading grade", severity, everything, reading_grade(severity)))
        register_gate(Gate("LANG-02", "SMOG grade of the page", severity, article, smog_grade(severity)))
        register_gate(Gate("LANG-03", "Sentence length", severity, everything, long_sentence(severity)))
    for gate in (
        Gate("LANG-04", "Hard words are explained", Severity.WARN, everything, hard_words_explained),
        Gate("LANG-05", "Advice says who and when", Severity.WARN, advice, vague_action),
        Gate("LANG-06", "Signs say how much", Severity.WARN, flag, vague_amount),
        Gate("LANG-07", "No words that scare or blame", Severity.WARN, everything, scare),
        Gate("LANG-08", "No advertising", Severity.BLOCK, everything, no_hype),
        Gate("LANG-09", "Care cards are short", Severity.WARN, article, care_card),
        Gate("LANG-10", "Colours of all skins", Severity.WARN, everything, skin_colour),
        Gate("LANG-11", "Units and dates", Severity.WARN, everything, units_and_dates),
    ):
        register_gate(gate)
