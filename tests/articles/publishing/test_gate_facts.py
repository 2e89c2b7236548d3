"""What gates are told beside the text."""

from typing import Any

import pytest

from articles.publishing import publish
from articles.publishing.gate_facts import background_for, facts_of
from tests.builders import AT, after, approve_now, make_cause, make_publisher, publish_now, submit_now

pytestmark = pytest.mark.django_db


def faq(answer: str) -> dict[str, Any]:
    return {"kind": "faq", "slug": "is-it-serious", "locale": "en", "answer": answer}


def test_pages_that_are_linked_to_are_those_that_readers_have_today_or_get_with_this() -> None:
    publish_now(make_cause(slug="cramp"), make_cause(slug="not-named"))
    make_cause(slug="draft")
    for slug, minutes in (("tonight", 60), ("tomorrow", 24 * 60)):
        request = submit_now(make_cause(slug=slug), go_live_at=after(minutes))
        approve_now(request)
        publish(request=request, by=make_publisher(), at=AT)
    names = ("cause/Cramp", "cause/draft", "cause/tonight", "cause/tomorrow", "faq/is-it-serious")
    payload = faq(" ".join(f"[It](kb:{name})" for name in names))

    found = background_for([payload], on=AT.date())
    assert found.linked == {("cause", "cramp", "en"), ("cause", "tonight", "en"), ("faq", "is-it-serious", "en")}


def test_pages_are_looked_for_where_a_text_links_to_one_only(django_assert_num_queries: Any) -> None:
    for answer, queries in (("Rest.", 2), ("See [cramp](kb:cause/cramp).", 3)):
        with django_assert_num_queries(queries):
            background_for([faq(answer)], on=AT.date())


def test_a_translation_is_known_by_the_version_that_it_says_it_was_made_from() -> None:
    english, unknown = make_cause(), make_cause(locale="vi")
    publish_now(english)
    known = make_cause(locale="vi", translated_from=english.versions.get())

    facts = facts_of([known, unknown], at=AT)
    assert [facts[str(each.uuid)].source_version_known for each in (known, unknown)] == [True, False]


def test_versions_that_somebody_took_out_are_counted() -> None:
    whole, lacking = make_cause(), make_cause()
    publish_now(whole, lacking)
    later = lacking.versions.get()
    later.pk, later.number = None, 4  # as if two and three had been deleted
    later.save(force_insert=True)

    facts = facts_of([whole, lacking], at=AT)
    assert [facts[str(each.uuid)].missing_versions for each in (whole, lacking)] == [0, 2]
