"""Which decisions count, and whether they are enough."""

from collections.abc import Iterable

from articles.content.canonical import canonical_json, sha256_hex
from articles.content.vocabulary import ChangeKind, Decision, ReviewRole
from articles.models import Review, ReviewRequest, Version
from articles.models.people import Person

from .freezing import Frozen, freeze


def content_hash(versions: Iterable[Version]) -> str:
    """One hash over everything that is reviewed together."""
    return sha256_hex(canonical_json(sorted([str(each.document.uuid), each.sha256] for each in versions)))


def versions_of(request: ReviewRequest) -> list[Version]:
    return list(request.versions.select_related("document").order_by("-items__is_main", "items__pk"))


def changed_since(versions: Iterable[Version], frozen: dict[int, Frozen]) -> list[Version]:
    """The versions whose working rows are no longer what was submitted. With any of these, no approval counts."""
    return [each for each in versions if frozen[each.document_id].sha256 != each.sha256]


def is_current(request: ReviewRequest) -> bool:
    versions = versions_of(request)
    return not changed_since(versions, freeze(each.document for each in versions))


def approvals_of(request: ReviewRequest) -> list[Review]:
    """Approvals of exactly this content, by people who are not among its authors."""
    authors = author_ids(request)
    return [
        review
        for review in request.reviews.all()
        if review.decision == Decision.APPROVE
        and review.content_hash == request.content_hash
        and review.reviewer_id not in authors
    ]


def is_enough(change_kind: str, approvals: Iterable[Review], clinical_reviews: int = 0) -> bool:
    """Major and safety changes need a clinician; a minor one needs any second person.

    ``clinical_reviews`` is the request's own: what lowers a triage level needs two clinicians.
    """
    approvals = list(approvals)
    clinicians = {review.reviewer_id for review in approvals if review.role == ReviewRole.CLINICAL}
    if len(clinicians) < clinical_reviews:
        return False
    return bool(clinicians) or (change_kind == ChangeKind.MINOR and bool(approvals))


def author_ids(request: ReviewRequest) -> set[int]:
    """Everyone who wrote any of it: nobody among them can review it."""
    if "versions" in getattr(request, "_prefetched_objects_cache", {}):
        written = {author.pk for version in request.versions.all() for author in version.authors.all()}
    else:
        written = set(request.versions.exclude(authors=None).values_list("authors", flat=True).distinct())
    return {*written, request.submitted_by_id}


def is_author(person: Person, request: ReviewRequest) -> bool:
    return person.pk in author_ids(request)
