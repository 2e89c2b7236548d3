import pytest

from articles.content.markdown import rich_text, to_html

PAGES = {("cause", "cramp"): "/causes/cramp/"}


def address_of(kind: str, slug: str) -> str | None:
    return PAGES.get((kind, slug))


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("See [cramp](kb:cause/cramp).", '<p>See <a href="/causes/cramp/" rel="noopener noreferrer">cramp</a>.</p>'),
        (
            "[a *hard* squeeze](KB:Cause/Cramp)",
            '<p><a href="/causes/cramp/" rel="noopener noreferrer">a <em>hard</em> squeeze</a></p>',
        ),
        ("See [*this*](kb:cause/nothing) now.", "<p>See <em>this</em> now.</p>"),
        (
            "[one](kb:cause/nothing) [two](https://example.org/)",
            '<p>one <a href="https://example.org/" rel="noopener noreferrer">two</a></p>',
        ),
        ("[x](kb:../../admin)", '<p><a rel="noopener noreferrer">x</a></p>'),
    ],
)
def test_a_link_to_a_document_has_its_address_or_is_left_as_words(markdown: str, html: str) -> None:
    assert to_html(markdown, address_of) == html


def test_markdown_keeps_the_link_by_name() -> None:
    assert rich_text("[cramp](kb:cause/cramp)", address_of) == {
        "markdown": "[cramp](kb:cause/cramp)",
        "html": '<p><a href="/causes/cramp/" rel="noopener noreferrer">cramp</a></p>',
        "text": "cramp",
    }


def test_without_addresses_only_the_words_are_shown() -> None:
    assert to_html("[cramp](kb:cause/cramp)") == "<p>cramp</p>"
