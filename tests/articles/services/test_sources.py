import pytest

from articles.models import Contributor, Section
from articles.services import save_source
from tests.builders import AT, make_article, make_author, make_cause, make_reference

pytestmark = pytest.mark.django_db


def test_a_changed_reference_is_an_edit_of_all_that_quote_it_and_of_nothing_else() -> None:
    reference, by = make_reference(), make_author()
    quoting, other, article = make_cause(), make_cause(), make_article()
    quoting.references.add(reference)
    Section.objects.get(article=article).references.add(reference)
    reference.title = "A better title"
    save_source(source=reference, by=by, at=AT)
    numbers = []
    for document in (quoting, other, article):
        document.refresh_from_db()
        numbers.append(document.edit_number)
    assert numbers == [2, 1, 2]


def test_a_new_contributor_edits_nothing() -> None:
    article = make_article()
    save_source(source=Contributor(slug="ann", name="Ann", role="author"), by=make_author(), at=AT)
    article.refresh_from_db()
    assert (article.edit_number, Contributor.objects.get(slug="ann").name) == (1, "Ann")
