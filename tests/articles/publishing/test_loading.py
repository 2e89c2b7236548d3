"""What is loaded fits, or the place that does not is named."""

import json
from typing import Any

import pytest
from django.db import IntegrityError

from articles.models import Article, Cause, Image
from articles.publishing import restore
from articles.publishing.freezing import payload_of
from articles.publishing.loading import CannotLoad, load_payload
from articles.publishing.registry import kind_named
from tests.builders import after, edit, make_article, make_author, make_cause, publish_now

pytestmark = pytest.mark.django_db


def load(row: Any, **changes: Any) -> None:
    kind = kind_named(row.KIND)
    load_payload(kind, row, {**payload_of(kind, row), **changes})


def test_what_is_loaded_is_saved_and_what_is_left_out_stays() -> None:
    cause = make_cause(slug="salt", description="Old.", synonyms=["sodium"])
    load_payload(kind_named("cause"), cause, {"description": "New."})

    saved = Cause.objects.get()
    assert (saved.description, saved.synonyms) == ("New.", ["sodium"])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"colour": "red"}, "cause salt (en): content has a field that is not known: colour."),
        ({"name": "x" * 500}, "cause salt (en): content title: "),
        ({"references": [{"slug": "gone"}]}, "cause salt (en): there is no reference gone."),
        (
            {"remedies": [{"id": "00000000-0000-0000-0000-000000000000"}]},
            "cause salt (en): there is no remedy 00000000",
        ),
        ({"remedies": [{"slug": "rest"}]}, "cause salt (en): there is no remedy rest."),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(CannotLoad) as refused:
        load(make_cause(slug="salt"), **changes)
    assert str(refused.value).startswith(message)


def test_what_the_database_refuses_is_said_in_words() -> None:
    make_cause(slug="salt")
    other = make_cause(slug="sugar")
    other.slug = "salt"

    with pytest.raises(CannotLoad, match=r"^cause salt \(en\): content __all__: Another page of this kind already has"):
        load(other)


def test_what_the_database_refuses_for_another_reason_is_not_taken_as_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    cause = make_cause()

    def refuse(self: Cause, *args: Any, **kwargs: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(Cause, "save", refuse)
    with pytest.raises(IntegrityError):
        load(cause)


def picture(**changes: Any) -> Image:
    renditions = ["images/leg-400.webp", "images/leg-800.webp", "images/leg.webp"]
    words = {"alt": "A person sits and stretches one leg.", "caption": "A caption.", "credit": "A person."}
    values = {"slug": "leg", "file": "images/leg.jpg", "width": 1600, "height": 800, "renditions": renditions}
    return Image.objects.create(**{**values, **words, **changes})


def test_pictures_are_shown_in_order_in_each_width_and_come_back() -> None:
    article = make_article()
    article.images.create(image=picture(slug="second", file="images/second.jpg", renditions=[]), position=1)
    article.images.create(image=picture(), position=0)
    publish_now(article)

    first, second = json.loads(bytes(article.published.get().body))["images"]
    assert first == {
        "slug": "leg",
        "src": "/media/images/leg.jpg",
        "srcset": "/media/images/leg-400.webp 400w, /media/images/leg-800.webp 800w",
        "width": 1600,
        "height": 800,
        "alt": "A person sits and stretches one leg.",
        "caption": "A caption.",
        "credit": "A person.",
    }
    assert (second["slug"], second["srcset"]) == ("second", "")

    article.images.get(position=0).delete()
    edit(article, at=after(1), summary="Other words.")
    restore(version=article.versions.get(), by=make_author(), at=after(2))
    placed = Article.objects.get().images.order_by("position")
    assert [(each.image.slug, each.position) for each in placed] == [("leg", 0), ("second", 1)]
