import datetime as dt

from django.db import transaction
from django.db.models import Q

from articles.content.vocabulary import ChangeKind
from articles.models import Document, ImportBatch, ImportState, Published, ReviewRequest
from articles.models.people import Person
from articles.models.review import ClosedAs
from articles.publishing import submit

from .naming import DocumentNames
from .pages import all_changes, live_documents
from .problems import ImportRefused


def documents_of(batch: ImportBatch) -> list[Document]:
    """The documents that the batch writes, or writes parts of, as far as they exist."""
    names = DocumentNames()
    for _ in names.noted(all_changes(batch)):
        pass
    return names.documents()


def can_submit(batch: ImportBatch) -> bool:
    """Once, unless the request was closed without going live."""
    return batch.request is None or batch.request.closed_as not in ("", ClosedAs.PUBLISHED)


def submit_batch(
    *, batch: ImportBatch, change_kind: ChangeKind, change_note: str, by: Person, at: dt.datetime
) -> ReviewRequest:
    """One review request for every document of a saved batch. Raises ImportRefused, or what submitting raises."""
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if locked.state not in (ImportState.APPLIED, ImportState.SUBMITTING):
            raise ImportRefused("Only an import that was saved can be submitted for review.")
        if not can_submit(locked):
            raise ImportRefused("This import was submitted for review already. Its page names the request.")
        documents = documents_of(locked)
        if not documents:
            raise ImportRefused("The import changed no page that is reviewed.")
        request = submit(documents=documents, change_kind=change_kind, change_note=change_note, by=by, at=at)
        locked.state, locked.request, locked.submit_as, locked.message = ImportState.APPLIED, request, {}, ""
        locked.save()
    batch.refresh_from_db()
    return request


def live_documents_touched(batch: ImportBatch, *, at: dt.datetime) -> list[Published]:
    """What readers have now, or are about to have, that would change once this batch is reviewed and published."""
    documents = set(live_documents(batch))
    changed = Q(document__pk__among=documents) | Q(parts__part__pk__among=documents)
    found = Published.objects.current_and_scheduled(at).filter(changed)
    return list(found.defer("body", "summary").distinct().order_by("kind", "title"))
