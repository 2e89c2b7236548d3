"""Whether rows that name what they are inside of would be inside themselves, with those that are there already."""

from articles.models.topic import ring_in_words, rings
from articles.sheets.columns import Sheet

from .change import Change, Finding
from .names import Name


class TreeChecks:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._heading = sheet.fields[sheet.tree].heading if sheet.tree else ""
        self._rows: dict[Name, int] = {}
        self._above: dict[Name, Name | None] = {}

    def note(self, change: Change) -> None:
        """Where a changed or new row is going to be."""
        wanted = {each.heading: each.wanted for each in change.conflicts} | change.after
        if self._heading in wanted:
            slug, locale = change.key
            self._rows[slug, locale] = change.row
            self._above[slug, locale] = (wanted[self._heading], locale) if wanted[self._heading] else None

    def findings(self) -> list[Finding]:
        """One for each ring, at the first of its rows that the file changes."""
        if not any(self._above.values()):
            return []
        found: list[Finding] = []
        for ring in rings({**self._stored(), **self._above}):
            if changed := [key for key in ring if key in self._rows]:
                first = min(changed, key=self._rows.__getitem__)
                words = ring_in_words([slug for slug, _ in ring], ring.index(first))
                found.append(Finding(self.sheet.title, self._rows[first], self._heading, words))
        return found

    def _stored(self) -> dict[Name, Name | None]:
        tree = self.sheet.tree
        rows = self.sheet.model._base_manager.values_list("slug", "locale", f"{tree}__slug", f"{tree}__locale")
        return {(slug, locale): (above, language) if above else None for slug, locale, above, language in rows}
