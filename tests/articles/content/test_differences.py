from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from articles.content.differences import Differences, Piece, differences, word_differences


def rows_of(found: Differences) -> list[tuple[str, str, int, int]]:
    return [(row.key, row.change.value, row.place_before, row.place) for row in found.rows]


def slugs(names: str) -> dict[str, Any]:
    return {"sections": [{"slug": name, "body": f"Body of {name}."} for name in names]}


def test_words() -> None:
    assert word_differences("Call a GP soon.", "Call 999 soon.") == [
        (Piece.SAME, "Call "),
        (Piece.TAKEN_OUT, "a GP"),
        (Piece.PUT_IN, "999"),
        (Piece.SAME, " soon."),
    ]


@given(st.text("ab. \n", max_size=40), st.text("ab. \n", max_size=40))
def test_words_give_both_texts_back(before: str, after: str) -> None:
    words = word_differences(before, after)
    assert "".join(text for piece, text in words if piece != Piece.PUT_IN) == before
    assert "".join(text for piece, text in words if piece != Piece.TAKEN_OUT) == after


def test_equal_contents_do_not_differ() -> None:
    assert not differences(slugs("abc"), slugs("abc"))


def test_a_field_of_each_sort_in_words() -> None:
    before = {"title": "Old", "serious": False, "synonyms": ["cramp"], "body": {"markdown": "One."}, "locale": "en"}
    after = {
        "title": "New",
        "serious": True,
        "synonyms": ["cramp", "knot"],
        "body": {"markdown": "Two."},
        "locale": "vi",
    }
    found = {
        each.field: "".join(f"{piece.value[0]}:{text}|" for piece, text in each.words)
        for each in differences(before, after).fields
    }
    assert found == {
        "title": "t:Old|p:New|",
        "serious": "t:No|p:Yes|",
        "synonyms": "s:cramp|p:\nknot|",
        "body": "t:One|p:Two|s:.|",
    }


def test_the_kind_of_a_row_is_a_field_like_others() -> None:
    before, after = ({"questions": [{"code": "pain", "kind": kind}]} for kind in ("yes_no", "number"))
    (row,) = differences(before, after).rows
    assert [(each.field, each.words) for each in row.differences.fields] == [
        ("kind", [(Piece.TAKEN_OUT, "yes_no"), (Piece.PUT_IN, "number")])
    ]


def test_rows_added_taken_out_and_moved() -> None:
    assert rows_of(differences(slugs("abcd"), slugs("dabx"))) == [
        ("d", "moved", 4, 1),
        ("x", "added", 0, 4),
        ("c", "removed", 3, 3),
    ]


def test_the_first_row_and_the_last() -> None:
    assert rows_of(differences(slugs(""), slugs("a"))) == [("a", "added", 0, 1)]
    assert rows_of(differences(slugs("a"), slugs(""))) == [("a", "removed", 1, 1)]


def test_a_row_that_changed_says_in_which_field() -> None:
    before, after = slugs("ab"), slugs("ab")
    after["sections"][1]["body"] = "Other body of b."
    (row,) = differences(before, after).rows
    assert (row.key, row.change, [each.field for each in row.differences.fields]) == ("b", "changed", ["body"])


def test_rows_without_a_name_are_told_apart_by_their_words() -> None:
    before = {"takeaways": [{"text": "Most twitches are harmless."}, {"text": "Call 999 for weakness."}]}
    after = {"takeaways": [{"text": "Call 999 for sudden weakness."}, {"text": "Most twitches are harmless."}]}
    assert [(row.change.value, row.place_before, row.place) for row in differences(before, after).rows] in (
        [("moved", 2, 1), ("moved", 1, 2)],
        [("moved", 2, 1)],
        [("changed", 2, 1), ("moved", 1, 2)],
    )


NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8).map("".join)


@given(NAMES, NAMES)
def test_every_row_is_accounted_for_and_putting_back_the_moved_restores_the_order(before: str, after: str) -> None:
    found = rows_of(differences(slugs(before), slugs(after)))
    added = {key for key, change, _, _ in found if change == "added"}
    removed = {key for key, change, _, _ in found if change == "removed"}
    moved = {key for key, change, _, _ in found if change == "moved"}
    assert (added, removed) == (set(after) - set(before), set(before) - set(after))
    touched = added | removed | moved
    assert [each for each in before if each not in touched] == [each for each in after if each not in touched]


def test_a_long_text_is_compared_by_its_lines_and_then_by_their_rarer_words() -> None:
    lines = [f"In the {number} of the {number + 1} there is the salt.\n" for number in range(300)]
    changed = [line.replace("salt", "sugar") if number % 100 == 50 else line for number, line in enumerate(lines)]
    found = word_differences("".join(["First.\n", *lines]), "".join(["Begun.\n", *changed, "Ended.\n"]))
    assert [text.strip() for piece, text in found if piece is Piece.TAKEN_OUT] == ["First", "salt", "salt", "salt"]
    assert "".join(text for piece, text in found if piece is not Piece.PUT_IN) == "".join(["First.\n", *lines])


def test_where_everything_is_alike_one_text_stands_whole_for_the_other() -> None:
    found = word_differences("a b " * 4000 + "c", "b a " * 4000)
    assert "".join(text for piece, text in found if piece is not Piece.TAKEN_OUT) == "b a " * 4000
