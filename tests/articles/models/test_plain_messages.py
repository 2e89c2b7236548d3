"""Nobody who edits has to know what a URL or a slug is."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model

from articles.models import Article, Reference


@pytest.mark.parametrize(
    ("document", "field", "message"),
    [
        (Reference(url="ftp:nowhere"), "url", "Write a whole web address, for example https://www.example.org/page."),
        (Reference(slug="à b"), "slug", "Use only letters without accents, figures, hyphens and underscores."),
        (Reference(title="x" * 301), "title", "This is too long. It has 301 characters, and 300 are possible."),
        (
            Article(review_interval_months=-1),
            "review_interval_months",
            "The smallest number that is possible here is 1.",
        ),
    ],
)
def test_what_does_not_fit_is_told_in_plain_words(document: Model, field: str, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        document.clean_fields()
    assert message in refused.value.message_dict[field]
