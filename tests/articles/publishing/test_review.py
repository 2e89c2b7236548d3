from typing import Any

import pytest

from articles.models import Change, FieldComment, Review
from articles.publishing import (
    AuthorCannotReview,
    ContentChanged,
    NotAllowed,
    OnField,
    RequestClosed,
    cancel,
    check_gates,
    review,
)
from articles.publishing.approval import approvals_of
from articles.publishing.errors import Refused
from tests.builders import (
    AT,
    after,
    approve_now,
    edit,
    make_article,
    make_author,
    make_cause,
    make_clinician,
    make_user,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db


def test_an_approval_holds_who_and_what() -> None:
    request = submit_now(make_article())
    clinician = make_clinician(first_name="Ana", last_name="Reyes")

    approve_now(request, by=clinician)

    recorded = Review.objects.get()
    assert (recorded.reviewer_name, recorded.reviewer_role, recorded.credentials, recorded.content_hash) == (
        "Ana Reyes",
        "GP",
        "MRCGP, GMC 0000000",
        request.content_hash,
    )


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_reviews_what_they_wrote(superuser: bool) -> None:
    author = make_clinician(is_superuser=superuser)
    request = submit_now(make_article(by=author))

    with pytest.raises(AuthorCannotReview):
        approve_now(request, by=author)


def test_whoever_submits_does_not_review_either() -> None:
    submitter = make_clinician(is_superuser=True)

    with pytest.raises(AuthorCannotReview):
        approve_now(submit_now(make_article(), by=submitter), by=submitter)


@pytest.mark.parametrize(
    ("right", "role"), [("articles.review_editorial", "clinical"), ("articles.review_clinical", "editorial")]
)
def test_each_role_needs_its_own_right(right: str, role: str) -> None:
    with pytest.raises(NotAllowed):
        review(request=submit_now(make_article()), role=role, decision="approve", by=make_user(right), at=AT)


def test_text_that_was_edited_since_cannot_be_approved() -> None:
    article = make_article()
    request = submit_now(article)
    edit(article, summary="Other words.")

    with pytest.raises(ContentChanged):
        approve_now(request)
    assert not Review.objects.exists()


@pytest.mark.parametrize(("decision", "closed_as"), [("request_changes", "changes_requested"), ("decline", "declined")])
def test_asking_for_changes_closes_the_request_and_needs_a_comment(decision: str, closed_as: str) -> None:
    request = submit_now(make_article())
    with pytest.raises(Refused, match="Say what should change"):
        review(request=request, role="clinical", decision=decision, by=make_clinician(), at=AT)

    review(request=request, role="clinical", decision=decision, by=make_clinician(), at=AT, comment="Say when.")

    request.refresh_from_db()
    assert request.closed_as == closed_as
    with pytest.raises(RequestClosed):
        approve_now(request, at=after(1))


def test_who_approves_what_still_waits_is_not_named_to_readers_yet() -> None:
    cause = make_cause()
    waiting = submit_now(cause)
    publish_now(make_article(causes=[cause]), at=after(1))
    told = Change.objects.count()

    approve_now(waiting, at=after(2))

    assert Change.objects.count() == told


def test_a_submission_can_be_taken_back() -> None:
    request = submit_now(make_article())
    with pytest.raises(NotAllowed):
        cancel(request=request, by=make_clinician(), at=AT)
    cancel(request=request, by=make_author(), at=AT)

    request.refresh_from_db()
    assert request.closed_as == "cancelled"
    with pytest.raises(RequestClosed):
        cancel(request=request, by=make_author(), at=AT)


def test_what_is_said_of_a_field_is_kept_with_its_version_and_bounded() -> None:
    request, other = submit_now(make_cause()), submit_now(make_cause())
    version, strange = request.versions.get(), other.versions.get()
    said = [
        OnField(version.pk, "summary", "  Say this in fewer words. "),
        OnField(version.pk, "f" * 301, "x" * 5001),
        OnField(version.pk, "title", "  "),
        OnField(strange.pk, "title", "Of another request."),
    ]

    recorded = review(
        request=request, role="clinical", decision="request_changes", by=make_clinician(), at=AT, field_comments=said
    )

    kept = FieldComment.objects.order_by("pk").values_list("review", "version", "field", "text")
    assert list(kept) == [
        (recorded.pk, version.pk, "summary", "Say this in fewer words."),
        (recorded.pk, version.pk, "f" * 300, "x" * 5000),
    ]


def test_the_checks_tell_whoever_reads_it_that_it_was_edited_since() -> None:
    cause = make_cause(description="Old words.")
    versions = list(submit_now(cause).versions.all())

    def told() -> bool:
        return "GOV-04" in {each.check_id for each in check_gates([cause], at=after(2), submitted=versions)}

    assert not told()
    edit(cause, description="New words.", at=after(1))
    assert told()


def test_only_approvals_of_this_very_text_by_others_count() -> None:
    author = make_author()
    request = submit_now(make_cause(by=author), by=author)
    approve_now(request)
    good = Review.objects.get()
    others: list[dict[str, Any]] = [{"decision": "request_changes"}, {"content_hash": "0" * 64}, {"reviewer": author}]
    kept = {name: getattr(good, name) for name in ("request", "role", "decision", "content_hash", "reviewer")}
    for changed in others:
        Review.objects.create(**{**kept, "reviewer_name": "Ann", "decided_at": AT, **changed})

    assert request.reviews.count() == 4
    assert approvals_of(request) == [good]
