from typing import Any

import pytest
from django.test import RequestFactory
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request

from healthkb.api.pagination import Pages


def page(query: str, rows: int) -> Any:
    pages = Pages()
    results = pages.paginate_queryset(range(rows), Request(RequestFactory().get(f"/api/v1/x/{query}")))
    return pages.get_paginated_response(results).data


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_one_page_holds_all(rows: int) -> None:
    assert page("", rows) == {"count": rows, "next": None, "previous": None, "results": list(range(rows))}


def test_pages_name_their_neighbours() -> None:
    assert page("?page_size=2&page=2", 5) == {
        "count": 5,
        "next": "http://testserver/api/v1/x/?page=3&page_size=2",
        "previous": "http://testserver/api/v1/x/?page_size=2",
        "results": [2, 3],
    }


@pytest.mark.parametrize("size", ["0", "101", "1000", "-1", "abc", "1.5", "", "²", "٣"])
def test_a_page_size_that_is_not_served_is_refused(size: str) -> None:
    with pytest.raises(ValidationError) as caught:
        page(f"?page_size={size}", 3)
    assert caught.value.detail == {"page_size": "Use a whole number from 1 to 100."}


@pytest.mark.parametrize("number", ["2", "0", "-1", "abc", "99999999999999999999"])
def test_a_page_that_is_not_there_is_not_found(number: str) -> None:
    with pytest.raises(NotFound, match="There is no such page"):
        page(f"?page={number}", 3)
