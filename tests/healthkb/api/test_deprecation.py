"""What will end is announced in the headers and in the description."""

import datetime as dt

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from healthkb.api import deprecation
from healthkb.api.deprecation import DEPRECATED, Deprecation, DeprecationMiddleware

OLD = Deprecation("get_root", dt.date(2026, 11, 28), dt.date(2028, 1, 1), "/api/v2/")


@pytest.mark.django_db
def test_what_is_deprecated_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deprecation, "DEPRECATED", {"root": OLD})
    told = client.get("/api/v1/").headers
    assert {name: told[name] for name in ("Deprecation", "Sunset", "Link")} == {
        "Deprecation": "@1795824000",
        "Sunset": "Sat, 01 Jan 2028 00:00:00 GMT",
        "Link": '</api/v2/>; rel="successor-version", </api/v1/docs/>; rel="deprecation"',
    }
    assert "Deprecation" not in client.get("/api/v1/articles/").headers
    described = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    operation = described["paths"]["/api/v1/"]["get"]
    assert (operation["deprecated"], operation["x-sunset"]) == (True, "2028-01-01")


def test_a_year_is_the_least() -> None:
    with pytest.raises(ValueError, match="announced 365 days before"):
        Deprecation("get_root", dt.date(2026, 11, 28), dt.date(2027, 11, 27), "/api/v2/")


def test_where_nothing_is_deprecated_it_costs_nothing() -> None:
    assert DEPRECATED == {}
    with pytest.raises(MiddlewareNotUsed):
        DeprecationMiddleware(lambda request: None)  # type: ignore[arg-type,return-value]


def test_the_policy_can_be_read_by_machines() -> None:
    described = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    assert described["info"]["x-deprecation-policy"]["notice_days"] == 365
