import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin.review_request import PER_PAGE
from articles.models import CausePlacement, FieldComment, ReviewRequest
from tests.articles.admin.conftest import make_member, signed_in
from tests.builders import after, edit, make_article, make_cause, make_red_flag, publish_now, submit_now

pytestmark = pytest.mark.django_db


def url_of(request: ReviewRequest) -> str:
    return reverse("admin:articles_reviewrequest_change", args=[request.pk])


def test_the_page_says_what_is_in_it_and_what_came_along(admin_page: Client) -> None:
    request = submit_now(make_article(title="Twitching", causes=[make_cause(title="Caffeine")], red_flags=None))
    context = admin_page.get(url_of(request)).context
    assert [str(item.version.document) for item in context["main_items"]] == ["Twitching"]
    assert "Caffeine" in [str(item.version.document) for item in context["along_items"]]


def test_a_request_with_many_texts_is_shown_a_page_at_a_time(admin_page: Client) -> None:
    """A list that was imported can be submitted as one request of many thousands."""
    request = submit_now(*(make_cause() for _ in range(PER_PAGE + 3)))
    first, last = (admin_page.get(url_of(request), {"page": number}) for number in (1, 2))
    assert [len(page.context["main_items"]) for page in (first, last)] == [PER_PAGE, 3]
    assert len({item.version.pk for page in (first, last) for item in page.context["main_items"]}) == PER_PAGE + 3
    words = last.content.decode()
    assert f"This request holds {PER_PAGE + 3} texts. Here are {PER_PAGE + 1} to {PER_PAGE + 3}" in words
    assert f"and {PER_PAGE} more</h1>" in words
    assert "References that the texts on this page rest on" in words
    assert [len(source.cited_by) for source in last.context["sources"]] == [3]


def test_what_comes_along_on_a_later_page_is_led_to(admin_page: Client) -> None:
    request = submit_now(*(make_article(causes=[make_cause()]) for _ in range(PER_PAGE)))
    first = admin_page.get(url_of(request))
    assert (len(first.context["main_items"]), first.context["along_items"]) == (PER_PAGE, [])
    along, pages = first.context["along_count"], first.context["pages"].paginator.num_pages
    assert f'<a href="?page={pages}#along">Comes along <span class="count">{along}</span></a>' in first.content.decode()
    last = admin_page.get(url_of(request), {"page": pages})
    assert 'id="along"' in last.content.decode()


@pytest.mark.parametrize("texts", [1, PER_PAGE + 3])
def test_only_the_texts_of_a_page_are_read(admin_page: Client, texts: int) -> None:
    request = submit_now(*(make_cause() for _ in range(texts)))
    with CaptureQueriesContext(connection) as queries:
        page = admin_page.get(url_of(request))
    assert len(page.context["main_items"]) == min(texts, PER_PAGE)
    read = [each["sql"] for each in queries if '"payload"' in each["sql"]]
    assert [sql for sql in read if "LIMIT" not in sql and " IN (" not in sql] == []


def test_the_texts_of_a_new_document_are_shown_as_readers_will_see_them(admin_page: Client) -> None:
    page = admin_page.get(url_of(submit_now(make_cause(description="It is *common*.")))).content.decode()
    assert "<p>It is <em>common</em>.</p>" in page


def test_a_change_is_shown_word_by_word_beside_what_is_live(admin_page: Client) -> None:
    cause = make_cause(description="It lasts two weeks.")
    publish_now(cause)
    edit(cause, description="It lasts three weeks.")
    item = admin_page.get(url_of(submit_now(cause))).context["main_items"][0]
    assert [(line.label, line.before, line.after) for line in item.lines] == [
        ("Description", "<p>It lasts <del>two</del> weeks.</p>", "<p>It lasts <ins>three</ins> weeks.</p>")
    ]


def test_the_kind_of_a_contributor_is_shown_when_it_changes(admin_page: Client) -> None:
    article = make_article()
    publish_now(article)
    article.authors.update(kind="team")
    item = admin_page.get(url_of(submit_now(article))).context["main_items"][0]
    assert [(line.label, line.after) for line in item.lines] == [
        ("Authors: Editorial team, kind", "<p><ins>team</ins></p>")
    ]


def test_rows_added_taken_out_and_moved_are_told_beside_their_fields(admin_page: Client) -> None:
    causes = [make_cause(title=title) for title in ("Salt", "Sugar", "Caffeine")]
    article = make_article(causes=causes[:2])
    publish_now(article)
    CausePlacement.objects.filter(cause=causes[0]).update(position=5)
    CausePlacement.objects.create(article=article, cause=causes[2], position=9)
    article.sections.all().delete()
    edit(article, summary="Shorter.")
    lines = admin_page.get(url_of(submit_now(article))).context["main_items"][0].lines
    told = {(line.label, line.change) for line in lines if line.change}
    assert {("Causes: Salt", "moved"), ("Causes: Caffeine", "added"), ("Sections: Part 0", "removed")} <= told
    gone = [line.before for line in lines if line.label == "Sections: Part 0, body"]
    assert gone == ["<p><del>Some </del><em><del>plain</del></em><del> words.</del></p>"]


def test_a_link_to_another_address_is_seen_although_its_words_are_the_same(admin_page: Client) -> None:
    cause = make_cause(description="See [the page](https://example.org/a).")
    publish_now(cause)
    edit(cause, description="See [the page](https://example.org/b).")
    (line,) = admin_page.get(url_of(submit_now(cause))).context["main_items"][0].lines
    assert "<del>a</del>" in line.before
    assert "<ins>b</ins>" in line.after


