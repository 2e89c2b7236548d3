import json
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.content.canonical import sha256_hex
from articles.models import Cause, Change, Document, PastPublication, Published, PublishedPart, Version
from articles.publishing import (
    ContentChanged,
    GatesRefuse,
    MissingParts,
    NotAllowed,
    NotApproved,
    RequestClosed,
    changes,
    on_changes,
    publish,
    review,
    status_of,
    storing,
)
from articles.publishing.storing import on_stored
from tests.builders import (
    AT,
    after,
    approve_now,
    edit,
    make_article,
    make_author,
    make_cause,
    make_clinician,
    make_publisher,
    make_reference,
    make_remedy,
    make_user,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db


def live_row(document: Document) -> Published:
    return Published.objects.live(after(60)).get(document=document.pk)


def body_of(document: Document) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(bytes(live_row(document).body))
    return body


def events(changes: list[Change]) -> list[tuple[str, int]]:
    return [(change.event, change.document_id) for change in changes]


def test_an_article_goes_live_with_its_parts() -> None:
    cause = make_cause(title="Tired muscles")
    article = make_article(causes=[cause])

    changes = publish_now(article)

    assert sorted((change.event, change.kind) for change in changes) == [
        ("publish", "article"),
        ("publish", "cause"),
        ("publish", "red_flag"),
    ]
    assert [embedded["name"] for embedded in body_of(article)["causes"]] == ["Tired muscles"]
    assert status_of(article, at=after(1)).state == "live"


def test_readers_get_every_section_in_its_order() -> None:
    article = make_article(sections=3)

    publish_now(article)

    shown = [(each["heading"], each["body"]["text"]) for each in body_of(article)["sections"]]
    assert shown == [(f"Part {number}", "Some plain words.") for number in range(3)]


def review_dates(article: Any) -> list[str]:
    dates = [body_of(article)[name] for name in ("last_reviewed", "next_review")]
    assert None not in dates
    return dates


def test_a_corrected_cause_changes_every_article_that_uses_it() -> None:
    cause = make_cause(description="Old words.")
    first, second = make_article(causes=[cause]), make_article(causes=[cause])
    unrelated = make_article()
    publish_now(first, second, unrelated)
    reviewed = review_dates(first)

    edit(cause, description="New words.")
    changes = publish_now(cause, at=after(60 * 24 * 40))

    assert events(changes) == [("publish", cause.pk), ("recompose", first.pk), ("recompose", second.pk)]
    for article in (first, second):
        assert body_of(article)["causes"][0]["description"]["text"] == "New words."
        assert review_dates(article) == reviewed  # nobody has looked at the whole page again
    sequences = list(Change.objects.values_list("sequence", flat=True))
    assert sequences == list(range(1, len(sequences) + 1))


def test_the_draft_of_a_part_does_not_reach_readers_with_another_publish() -> None:
    cause = make_cause(description="Live words.")
    first, second = make_article(causes=[cause]), make_article(causes=[cause])
    publish_now(first, second)

    edit(first, summary="A better summary.")
    request = submit_now(first, at=after(3))
    approve_now(request, at=after(3))
    edit(cause, description="Unfinished words.")
    publish(request=request, by=make_publisher(), at=after(4))

    assert body_of(first)["summary"] == "A better summary."
    assert body_of(first)["causes"][0]["description"]["text"] == "Live words."


def test_any_edit_after_approval_voids_it() -> None:
    article = make_article(sections=1)
    request = submit_now(article)
    approve_now(request)

    section = article.sections.get()
    section.body += "."
    section.save()

    with pytest.raises(ContentChanged):
        publish(request=request, by=make_publisher(), at=after(1))
    assert not Published.objects.exists()
    assert status_of(article, at=after(1)).state == "draft"


def test_an_edit_to_a_part_voids_the_approval_too() -> None:
    cause = make_cause()
    request = submit_now(make_article(causes=[cause]))
    approve_now(request)

    edit(cause, what_to_do="Something else.")

    with pytest.raises(ContentChanged):
        publish(request=request, by=make_publisher(), at=after(1))


@pytest.mark.parametrize(
    ("change_kind", "clinical_reviews", "says"),
    [
        ("minor", 1, "Nobody has approved this yet. A second person must read it"),
        ("major", 1, "No clinician has approved this yet. A major or safety change needs a clinical review"),
        ("safety", 1, "No clinician has approved this yet. A major or safety change needs a clinical review"),
        ("safety", 2, "2 clinicians must approve this"),
    ],
)
def test_without_a_review_nothing_goes_live(change_kind: str, clinical_reviews: int, says: str) -> None:
    request = submit_now(make_article(), change_kind=change_kind)
    request.clinical_reviews = clinical_reviews
    request.save()

    with pytest.raises(NotApproved, match=f"^{says}"):
        publish(request=request, by=make_publisher(is_superuser=True), at=AT)


def test_an_editorial_review_is_enough_for_a_minor_change_only() -> None:
    editor = make_user("articles.review_editorial")
    minor = submit_now(make_article(), change_kind="minor")
    safety = submit_now(make_article(), change_kind="safety")
    for request in (minor, safety):
        review(request=request, role="editorial", decision="approve", by=editor, at=AT)

    publish(request=minor, by=make_publisher(), at=AT)
    with pytest.raises(NotApproved):
        publish(request=safety, by=make_publisher(), at=AT)


def test_a_clinician_of_whom_nothing_is_known_holds_it_back_until_it_is() -> None:
    request = submit_now(make_cause(title="Salt"))
    approve_now(request, by=make_clinician(credentials=""))

    with pytest.raises(GatesRefuse) as refused:
        publish(request=request, by=make_publisher(), at=after(1))

    found = [(each.check_id, each.title, each.field) for each in refused.value.problems]
    assert found == [("GOV-01", "Salt", "reviewed by")]


def test_only_a_publisher_publishes() -> None:
    request = submit_now(make_article())
    approve_now(request)

    with pytest.raises(NotAllowed):
        publish(request=request, by=make_clinician(), at=AT)


def test_publishing_twice_has_one_winner_and_a_clear_message() -> None:
    request = submit_now(make_article())
    approve_now(request)
    winner = make_publisher()
    publish(request=request, by=winner, at=AT)

    with pytest.raises(RequestClosed) as refused:
        publish(request=request, by=make_publisher(), at=AT)
    assert str(refused.value) == (
        f"This request was already closed by {winner} (published). Load the page again to see where it stands."
    )


def test_a_part_that_is_neither_live_nor_in_the_request_is_named() -> None:
    cause = make_cause(title="Tired muscles")
    request = submit_now(make_article(causes=[cause]))
    request.items.filter(version__document=cause.pk).delete()
    approve_now(request)

    with pytest.raises(MissingParts) as refused:
        publish(request=request, by=make_publisher(), at=AT)
    assert str(refused.value).startswith(
        "These parts are not live and are not in this request: Tired muscles. Submit again"
    )


def test_the_bytes_that_readers_had_are_kept() -> None:
    article = make_article(summary="First words.")
    publish_now(article)
    first = bytes(live_row(article).body)

    edit(article, summary="Second words.")
    publish_now(article, at=after(5))

    past = PastPublication.objects.get()
    assert (bytes(past.body), past.live_from, past.live_until) == (first, AT, after(5))


def test_a_republish_without_difference_says_nothing_to_the_feed() -> None:
    remedy = make_remedy()
    cause = make_cause()
    cause.remedies.add(remedy)
    article = make_article(causes=[cause])
    publish_now(article)

    edit(remedy, benefits="It may ease the ache.")
    changes = publish_now(remedy, at=after(5))

    assert events(changes) == [("publish", remedy.pk)]


def test_a_public_document_names_its_version_parts_sources_and_review() -> None:
    cause = make_cause()
    cause.references.set([make_reference(slug="nhs", title="Cramp")])
    article = make_article(causes=[cause])
    article.references.add(make_reference(slug="nice", title="Guideline"))
    publish_now(article)

    body = body_of(article)
    assert body["version"] == 1
    assert [(part["type"], part["version"]) for part in body["parts"]] == [("cause", 1), ("red_flag", 1)]
    assert [reference["id"] for reference in body["references"]] == ["nhs", "shared-source", "nice"]
    assert body["first_published"] == body["modified"] == timezone.localtime(AT).isoformat(timespec="seconds")
    named = {"id", "publisher", "title", "url", "doi", "published", "grade"}
    assert (set(body["references"][0]), body["references"][0]["title"]) == (named, "Cramp")
    assert body["causes"][0]["reference_ids"] == ["nhs"]
    assert (body["last_reviewed"], body["next_review"]) == ("2026-11-02", "2027-11-02")
    assert [(each["review"], each["credentials"]) for each in body["reviewed_by"]] == [
        ("clinical", "MRCGP, GMC 0000000")
    ]
    assert live_row(article).review_status == "clinically_reviewed"


def test_a_minor_change_does_not_move_the_review_date() -> None:
    article = make_article()
    publish_now(article)
    edit(article, summary="A comma, moved.")
    request = submit_now(article, change_kind="minor", at=after(60 * 24 * 40))
    review(
        request=request,
        role="editorial",
        decision="approve",
        by=make_user("articles.review_editorial"),
        at=after(60 * 24 * 40),
    )

    publish(request=request, by=make_publisher(), at=after(60 * 24 * 40))

    row = Published.objects.get(document=article.pk)
    assert (row.last_reviewed.isoformat() if row.last_reviewed else None, row.review_status) == (
        "2026-11-02",
        "clinically_reviewed",
    )


def test_a_demonstration_review_is_told_to_readers() -> None:
    request = submit_now(make_article())
    approve_now(request, by=make_clinician(is_demonstration=True))
    publish(request=request, by=make_publisher(), at=AT)

    assert {row.review_status for row in Published.objects.all()} == {"demonstration"}


def test_versions_carry_the_hash_of_their_own_bytes() -> None:
    publish_now(make_article(causes=[make_cause()]))

    assert [sha256_hex(each.payload) == each.sha256 for each in Version.objects.all()] == [True, True, True]


def test_embedded_versions_are_recorded() -> None:
    cause = make_cause()
    article = make_article(causes=[cause])
    publish_now(article)
    edit(cause, description="Better words.")
    publish_now(cause, at=after(5))

    used = PublishedPart.objects.get(published__document=article.pk, part=cause.pk)
    assert used.version.number == 2


def test_publishing_a_shared_part_costs_two_queries_for_each_article() -> None:
    cause = make_cause()
    publish_now(make_article(causes=[cause]))
    queries_to_publish(cause, minutes=5)  # what a process reads once is read
    with_one = queries_to_publish(cause, minutes=10)
    publish_now(*[make_article(causes=[cause]) for _ in range(2)], at=after(12))

    assert queries_to_publish(cause, minutes=15) - with_one == 2 * 2
    assert with_one <= 76


def queries_to_publish(cause: Cause, *, minutes: int) -> int:
    edit(cause, description=f"Words of minute {minutes}.")
    request = submit_now(cause, at=after(minutes))
    approve_now(request, at=after(minutes))
    publisher = make_publisher()
    with CaptureQueriesContext(connection) as queries:
        publish(request=request, by=publisher, at=after(minutes + 1))
    return len(queries)


def test_only_authors_who_edited_since_the_live_version_are_barred() -> None:
    first_author = make_author()
    article = make_article(by=first_author)
    publish_now(article, by=first_author)
    edit(article, by=make_author(), summary="Better words.")
    request = submit_now(article, at=after(5))
    first_author.user_permissions.set(make_clinician().user_permissions.all())
    first_author = type(first_author).objects.get(pk=first_author.pk)

    assert review(request=request, role="clinical", decision="approve", by=first_author, at=after(6)).pk


def test_who_listens_is_told_once_of_each_stored_row_and_of_each_change(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int]] = []

    def listen(rows: Sequence[Published | Change]) -> None:
        told.extend((row._meta.label, row.document_id) for row in rows)

    for room in (storing, changes):
        monkeypatch.setattr(room, "_listeners", [])
    for _ in range(2):
        on_stored(listen)
        on_changes(listen)
    cause = make_cause()

    publish_now(cause)

    assert told == [("articles.Published", cause.pk), ("articles.Change", cause.pk)]


def test_a_part_that_went_live_with_another_request_is_told_of_once() -> None:
    cause, clinician = make_cause(), make_clinician()
    requests = [submit_now(make_article(causes=[cause])) for _ in range(2)]
    for request in requests:
        approve_now(request, by=clinician)
        publish(request=request, by=make_publisher(), at=after(5))

    assert Change.objects.filter(document=cause.pk).count() == 1
