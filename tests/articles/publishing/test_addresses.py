from articles.publishing.addresses import linked_kinds, page_path


def test_a_page_has_a_path_in_each_language() -> None:
    assert page_path("cause", "salt", "en") == "/causes/salt/"
    assert page_path("cause", "salt", "vi") == "/causes/salt/?lang=vi"


def test_what_has_no_page_has_no_path() -> None:
    assert page_path("wording", "gb", "en") is None
    assert page_path("protocol", "leg", "en") is None
    assert {"article", "red_flag"} <= set(linked_kinds())
