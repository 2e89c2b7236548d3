import pytest

from articles.models import AuditEntry, Change, ReviewTask
from articles.publishing import NotAllowed, TaskClosed, WroteThePart, close_task, publish, review
from articles.publishing.errors import Refused
from articles.publishing.transaction import publishing_transaction
from healthkb.models import User
from tests.builders import (
    after,
    approve_now,
    edit,
    make_article,
    make_cause,
    make_clinician,
    make_publisher,
    make_user,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db


def change(cause: object, kind: str, *, at: int = 5, by: User | None = None) -> None:
    edit(cause, description=f"Corrected at {at}.", at=after(at), by=by)
    publish_now(cause, at=after(at), change_kind=kind)  # type: ignore[arg-type]


def tasks() -> list[tuple[str, str, str]]:
    return [(each.document.title, each.because.document.title, each.outcome) for each in ReviewTask.objects.all()]


def test_a_safety_change_opens_one_on_every_live_document_that_embeds_it() -> None:
    cause = make_cause(title="Salt")
    articles = [make_article(title=title, causes=[cause]) for title in ("Cramps", "Twitching")]
    publish_now(*articles, make_article(title="Other"))

    change(cause, "safety")

    assert tasks() == [("Cramps", "Salt", ""), ("Twitching", "Salt", "")]


@pytest.mark.parametrize("kind", ["minor", "major"])
def test_another_change_opens_none(kind: str) -> None:
    cause = make_cause()
    publish_now(make_article(causes=[cause]))
    change(cause, kind)
    assert tasks() == []


def test_what_was_reviewed_together_with_it_needs_no_other_look() -> None:
    cause = make_cause(title="Salt")
    article = make_article(title="Cramps", causes=[cause])
    publish_now(article, make_article(title="Twitching", causes=[cause]))
    edit(cause, description="Corrected.", at=after(5))
    edit(article, summary="Corrected too.", at=after(5))
    publish_now(article, cause, at=after(5), change_kind="safety")
    assert tasks() == [("Twitching", "Salt", "")]


def test_what_went_live_before_with_another_request_opens_none_again() -> None:
    cause, clinician = make_cause(title="Salt"), make_clinician()
    publish_now(make_article(title="Cramps", causes=[cause]))
    edit(cause, description="Corrected.", at=after(5))
    first = submit_now(cause, at=after(5), change_kind="safety")
    second = submit_now(make_article(title="Twitching", causes=[cause]), at=after(6), change_kind="safety")
    approve_now(first, by=clinician, at=after(7))
    publish(request=first, by=make_publisher(), at=after(7))
    publish_now(make_article(title="Written since", causes=[cause]), at=after(8))

    approve_now(second, by=clinician, at=after(9))
    publish(request=second, by=make_publisher(), at=after(9))

    assert tasks() == [("Cramps", "Salt", "")]
    told = Change.objects.filter(document=cause.pk).order_by("sequence")
    assert [(each.event, each.at) for each in told] == [("publish", after(0)), ("publish", after(7))]


@pytest.mark.parametrize("waits", [False, True])
def test_one_that_another_clinician_approved_too_opens_none_again(waits: bool) -> None:
    """A reviewer more on the page makes other bytes of it, but no other text."""
    cause = make_cause(title="Salt")
    publish_now(make_article(title="Cramps", causes=[cause]))
    edit(cause, description="Corrected.", at=after(5))
    first = submit_now(cause, at=after(5), change_kind="safety")
    twitching, go_live_at = make_article(title="Twitching", causes=[cause]), after(20) if waits else None
    second = submit_now(twitching, at=after(6), change_kind="safety", go_live_at=go_live_at)
    approve_now(first, by=make_clinician(), at=after(7))
    publish(request=first, by=make_publisher(), at=after(7))
    publish_now(make_article(title="Written since", causes=[cause]), at=after(8))

    approve_now(second, by=make_clinician(), at=after(9))
    publish(request=second, by=make_publisher(), at=after(9))
    with publishing_transaction(after(21)):
        pass

    assert twitching.published.live(after(21)).exists()
    assert tasks() == [("Cramps", "Salt", "")]


def test_a_scheduled_one_opens_them_when_it_goes_live() -> None:
    cause = make_cause(title="Salt")
    publish_now(make_article(title="Cramps", causes=[cause]))
    edit(cause, description="Corrected.", at=after(1))
    request = submit_now(cause, at=after(2), change_kind="safety", go_live_at=after(60))
    approve_now(request, at=after(3))
    publish(request=request, by=make_publisher(), at=after(4))
    assert tasks() == []

    for _ in range(2):
        with publishing_transaction(after(61)):
            pass

    assert [(each.document.title, each.opened_at) for each in ReviewTask.objects.all()] == [("Cramps", after(60))]


def test_a_clinician_closes_it_with_what_they_looked_at() -> None:
    task, clinician = open_task(), make_clinician()
    close_task(task=task, note="The page does not speak of doses.", by=clinician, at=after(9))
    task.refresh_from_db()
    assert (task.outcome, task.note, task.closed_by) == ("still_holds", "The page does not speak of doses.", clinician)
    told = AuditEntry.objects.get(action="task_closed")
    assert (told.by, told.at, told.subject_id) == (clinician, after(9), str(task.document.pk))
    with pytest.raises(TaskClosed):
        close_task(task=task, note="Again.", by=clinician, at=after(10))


def test_it_needs_a_note_the_right_and_another_person_than_the_author() -> None:
    author = make_user("articles.submit_document", "articles.review_clinical")
    task = open_task(by=author)
    with pytest.raises(Refused, match="Say what you looked at"):
        close_task(task=task, note=" ", by=make_clinician(), at=after(9))
    with pytest.raises(NotAllowed):
        close_task(task=task, note="Fine.", by=make_publisher(), at=after(9))
    with pytest.raises(WroteThePart):
        close_task(task=task, note="Fine.", by=author, at=after(9))


def test_reviewing_the_document_anew_closes_it() -> None:
    task = open_task()
    edit(task.document.article, summary="Read again.", at=after(20))
    publish_now(task.document.article, at=after(20))
    task.refresh_from_db()
    assert (task.outcome, task.closed_at) == ("reviewed_anew", after(20))


def test_a_minor_change_that_an_editor_read_does_not_close_it() -> None:
    task = open_task()
    edit(task.document.article, summary="A comma more.", at=after(20))
    request = submit_now(task.document.article, at=after(20), change_kind="minor")
    review(request=request, role="editorial", decision="approve", by=make_clinician(), at=after(20))
    publish(request=request, by=make_publisher(), at=after(20))
    task.refresh_from_db()
    assert task.is_open


def open_task(by: User | None = None) -> ReviewTask:
    cause = make_cause(title="Salt")
    publish_now(make_article(title="Cramps", causes=[cause]))
    change(cause, "safety", by=by)
    return ReviewTask.objects.get()
