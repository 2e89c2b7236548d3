from urllib.parse import parse_qsl, urlencode

from articles.models import SavedFilter
from articles.models.people import Person
from articles.publishing import Refused

MAX_QUERY = 500
# Where in a list somebody was is no part of what they look for.
NOT_KEPT = frozenset({"p", "all", "_changelist_filters", "e"})


class FilterRefused(Refused):
    pass


def save_filter(*, list_name: str, name: str, query: str, by: Person) -> SavedFilter:
    """Under a name that is used already, it takes the place of the former one. Raises FilterRefused."""
    kept = urlencode([(key, value) for key, value in parse_qsl(query) if key not in NOT_KEPT])
    if not name.strip():
        raise FilterRefused("Give the filter a name.")
    if not kept:
        raise FilterRefused("Nothing is filtered yet. Choose a filter or search for something first.")
    if len(kept) > MAX_QUERY:
        raise FilterRefused("This is too long to keep. Search for fewer words.")
    row, _ = SavedFilter.objects.update_or_create(
        by=by, list=list_name, name=name.strip()[:80], defaults={"query": kept}
    )
    return row


def delete_filter(*, key: int, by: Person) -> None:
    SavedFilter.objects.filter(pk=key, by=by).delete()


def filters_of(*, list_name: str, person: Person) -> list[SavedFilter]:
    return list(SavedFilter.objects.filter(by=person, list=list_name))
