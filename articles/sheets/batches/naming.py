from collections.abc import Iterable, Iterator

from articles.models import Document
from articles.sheets.columns import Sheet, sheet_titled, space_of
from articles.sheets.plan import Action, Change
from articles.sheets.plan.links import owner_name


class DocumentNames:
    """The documents that changes write, or write parts of."""

    def __init__(self) -> None:
        self._names: dict[str, set[tuple[str, str]]] = {}

    def noted(self, changes: Iterable[Change]) -> Iterator[Change]:
        """The same changes, noted as they pass."""
        for change in changes:
            sheet = sheet_titled(change.sheet)
            is_gone = sheet.is_document and change.action == Action.REMOVE
            if (found := _document_name(sheet, change)) and not is_gone:
                self._names.setdefault(found[0], set()).add(found[1])
            yield change

    def documents(self) -> list[Document]:
        """Those of them that exist."""
        documents: list[Document] = []
        for kind, wanted in self._names.items():
            rows = Document.objects.filter(kind=kind, slug__among={slug for slug, _ in wanted})
            documents += [row for row in rows.order_by("slug", "locale") if (row.slug, row.locale) in wanted]
        return documents


def _document_name(sheet: Sheet, change: Change) -> tuple[str, tuple[str, str]] | None:
    if sheet.is_document:
        return space_of(sheet.model), (change.key[0], change.key[1])
    return owner_name(sheet, change.key) if sheet.owner else None
