"""What templates of the reader's site need beside Django's own."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

register = template.Library()


@register.filter
def rich(value: Mapping[str, str] | None) -> SafeString:
    """A rich text of the public API, which was cleaned when it was published."""
    return mark_safe(value["html"]) if value else SafeString()  # noqa: S308


@register.simple_tag
def source_links(reference_ids: Iterable[str], numbers: Mapping[str, int]) -> SafeString:
    """Links to the list of sources at the end of the page, by number."""
    ordered = sorted((numbers[each], each) for each in reference_ids if each in numbers)
    return format_html_join(
        " ", '<a href="#source-{}" aria-label="Source {}">{}</a>', ((id_, number, number) for number, id_ in ordered)
    )


@register.simple_tag
def item_count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


@register.filter
def day(value: str) -> str:
    """A day or a moment of the API, as 3 March 2026."""
    found = parse_date(value) or parse_datetime(value)
    return date_format(localtime(found) if isinstance(found, dt.datetime) else found, "j F Y") if found else value


@register.filter
def words(text: str) -> list[str]:
    return text.split()


@register.filter
def entry(mapping: Mapping[str, Any], key: str) -> Any:
    return mapping.get(key)
