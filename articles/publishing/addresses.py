"""Where readers find the page of a document that a text links to."""

from django.conf import settings

from .registry import all_kinds

DEFAULT_LOCALE = settings.LANGUAGES[0][0]


def linked_kinds() -> dict[str, str]:
    """The kinds that have a page for readers, with the first part of its path."""
    return {each.name: each.collection for each in all_kinds() if each.name not in ("wording", "protocol")}


def page_path(kind: str, slug: str, locale: str) -> str | None:
    """The path on the readers' site; front ends with other addresses put their own in its place."""
    collection = linked_kinds().get(kind)
    if collection is None:
        return None
    return f"/{collection}/{slug}/" + ("" if locale == DEFAULT_LOCALE else f"?lang={locale}")
