import datetime as dt

from django.db.models import Q

from articles.content.vocabulary import ChangeKind
from articles.models import Document, ImportBatch, ImportState, Published, ReviewRequest
from articles.models.people import Person
from articles.publishing import submit
from articles.sheets.columns import Sheet, sheet_titled, space_of
from articles.sheets.plan import Action, Change
from articles.sheets.plan.links import owner_name

from .pages import all_changes
from .problems import ImportRefused


def documents_of(batch: ImportBatch) -> list[Document]:
    """The documents that the batch writes, or writes parts of, as far as they exist."""
    names: dict[str, set[tuple[str, str]]] = {}
    for change in all_changes(batch):
        sheet = sheet_titled(change.sheet)
        is_gone = sheet.is_document and change.action == Action.REMOVE
        if (found := _document_name(sheet, change)) and not is_gone:
            names.setdefault(found[0], set()).add(found[1])
    documents: list[Document] = []
    for kind, wanted in names.items():
        rows = Document.objects.filter(kind=kind, slug__among={slug for slug, _ in wanted}).order_by("slug", "locale")
        documents += [row for row in rows if (row.slug, row.locale) in wanted]
    return documents


def _document_name(sheet: Sheet, change: Change) -> tuple[str, tuple[str, str]] | None:
    if sheet.is_document:
        return space_of(sheet.model), (change.key[0], change.key[1])
    return owner_name(sheet, change.key) if sheet.owner else None


def submit_batch(
    *, batch: ImportBatch, change_kind: ChangeKind, change_note: str, by: Person, at: dt.datetime
) -> ReviewRequest:
    """One review request for every document of a saved batch. Raises ImportRefused, or what submitting raises."""
    if batch.state != ImportState.APPLIED:
        raise ImportRefused("Only an import that was saved can be submitted for review.")
    documents = documents_of(batch)
    if not documents:
        raise ImportRefused("The import changed no page that is reviewed.")
    return submit(documents=documents, change_kind=change_kind, change_note=change_note, by=by, at=at)


def live_documents_touched(batch: ImportBatch, *, at: dt.datetime) -> list[Published]:
    """What readers have now, or are about to have, that would change once this batch is reviewed and published."""
    documents = [document.pk for document in documents_of(batch)]
    found = Published.objects.current_and_scheduled(at).filter(Q(document__in=documents) | Q(parts__part__in=documents))
    return list(found.defer("body", "summary").distinct().order_by("kind", "title"))
