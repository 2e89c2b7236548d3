"""Two library entries that are one: everything that shows the one shows the other afterwards."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model

from articles.content.vocabulary import AuditAction
from articles.models import Document
from articles.models.people import Person
from articles.publishing import Refused, audit, permissions, record_edit

from .linking import documents_linking_to, relink
from .uses import Use, uses_of


class CannotMerge(Refused):
    pass


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What merging would change. ``is_deleted``: nobody has ever been shown the entry, so it need not stay."""

    users: list[Document]
    already_there: list[Document]
    linking: list[Document]
    new_names: list[str]
    new_references: list[Any]
    new_codes: list[Any]
    is_deleted: bool
    uses: list[Use] = field(repr=False, default_factory=list)


def plan_merge(*, kept: Document, dropped: Document) -> MergePlan:
    """Raises CannotMerge."""
    if (kept.kind, kept.locale) != (dropped.kind, dropped.locale) or kept.pk == dropped.pk:
        raise CannotMerge("Only two entries of one kind and one language can be merged.")
    if not hasattr(type(kept), "placements"):
        raise CannotMerge("Only causes, remedies, red flags, tests and FAQs can be merged.")
    uses = list(uses_of(dropped))
    showing = {use.owner.pk for use in uses_of(kept)}
    owners = {use.owner.pk: use.owner for use in uses}
    cited = set(kept.references.all())
    codes = {(code.system, code.code) for code in kept.codes.all()}
    return MergePlan(
        users=sorted(owners.values(), key=str),
        already_there=sorted((owner for key, owner in owners.items() if key in showing), key=str),
        linking=documents_linking_to(kind=dropped.kind, slug=dropped.slug, locale=dropped.locale),
        new_names=list(_new_names(kept, dropped)),
        new_references=[each for each in dropped.references.all() if each not in cited],
        new_codes=[each for each in dropped.codes.all() if (each.system, each.code) not in codes],
        is_deleted=not dropped.versions.exists(),
        uses=uses,
    )


@transaction.atomic
def merge_entries(*, kept: Any, dropped: Any, by: Person, at: dt.datetime) -> MergePlan:
    """``kept`` takes the place of ``dropped`` wherever it is used or linked to, and takes over its names and sources.

    All of it are working rows: readers see nothing until the pages are published. Returns what was done. Raises
    NotAllowed, CannotMerge or IsScheduled.
    """
    permissions.require(by, permissions.SUBMIT)
    plan = plan_merge(kept=kept, dropped=dropped)
    touched: dict[int, Any] = {each.pk: each for each in (kept, *plan.users, *plan.linking)}
    for document in touched.values():
        record_edit(document=document, by=by, at=at)
    for use in plan.uses:
        _put_in_place(use, kept)
    relink(kind=dropped.kind, old=dropped.slug, new=kept.slug, locale=dropped.locale)
    if hasattr(kept, "synonyms"):
        kept.synonyms = [*kept.synonyms, *plan.new_names]
        kept.save(update_fields=["synonyms"])
    kept.references.add(*plan.new_references)
    for code in plan.new_codes:
        kept.codes.create(system=code.system, code=code.code, display=code.display)
    details = {"merged": dropped.slug, "pages": len(plan.users), "deleted": plan.is_deleted}
    audit(action=AuditAction.CHANGED, by=by, at=at, subject=kept, details=details)
    if plan.is_deleted:
        dropped.delete()
    return plan


def _put_in_place(use: Use, kept: Model) -> None:
    """A row beside which the kept entry stands already goes."""
    same = {use.owner_field: use.owner.pk, use.entry_field: kept.pk}
    rows = type(use.row)._default_manager
    if use.is_unique and rows.filter(**same).exists():
        use.row.delete()
    else:
        rows.filter(pk=use.row.pk).update(**{use.entry_field: kept.pk})


def _new_names(kept: Any, dropped: Any) -> Iterator[str]:
    if not hasattr(kept, "synonyms"):
        return
    known = {name.casefold() for name in (kept.title, *kept.synonyms)}
    for name in (dropped.title, *dropped.synonyms):
        if name.casefold() not in known:
            known.add(name.casefold())
            yield name
