import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Release, ReviewTask
from tests.articles.admin.conftest import make_member, signed_in
from tests.builders import AT, after, approve_now, edit, make_article, make_cause, publish_now, submit_now

pytestmark = pytest.mark.django_db
MAKE = reverse("admin:articles_release_make")


@pytest.fixture
def publisher_page() -> Client:
    return signed_in(make_member("Publisher"))


def test_chosen_requests_are_put_into_a_release_from_their_list(publisher_page: Client) -> None:
    requests = [submit_now(make_cause(title=title)) for title in ("Salt", "Sugar")]
    chosen = {"action": "put_into_release", "_selected_action": [each.pk for each in requests]}
    answer = publisher_page.post(reverse("admin:articles_reviewrequest_changelist"), chosen)
    form = publisher_page.get(answer["Location"]).content.decode()
    assert form.count(" checked") == 2

    saved = publisher_page.post(MAKE, {"name": "Sweet and salty", "requests": [each.pk for each in requests]})

    release = Release.objects.get()
    assert saved["Location"] == reverse("admin:articles_release_change", args=[release.pk])
    page = publisher_page.get(saved["Location"]).content.decode()
    assert "2 of 2 requests must be ready first." in page
    assert "publish-release" not in page
    for each in requests:
        approve_now(each)
    page = publisher_page.get(saved["Location"]).content.decode()
    assert "Everything in it is approved." in page
    assert reverse("admin:articles_release_publish_release", args=[release.pk]) in page


def test_what_is_in_it_and_when_can_be_changed(publisher_page: Client) -> None:
    first, second = submit_now(make_cause()), submit_now(make_cause())
    publisher_page.post(MAKE, {"name": "Salt", "requests": [first.pk]})
    url = reverse("admin:articles_release_set", args=[Release.objects.get().pk])
    data = {"name": "Sugar", "requests": [second.pk], "go_live_at_0": "2030-01-02", "go_live_at_1": "06:00"}
    assert publisher_page.post(url, data).status_code == 302
    release = Release.objects.get()
    assert (release.name, release.requests.get(), str(release.go_live_at)) == (
        "Sugar",
        second,
        "2030-01-02 06:00:00+00:00",
    )


@pytest.mark.parametrize("role", ["Author", "Editor", "Expert", "Medical reviewer", "Administrator"])
def test_only_a_publisher_makes_one(role: str) -> None:
    request = submit_now(make_cause())
    page = signed_in(make_member(role))
    assert page.post(MAKE, {"name": "Salt", "requests": [request.pk]}).status_code == 403
    assert MAKE not in page.get(reverse("admin:articles_release_changelist")).content.decode()
    assert Release.objects.count() == 0


def test_a_task_shows_the_safety_change_and_its_page(publisher_page: Client) -> None:
    cause = make_cause(title="Salt", description="Old words.")
    publish_now(make_article(title="Cramps", causes=[cause]), at=AT)
    edit(cause, description="New words.", at=after(1))
    publish_now(cause, change_kind="safety", at=after(2))
    task = ReviewTask.objects.get()
    page = publisher_page.get(reverse("admin:articles_reviewtask_change", args=[task.pk])).content.decode()
    assert "Look again: Cramps" in page
    assert "<del>Old</del> words." in page
    assert reverse("admin:articles_article_change", args=[task.document_id]) in page
