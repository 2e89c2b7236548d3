import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.content.html_differences import html_differences
from articles.content.markdown import to_html


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "<p>It is common.</p>",
            "<p>It is rare.</p>",
            ("<p>It is <del>common</del>.</p>", "<p>It is <ins>rare</ins>.</p>"),
        ),
        ("<p>Same.</p>", "<p>Same.</p>", ("<p>Same.</p>", "<p>Same.</p>")),
        ("", "<p>New.</p>", ("", "<p><ins>New.</ins></p>")),
        ("<p>Old.</p>", "", ("<p><del>Old.</del></p>", "")),
        ("<p>a &lt; b</p>", "<p>a &gt; b</p>", ("<p>a <del>&lt;</del> b</p>", "<p>a <ins>&gt;</ins> b</p>")),
        ("<p>One.</p>", "<p>One.</p>\n<p>Two.</p>", ("<p>One.</p>", "<p>One.</p>\n<p><ins>Two.</ins></p>")),
        (
            "<p>Call 999</p>",
            "<p>Call <strong>999</strong></p>",
            ("<p>Call 999</p>", "<p>Call <strong>999</strong></p>"),
        ),
    ],
)
def test_marks_the_words_and_leaves_the_tags(before: str, after: str, expected: tuple[str, str]) -> None:
    assert html_differences(before, after) == expected


@given(st.text("ab *_\n-&<>1.", max_size=60), st.text("ab *_\n-&<>1.", max_size=60))
def test_without_its_marks_each_is_what_it_was(before: str, after: str) -> None:
    old, new = to_html(before), to_html(after)
    left, right = html_differences(old, new)
    assert (re.sub("</?del>", "", left), re.sub("</?ins>", "", right)) == (old, new)
