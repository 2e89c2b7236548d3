import pytest

from articles.content.field_names import field_words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("sections[2].body", "Section 3, text"),
        ("faqs[0].answer", "Question and answer 1, answer"),
        ("red_flags[0].group", "Red flag 1, group"),
        ("urgencies[1].label", "Urgency 2, label"),
        ("who_should_not", "Who should not do it"),
        ("all text", "All text"),
        ("references", "References"),
        ("", ""),
    ],
)
def test_a_path_in_words(path: str, words: str) -> None:
    assert field_words(path) == words
