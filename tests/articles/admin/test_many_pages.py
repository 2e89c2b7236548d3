"""Lists: saved filters, filters by review and by checks, doing one thing to many, duplicates; and the one search."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.admin.moment_fields import PLAIN
from articles.models import BulkChange, Cause, Document, SavedFilter
from articles.services.check_summaries import refresh_check_summaries
from healthkb.models import User
from tests.builders import make_article, make_author, make_cause, make_faq, publish_now

from .conftest import make_member, signed_in
from .forms import form_data, saved

pytestmark = pytest.mark.django_db
LIST = "admin:articles_cause_changelist"


def titles(client: Client, **filters: str) -> list[str]:
    return sorted(str(row) for row in client.get(reverse(LIST), filters).context["cl"].result_list)


class TestFilters:
    def test_by_what_the_checks_found(self, admin_page: Client) -> None:
        make_cause(title="Fine")
        bad = make_cause(title="Bad", description="You must stop your medicine. It is a miracle cure.")
        bad.references.clear()
        assert titles(admin_page, checks="not_yet") == ["Bad", "Fine"]
        assert refresh_check_summaries(timezone.now) >= 2
        assert refresh_check_summaries(timezone.now) == 0
        found = {name: titles(admin_page, checks=name) for name in ("block", "warn", "clean", "not_yet")}
        assert sorted(title for each in found.values() for title in each) == ["Bad", "Fine"]
        assert "Bad" in found["block"] + found["warn"]
        assert found["not_yet"] == []

    def test_the_worker_checks_so_many_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for title in ("One", "Two", "Three"):
            make_cause(title=title)
        monkeypatch.setattr("articles.services.check_summaries.MOST_AT_ONCE", 2)
        left = Document.objects.count()
        while left:
            assert refresh_check_summaries(timezone.now) == min(left, 2)
            left = max(0, left - 2)
        assert refresh_check_summaries(timezone.now) == 0

    def test_the_checks_are_run_at_each_save(self, author_page: Client) -> None:
        cause = make_cause()
        url = reverse("admin:articles_cause_change", args=[cause.pk])
        assert "not run yet" in author_page.get(url).content.decode()
        assert saved(author_page.post(url, form_data(author_page.get(url), description="Other words.")))
        cause.refresh_from_db()
        assert cause.check_summary.edit_number == cause.edit_number == 2
        assert "not run yet" not in author_page.get(url).content.decode()

    def test_by_when_the_review_is_due(self, admin_page: Client) -> None:
        overdue, later = make_cause(title="Overdue", review_interval_months=1), make_cause(title="Later")
        make_cause(title="Draft")
        publish_now(overdue, at=timezone.now() - dt.timedelta(days=60))
        publish_now(later, at=timezone.now())
        found = {name: titles(admin_page, due=name) for name in ("overdue", "30", "none")}
        assert found == {"overdue": ["Overdue"], "30": [], "none": ["Draft"]}

    def test_a_choice_of_filters_is_kept_for_the_person_who_made_it(self, author: User, author_page: Client) -> None:
        make_cause(title="Mine", owner=author)
        make_cause(title="Other")
        url = reverse("admin:articles_cause_filters")
        author_page.post(url, {"name": "My own", "query": "owner=me&p=3"})
        assert [(each.name, each.query) for each in SavedFilter.objects.all()] == [("My own", "owner=me")]
        assert 'href="?owner=me"' in author_page.get(reverse(LIST)).content.decode()
        assert titles(author_page, owner="me") == ["Mine"]
        assert "My own" not in signed_in(make_member("Editor")).get(reverse(LIST)).content.decode()
        signed_in(make_member("Editor")).post(url, {"delete": SavedFilter.objects.get().pk})
        assert SavedFilter.objects.count() == 1
        author_page.post(url, {"delete": SavedFilter.objects.get().pk})
        assert SavedFilter.objects.count() == 0

    @pytest.mark.parametrize(
        "sent",
        [{"name": "", "query": "owner=me"}, {"name": "x", "query": ""}, {"name": "x", "query": "q=" + "y" * 600}],
    )
    def test_a_filter_without_name_or_choice_is_not_kept(self, author_page: Client, sent: dict[str, str]) -> None:
        author_page.post(reverse("admin:articles_cause_filters"), sent)
        assert SavedFilter.objects.count() == 0


class TestMany:
    def choose(self, client: Client, *causes: Cause, action: str = "bulk_review_interval") -> Any:
        return client.post(reverse(LIST), {"action": action, "_selected_action": [cause.pk for cause in causes]})

    def test_first_what_changes_is_shown_then_it_is_done(self, author_page: Client) -> None:
        one, other = make_cause(title="One", review_interval_months=6), make_cause(title="Other")
        page = self.choose(author_page, one, other).content.decode()
        assert "Every 36 months" in page
        data = {"bulk_action": "review_interval", "document": [one.pk, other.pk], "review_interval": "6"}
        url = reverse("admin:articles_cause_bulk")
        shown = author_page.post(url, data)
        assert [(str(row.document), row.before, row.after) for row in shown.context["rows"]] == [
            ("One", "Every 6 months", "Stays as it is"),
            ("Other", "Every 36 months", "Every 6 months"),
        ]
        assert BulkChange.objects.count() == 0
        answer = author_page.post(url, {**data, "confirm": "yes"}, follow=True)
        assert "Done: 2 of 2 pages." in answer.content.decode()
        other.refresh_from_db()
        assert other.review_interval_months == 6

    def test_many_are_left_to_the_worker_and_the_page_says_how_far_it_is(self, author_page: Client) -> None:
        causes = [make_cause() for _ in range(21)]
        data = {"bulk_action": "owner", "document": [cause.pk for cause in causes], "owner": "", "confirm": "yes"}
        answer = author_page.post(reverse("admin:articles_cause_bulk"), data, follow=True)
        assert "0 of 21 done." in answer.content.decode()
        assert author_page.get(answer.redirect_chain[-1][0], {"json": ""}).json() == {"done": 0, "finished": False}

    def test_what_is_missing_is_asked_for(self, author_page: Client) -> None:
        cause = make_cause()
        data = {"bulk_action": "schedule", "document": [cause.pk], "go_live_at": "2020-01-01T00:00", "confirm": "yes"}
        answer = author_page.post(reverse("admin:articles_cause_bulk"), data)
        assert (answer.status_code, BulkChange.objects.count()) == (422, 0)
        assert "Choose a time that is still to come." in answer.content.decode()

    @pytest.mark.parametrize("local", ["2027-03-28T01:30", "2027-10-31T01:30"])
    def test_a_time_that_is_no_single_moment_is_told_in_plain_words(self, author_page: Client, local: str) -> None:
        data = {"bulk_action": "schedule", "document": [make_cause().pk], "go_live_at": local, "confirm": "yes"}
        data |= {"change_kind": "minor", "change_note": "New."}
        answer = author_page.post(reverse("admin:articles_cause_bulk"), data)
        assert answer.context["form"].errors == {"go_live_at": [PLAIN]}

    def test_who_may_not_edit_is_offered_nothing(self, db: None) -> None:
        cause, reviewer = make_cause(), signed_in(make_member("Medical reviewer"))
        assert "bulk_owner" not in reviewer.get(reverse(LIST)).content.decode()
        data = {"bulk_action": "owner", "document": [cause.pk], "owner": "", "confirm": "yes"}
        assert reviewer.post(reverse("admin:articles_cause_bulk"), data).status_code == 403
        assert BulkChange.objects.count() == 0


class TestDuplicates:
    def test_they_are_listed_compared_and_merged(self, author_page: Client) -> None:
        kept, dropped = make_cause(title="Dehydration"), make_cause(title="Lack of fluids", description="Too dry.")
        article = make_article(title="Twitching", causes=[dropped])
        page = author_page.get(reverse("admin:articles_cause_duplicates")).content.decode()
        url = reverse("admin:articles_cause_merge", args=[kept.pk, dropped.pk])
        assert url in page
        shown = author_page.get(url).content.decode()
        assert "1 page will show “Dehydration”: Twitching." in shown
        assert "Too dry." in shown
        assert article.causes.get().cause == dropped
        answer = author_page.post(url, follow=True).content.decode()
        assert "Merged. 1 page now shows “Dehydration”" in answer
        assert article.causes.get().cause == kept

    def test_an_empty_page_says_so(self, author_page: Client) -> None:
        assert (
            "There is nothing to merge." in author_page.get(reverse("admin:articles_faq_duplicates")).content.decode()
        )

    def test_who_may_not_edit_may_not_merge(self, db: None) -> None:
        kept, dropped = make_cause(), make_cause()
        url = reverse("admin:articles_cause_merge", args=[kept.pk, dropped.pk])
        assert signed_in(make_member("Medical reviewer")).post(url).status_code == 403
        assert Cause.objects.count() == 2


class TestSearch:
    def test_everything_is_found_from_every_page(self, author_page: Client) -> None:
        make_cause(title="Stress", slug="stress")
        publish_now(make_faq(title="Is it stress?"))
        page = author_page.get(reverse("admin:index")).content.decode()
        assert f'action="{reverse("admin_search")}"' in page
        found = author_page.get(reverse("admin_search"), {"q": "stress"})
        names = {group.kind: [hit["name"] for hit in hits] for group, hits in found.context["groups"]}
        assert names == {"cause": ["Stress"], "faq": ["Is it stress?"]}

    def test_nothing_found_says_what_to_do(self, author_page: Client) -> None:
        assert "Try fewer words" in author_page.get(reverse("admin_search"), {"q": "zzz"}).content.decode()

    def test_only_those_who_may_see_content_search_it(self, db: None) -> None:
        visitor = signed_in(make_author(is_staff=True))
        assert visitor.get(reverse("admin_search"), {"q": "x"}).status_code in (200, 403)
        stranger = signed_in(User.objects.create_user("stranger", is_staff=True))
        assert stranger.get(reverse("admin_search"), {"q": "x"}).status_code == 403


def test_an_entry_says_where_it_is_used(author_page: Client) -> None:
    cause = make_cause()
    make_article(title="Twitching", causes=[cause])
    page = author_page.get(reverse("admin:articles_cause_change", args=[cause.pk])).content.decode()
    assert "Used in 1 page" in page
    assert "Twitching</a>" in page


def test_what_the_checks_say_has_a_page(author_page: Client) -> None:
    article = make_article(red_flags=[])
    page = author_page.get(reverse("admin:articles_article_report", args=[article.pk])).content.decode()
    assert "Must be put right (" in page
