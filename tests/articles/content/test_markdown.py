import pytest

from articles.content.markdown import LONGEST_KEPT, headings, links, rich_text, to_html, to_text

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


@pytest.mark.parametrize("address", ["//evil.example", "javascript:alert(1)"])
def test_a_link_names_another_host_by_its_whole_address_and_runs_nothing(address: str) -> None:
    assert "href" not in to_html(f"[x](<{address}>)")
    assert to_html("[x](/causes/)") == '<p><a href="/causes/" rel="noopener noreferrer">x</a></p>'


@pytest.mark.parametrize("length", [0, LONGEST_KEPT])
def test_all_three_forms_of_a_text_short_or_long(length: int) -> None:
    more = " word" * (length // 5)
    markdown = f"Call *999*\nat once.{more}\n\n- one\n- [two](https://example.org/)\n"
    text = f"Call 999 at once.{more}\none\ntwo"
    link = '<a href="https://example.org/" rel="noopener noreferrer">two</a>'
    html = f"<p>Call <em>999</em>\nat once.{more}</p>\n<ul>\n<li>one</li>\n<li>{link}</li>\n</ul>"
    assert rich_text(markdown) == {"markdown": markdown, "html": html, "text": text}
    assert (to_html(markdown), to_text(markdown)) == (html, text)


def test_a_line_of_code_is_read_aloud_too() -> None:
    assert to_text("Take:\n\n```\n 500 mg \n```\n\n***\n\nonce.") == "Take:\n500 mg\nonce."


def test_headings_have_their_level_and_words() -> None:
    assert headings("## What *helps*\n\nRest.\n\n### At once") == [(2, "What *helps*"), (3, "At once")]


def test_links_have_their_words_and_address() -> None:
    markdown = "See [the *whole*\nlist](/causes/) and [cramp](kb:cause/cramp).\n\n[Call](tel:111)"
    assert links(markdown) == [("the whole list", "/causes/"), ("cramp", "kb:cause/cramp"), ("Call", "tel:111")]


def test_a_bracket_that_begins_no_link_is_a_bracket() -> None:
    assert to_html("a [ b") == "<p>a [ b</p>"
    assert to_html("[a [b](/c/)") == '<p>[a <a href="/c/" rel="noopener noreferrer">b</a></p>'
    assert to_text("a [ b [c](/d/)") == "a [ b c"


def test_html_shows_as_the_characters_that_were_typed() -> None:
    assert to_html("a <b>c</b>") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>"
    assert to_text("a <b>c</b>") == "a <b>c</b>"


def test_what_has_no_words_is_no_line_to_read_aloud() -> None:
    assert to_text("[](/a/)\n\nRest.\n\n```\n```\n\nDrink.") == "Rest.\nDrink."
