from articles.content.kept import AROUND, Kept


def test_what_changes_does_not_pile_up() -> None:
    kept: Kept[str] = Kept(1_000_000)
    for stamp in range(100):
        kept.put("list", f"at {stamp}", 10, stamp)
    assert (len(kept), kept.held) == (1, 10 + AROUND)
    assert [kept.get("list", stamp) for stamp in (98, 99, None)] == [None, "at 99", None]


def test_the_oldest_make_way() -> None:
    kept: Kept[str] = Kept(3 * AROUND)
    for name in "abcd":
        kept.put(name, name, 0)
    assert [kept.get(name) for name in "abcd"] == [None, "b", "c", "d"]
