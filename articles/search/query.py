"""What a reader typed, as groups of words of which any will do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from .engines import Alternative, Group, Has
from .lay_words import equivalents_of, is_lay_word, lay_words, longest_phrase
from .words import EMPTY, stem, words_of

LONGEST_QUERY = 200
MOST_WORDS = 12
# Out of 100: about one wrong letter in four or five, which is what people get wrong in long words.
ALIKE = 76
NEARLY_AS_ALIKE = 4
SHORTEST_CORRECTED = 4
SHORTEST_FREE = 6
SHORTEST_PREFIX = 3


@dataclass(frozen=True)
class Query:
    groups: tuple[Group, ...]
    corrected: str  # the words as they were understood, where one was misspelt; else empty

    def groups_in(self, stems: frozenset[str]) -> Has:
        """Which of the groups these words have."""
        has = 0
        for words, groups in self._whole.items():
            if stems.issuperset(words):
                has |= groups
        return has

    @cached_property
    def _whole(self) -> dict[tuple[str, ...], Has]:
        """The groups of each alternative that is no unfinished word."""
        found: dict[tuple[str, ...], Has] = {}
        for place, group in enumerate(self.groups):
            for each in group:
                if not each.is_prefix:
                    found[each.words] = found.get(each.words, 0) | 1 << place
        return found

    @cached_property
    def marks(self) -> frozenset[str]:
        """Stems to be marked in what was found."""
        return frozenset(word for group in self.groups for each in group for word in each.words if not each.is_prefix)

    @cached_property
    def starts(self) -> tuple[str, ...]:
        return tuple({each.words[-1] for group in self.groups for each in group if each.is_prefix})

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """How the words to be marked start. What starts with one of them is looked at."""
        roots = {*self.marks, *self.starts}
        return tuple(root for root in roots if not any(root != other and root.startswith(other) for other in roots))


@dataclass(frozen=True, slots=True)
class Word:
    typed: str
    best: str
    others: tuple[str, ...] = ()
    is_start: bool = False


def telling_words(text: str) -> list[str]:
    """Without the empty ones, unless there are no others."""
    words = words_of(text)
    return list(dict.fromkeys([word for word in words if word not in EMPTY] or words))[:MOST_WORDS]


def query_of(words: Sequence[str], locale: str, vocabulary: Collection[str], *, as_typed: bool = False) -> Query:
    """``vocabulary`` holds the words of the index that are like these. ``as_typed`` takes the last for a start."""
    read = [
        _read(word, locale, vocabulary, is_last=position == len(words) - 1, as_typed=as_typed)
        for position, word in enumerate(words)
    ]
    is_corrected = any(word.best != word.typed for word in read)
    return Query(tuple(_groups(read, locale)), " ".join(word.best for word in read) if is_corrected else "")


def _read(word: str, locale: str, vocabulary: Collection[str], *, is_last: bool, as_typed: bool) -> Word:
    shortest = 1 if as_typed else SHORTEST_PREFIX
    can_start = is_last and len(word) >= shortest
    stems = {stem(known, locale) for known in vocabulary}
    if stem(word, locale) in stems or word in vocabulary or is_lay_word(word, locale):
        return Word(word, word, is_start=can_start and as_typed)
    if can_start and any(known.startswith(word) for known in vocabulary):
        return Word(word, word, is_start=True)
    if len(word) < SHORTEST_CORRECTED or any(character.isdigit() for character in word):
        return Word(word, word, is_start=can_start)
    best = _most_alike(word, [known for known in (*vocabulary, *lay_words(locale)) if known not in EMPTY])
    return Word(word, best[0], tuple(best[1:]), is_start=can_start) if best else Word(word, word, is_start=can_start)


def _most_alike(word: str, known: Collection[str]) -> list[str]:
    # The first letter is seldom wrong, so a word that shares it goes before one that does not.
    found = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=6)
    scored = [
        (score + (3 if other[0] == word[0] else 0), other)
        for other, score, _ in found
        # Of short words so many are alike that one with another first letter is another word: catch and patch.
        if len(word) >= SHORTEST_FREE or (other[0] == word[0] and len(other) >= SHORTEST_CORRECTED)
    ]
    if not scored:
        return []
    scored.sort(key=lambda each: (-each[0], each[1]))
    return list(dict.fromkeys(other for score, other in scored if score >= scored[0][0] - NEARLY_AS_ALIKE))[:3]


def _groups(words: Sequence[Word], locale: str) -> list[Group]:
    groups, position = [], 0
    while position < len(words):
        length = longest_phrase([word.best for word in words[position:]], locale)
        span = words[position : position + max(length, 1)]
        groups.append(_group(span, locale))
        position += len(span)
    return groups


def _group(span: Sequence[Word], locale: str) -> Group:
    stems = tuple(stem(word.best, locale) for word in span)
    found = [Alternative(stems)]
    if len(span) == 1:
        found += [Alternative((stem(other, locale),)) for other in span[0].others]
    if span[-1].is_start:
        found.append(Alternative((*stems[:-1], span[-1].typed), is_prefix=True))
    found += [Alternative(each) for each in equivalents_of(stems, locale)]
    return tuple(each for each in dict.fromkeys(found) if not any(_is_in(other, each) for other in found))


def _is_in(less: Alternative, more: Alternative) -> bool:
    """Whoever has ``more`` has ``less`` as well, so that looking for it too finds nothing else and takes its time."""
    return not less.is_prefix and set(less.words) < set(more.words)
