import pytest

from articles.models import Article, Reference
from articles.publishing import NotAllowed, Refused, restore, status_of
from articles.publishing.freezing import freeze
from tests.builders import (
    after,
    edit,
    make_article,
    make_author,
    make_cause,
    make_clinician,
    make_faq,
    make_reference,
    make_topic,
    publish_now,
)

pytestmark = pytest.mark.django_db


def full_article() -> Article:
    article = make_article(causes=[make_cause(), make_cause()], sections=2, synonyms=["flutter"])
    article.topics.add(make_topic())
    article.references.add(make_reference())
    article.codes.create(system="icd-10", code="R25.3", display="Fasciculation")
    story = article.scenarios.create(slug="asha", title="Asha", situation="It flutters.", solution="She rests.")
    story.references.add(make_reference())
    article.takeaways.create(text="It is rarely serious.")
    article.faqs.create(faq=make_faq(), note="Here only.")
    article.sections.get(position=0).references.add(make_reference())
    return article


def test_a_restored_version_is_the_same_content_again_and_a_draft() -> None:
    article = full_article()
    publish_now(article)
    version = article.versions.get()

    article.sections.all().delete()
    article.causes.all().delete()
    article.topics.clear()
    article.codes.all().delete()
    edit(article, title="Other", summary="Other words.", synonyms=[])
    publish_now(article, at=after(5), change_note="Cut down.")
    article.authors.clear()
    restore(version=version, by=make_author(), at=after(6))

    assert freeze([article])[article.pk].sha256 == version.sha256
    assert list(article.sections.values_list("slug", "position")) == [("part-0", 0), ("part-1", 1)]
    status = status_of(article, at=after(7))
    assert (status.state, status.live.version.number if status.live else 0) == ("live_with_changes", 2)


def test_a_topic_comes_back_to_where_it_was() -> None:
    body, leg = make_topic(), make_topic()
    publish_now(leg)
    edit(leg, parent=body)
    publish_now(leg, at=after(1))

    for number, parent in ((1, None), (2, body)):
        restore(version=leg.versions.get(number=number), by=make_author(), at=after(2))
        leg.refresh_from_db()
        assert leg.parent == parent


def test_a_topic_does_not_come_back_into_one_that_is_inside_it_now() -> None:
    body, leg = make_topic(title="Body"), make_topic(title="Leg")
    edit(leg, parent=body)
    publish_now(body)
    publish_now(leg)
    edit(leg, parent=None)
    edit(body, parent=leg)

    with pytest.raises(Refused, match="“Leg” would be inside itself: “Leg” is inside “Body”, “Body” is inside “Leg”"):
        restore(version=leg.versions.get(), by=make_author(), at=after(2))
    leg.refresh_from_db()
    assert leg.parent is None


def test_a_source_that_was_deleted_since_comes_back() -> None:
    article = full_article()
    publish_now(article)
    version = article.versions.get()

    Reference.objects.all().delete()
    restore(version=version, by=make_author(), at=after(6))

    assert freeze([article])[article.pk].sha256 == version.sha256


def test_whoever_restores_becomes_an_author() -> None:
    article = full_article()
    publish_now(article)
    restorer = make_author()
    edit(article, summary="Other words.")
    restore(version=article.versions.get(), by=restorer, at=after(6))

    assert restorer.pk in set(article.edits.values_list("by", flat=True))


def test_restoring_needs_the_right() -> None:
    article = make_article()
    publish_now(article)

    with pytest.raises(NotAllowed):
        restore(version=article.versions.get(), by=make_clinician(), at=after(5))