def test_the_references_it_rests_on_are_listed_once_with_who_cites_them(admin_page: Client) -> None:
    causes, red_flags = [make_cause(title="Salt"), make_cause(title="Sugar")], [make_red_flag(title="Zeal")]
    request = submit_now(make_article(causes=causes, red_flags=red_flags))
    sources = admin_page.get(url_of(request)).context["sources"]
    assert [(each.cited["slug"], each.cited_by[:2]) for each in sources] == [("shared-source", ["Salt", "Sugar"])]


def test_comments_beside_the_texts_go_with_the_decision(db: None) -> None:
    cause = make_cause(description="It lasts.")
    request = submit_now(cause)
    version = request.versions.get()
    page = signed_in(make_member("Medical reviewer"))
    assert f'name="comment:{version.pk}:Description"' in page.get(url_of(request)).content.decode()

    said = {"role": "clinical", "comment": "", f"comment:{version.pk}:Description": "For how long?"}
    url = reverse("admin:articles_reviewrequest_request_changes", args=[request.pk])
    assert page.post(url, said).status_code == 302

    comment = FieldComment.objects.get()
    assert (comment.version, comment.field, comment.text) == (version, "Description", "For how long?")
    assert comment.review.decision == "request_changes"
    edit(cause, description="It lasts two weeks.")
    again = page.get(url_of(submit_now(cause, at=after(1)))).content.decode()
    assert "What was asked for the last time" in again
    assert "For how long?" in again


def test_comments_are_kept_when_the_decision_is_refused(db: None) -> None:
    request = submit_now(make_cause())
    version = request.versions.get()
    url = reverse("admin:articles_reviewrequest_approve", args=[request.pk])
    answer = signed_in(make_member("Medical reviewer")).post(url, {f"comment:{version.pk}:Description": "<b>Why?"})
    assert answer.status_code == 422
    assert "&lt;b&gt;Why?</textarea>" in answer.content.decode()


def test_a_comment_on_a_version_of_another_request_is_not_kept(db: None) -> None:
    other = submit_now(make_cause()).versions.get()
    request = submit_now(make_cause())
    url = reverse("admin:articles_reviewrequest_approve", args=[request.pk])
    data = {"role": "clinical", f"comment:{other.pk}:Description": "Why?"}
    assert signed_in(make_member("Medical reviewer")).post(url, data).status_code == 302
    assert FieldComment.objects.count() == 0


def test_a_warning_is_let_stand_from_the_review_page(db: None) -> None:
    request = submit_now(make_cause(description="It always helps."))
    page = signed_in(make_member("Medical reviewer"))
    (problem,) = [each for each in page.get(url_of(request)).context["gate_problems"] if each.override_url]
    assert problem.where == "Description"
    assert page.post(problem.override_url, {"reason": "It does, in every trial."}).status_code == 302
    (accepted,) = [each for each in page.get(url_of(request)).context["gate_problems"] if each.accepted]
    assert accepted.accepted.reason == "It does, in every trial."


def test_text_is_escaped_in_a_comparison(admin_page: Client) -> None:
    cause = make_cause(description="Old.")
    publish_now(cause)
    edit(cause, description="<script>alert(1)</script>")
    assert "<script>alert" not in admin_page.get(url_of(submit_now(cause))).content.decode()


def test_every_live_page_that_will_change_is_named(admin_page: Client) -> None:
    cause = make_cause()
    publish_now(make_article(title="Calf cramps", causes=[cause]), make_article(title="Twitching", causes=[cause]))
    edit(cause, description="Corrected.")
    effects = admin_page.get(url_of(submit_now(cause))).context["effects"]
    users = [effect["published"] for effect in effects]
    assert [user.title for user in users] == ["Calf cramps", "Twitching"]


def test_an_edit_after_submitting_is_announced(admin_page: Client) -> None:
    cause = make_cause()
    request = submit_now(cause)
    edit(cause, description="Edited.")
    page = admin_page.get(url_of(request)).content.decode()
    assert "Edited since: the approvals no longer count" in page


def test_the_page_asks_the_same_number_of_questions_with_one_and_three_parts(admin_page: Client) -> None:
    counts = []
    for parts in (1, 3):
        request = submit_now(make_article(causes=[make_cause() for _ in range(parts)]))
        admin_page.get(url_of(request))
        with CaptureQueriesContext(connection) as queries:
            admin_page.get(url_of(request))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nobody_changes_a_request_by_its_form(admin_page: Client) -> None:
    request = submit_now(make_cause())
    assert admin_page.post(url_of(request), {"change_note": "Other."}).status_code == 403


def test_thirty_pages_cost_the_same_queries_as_three(admin_page: Client) -> None:
    """A shared cause is changed, and with it every page that contains it."""
    counts = []
    for pages in (3, 30):
        cause = make_cause()
        flag = make_red_flag()
        publish_now(*(make_article(causes=[cause], red_flags=[flag]) for _ in range(pages)))
        edit(cause, description="Corrected.")
        request = submit_now(cause, change_kind="safety")
        admin_page.get(url_of(request))
        with CaptureQueriesContext(connection) as queries:
            effects = admin_page.get(url_of(request)).context["effects"]
        assert [each["lines"][0].after for each in effects] == ["<p><ins>Corrected</ins>.</p>"] * pages
        counts.append(len(queries))
    assert counts[0] == counts[1]
