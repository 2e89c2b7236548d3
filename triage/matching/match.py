from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from triage.engine import Level, Option, Protocol, Question

from .words import words_of

# Words that nearly every complaint has: one of them alone names no sign of danger.
VAGUE = frozenset(words_of("arm leg foot feet hand body side muscle skin feel hurt pain ache sore bad end long new"))
ALIKE = 82  # of 100: one wrong letter in six
MOST = 10


@dataclass(frozen=True, slots=True)
class MatchedFinding:
    """A finding to ask about, because of ``words`` in the text. Never said to be there or not to be."""

    question: str
    finding: str
    label: str
    words: tuple[str, ...]
    red_flag: Level | None
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """``about`` tells a protocol that the text is about from one of which it only names a finding."""

    protocol: Protocol
    about: bool
    score: float
    findings: tuple[MatchedFinding, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """What to ask first: questions with red-flag words, then the others, each once."""
        return tuple(dict.fromkeys(each.question for each in self.findings))


@dataclass(frozen=True, slots=True)
class Term:
    question: Question
    finding: str
    label: str
    words: tuple[str, ...]
    red_flag: Level | None


def match(protocols: Iterable[Protocol], text: str) -> tuple[Match, ...]:
    """The protocols that the text may be about, best first. A word that is negated counts like any other."""
    said = dict.fromkeys(words_of(text))
    found = [_match(protocol, tuple(said)) for protocol in protocols]
    hits = [each for each in found if each.about or each.findings]
    return tuple(sorted(hits, key=lambda each: (not each.about, -each.score, each.protocol.slug)))


def _match(protocol: Protocol, said: tuple[str, ...]) -> Match:
    subject = _subject(protocol, said)
    findings = _best_of_each(hit for term in _terms(protocol) if (hit := _hit(term, said)))
    ordered = sorted(findings, key=lambda each: (each.red_flag is None, -(each.red_flag or 0), -each.score))
    score = 2 * len(subject) + sum(each.score for each in ordered[:3])
    return Match(protocol, bool(subject), score, tuple(ordered[:MOST]))


def _subject(protocol: Protocol, said: tuple[str, ...]) -> set[str]:
    """Words of the text that the title has, or that a question or option gives as other words for one of those."""
    title = words_of(protocol.title)
    found = set(_found(title, said))
    for question in protocol.questions:
        parts: tuple[Question | Option, ...] = (question, *question.options)
        for each in parts:
            phrases = [words_of(phrase) for phrase in each.synonyms]
            if each.red_flag is None and any(set(title) & set(phrase) for phrase in phrases):
                found.update(word for phrase in phrases for word in _whole(phrase, said))
    return found


def _whole(phrase: tuple[str, ...], said: tuple[str, ...]) -> Iterable[str]:
    """The words of a phrase if the text has all of them."""
    found = _found(phrase, said)
    return found.values() if len(found) == len(set(phrase)) else ()


def _terms(protocol: Protocol) -> Iterator[Term]:
    for question in protocol.questions:
        if question.options:
            for option in question.options:
                for text in (option.label, *option.synonyms):
                    yield Term(question, option.code, option.label, words_of(text), option.red_flag)
        finding = "yes" if question.kind == "yes_no" else ""
        for text in (question.text, *question.synonyms):
            yield Term(question, finding, question.text, words_of(text), question.red_flag)


def _hit(term: Term, said: tuple[str, ...]) -> MatchedFinding | None:
    """Half of a term's telling words, or a third of a red flag's: better to ask once too often."""
    found = _found(term.words, said)
    share = len(found) / len(set(term.words)) if term.words else 0
    if not found or share < (0.34 if term.red_flag else 0.5):
        return None
    if term.red_flag and share < 1 and VAGUE.issuperset(found):
        return None
    words = tuple(dict.fromkeys(found.values()))
    return MatchedFinding(term.question.code, term.finding, term.label, words, term.red_flag, share)


def _found(words: Iterable[str], said: tuple[str, ...]) -> dict[str, str]:
    """Which of these words the text has, each with the word that stands for it there, misspelt or not."""
    hits = {}
    for word in dict.fromkeys(words):
        best = process.extractOne(word, said, scorer=fuzz.ratio, score_cutoff=100 if len(word) < 4 else ALIKE)
        if best is not None:
            hits[word] = best[0]
    return hits


def _best_of_each(hits: Iterable[MatchedFinding]) -> list[MatchedFinding]:
    best: dict[tuple[str, str], MatchedFinding] = {}
    for hit in hits:
        key = (hit.question, hit.finding)
        if key not in best or hit.score > best[key].score:
            best[key] = hit
    return list(best.values())
