import pytest

from articles.models import AuditEntry, Cause, Image, Reference
from articles.services.entries import copy_for_article, free_slug, free_source_slug
from tests.builders import AT, make_article, make_author, make_cause, make_reference, make_remedy

pytestmark = pytest.mark.django_db


def test_a_private_copy_takes_the_place_of_the_shared_entry_in_one_article_only() -> None:
    remedy = make_remedy()
    cause = make_cause(title="Stress", slug="stress", description="Shared words.", synonyms=["Worry"], serious=True)
    cause.remedies.add(remedy)
    one, other = make_article(title="Twitching", causes=[cause]), make_article(causes=[cause])
    author = make_author()
    copy_for_article(placement=one.causes.get(), by=author, at=AT)
    copy = one.causes.get().cause
    assert (copy.title, copy.slug, copy.description) == ("Stress", "stress-twitching", "Shared words.")
    assert (copy.synonyms, copy.serious, list(copy.remedies.all())) == (["Worry"], True, [remedy])
    assert list(copy.references.all()) == list(cause.references.all())
    assert (copy.created_by, copy.edit_number, copy.uuid != cause.uuid) == (author, 1, True)
    assert other.causes.get().cause == cause
    one.refresh_from_db()
    assert (one.updated_by, one.edit_number) == (author, 2)
    assert AuditEntry.objects.filter(subject="Stress", details__contains='"copy_of":"stress"').count() == 1


@pytest.mark.parametrize(
    ("taken", "free"), [([], "stress"), (["stress"], "stress-2"), (["stress", "stress-2"], "stress-3")]
)
def test_an_address_gets_a_number_where_it_is_taken(taken: list[str], free: str) -> None:
    for slug in taken:
        make_cause(slug=slug)
    assert free_slug(kind="cause", title="Stress", locale="en") == free
    assert Cause.objects.filter(slug=free).count() == 0


def test_a_name_without_letters_still_gets_an_address() -> None:
    assert free_slug(kind="red_flag", title="???", locale="en") == "red-flag"
    assert free_source_slug(model=Image, text="") == "image"
    make_reference(slug="cramp")
    assert free_source_slug(model=Reference, text="Cramp") == "cramp-2"
