"""How urgent something is, in the words that editors published for this country."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from healthkb.site import public_api


@dataclass(frozen=True, slots=True)
class CareLevel:
    urgency: str
    label: str
    timeframe: str = ""
    action: str = ""

    @property
    def is_emergency(self) -> bool:
        return self.urgency == "emergency"


@dataclass(frozen=True, slots=True)
class ReaderWording:
    emergency_number: str
    levels: dict[str, CareLevel]
    disclaimer: str = ""
    safety_net: str = ""


# Said until an editor has published wording for the country.
PLAIN = ReaderWording(
    emergency_number="",
    levels={
        level.urgency: level
        for level in (
            CareLevel("emergency", "Get emergency help now"),
            CareLevel("same_day", "Get medical help today"),
            CareLevel("soon", "See a doctor in the next few days"),
            CareLevel("routine", "Book a visit to your doctor"),
            CareLevel("self_care", "Look after yourself at home"),
        )
    },
)


def reader_wording(request: HttpRequest) -> ReaderWording:
    listed = public_api.get(request, "wording/", country=settings.COUNTRY)
    if not listed.ok or not listed.body["results"]:
        return PLAIN
    published = public_api.get(request, f"wording/{listed.body['results'][0]['slug']}/")
    return wording_from(published.body) if published.ok else PLAIN


def wording_from(body: dict[str, Any]) -> ReaderWording:
    levels = {each["urgency"]: _level(each) for each in body["levels"]}
    return ReaderWording(
        emergency_number=body["emergency_number"],
        levels=PLAIN.levels | levels,
        disclaimer=html_of(body["disclaimer"]),
        safety_net=html_of(body["safety_net"]),
    )


def _level(body: dict[str, Any]) -> CareLevel:
    return CareLevel(body["urgency"], body["label"], body["timeframe"], html_of(body["action"]))


def html_of(rich: dict[str, str]) -> SafeString:
    """The API's own HTML, which was cleaned when it was published."""
    return mark_safe(rich["html"])  # noqa: S308
