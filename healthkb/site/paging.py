from collections.abc import Iterator

from django.http import HttpRequest

from healthkb.site import public_api
from healthkb.site.public_api import Json

LARGEST_PAGE = 100
# 10 pages of 100. A tree or list that is longer is no longer one that a page can show.
MOST_PAGES = 10


def number_of_page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def all_results(request: HttpRequest, path: str, **parameters: object) -> Iterator[Json]:
    for number in range(1, MOST_PAGES + 1):
        listed = public_api.found(request, path, page=number, page_size=LARGEST_PAGE, **parameters)
        yield from listed["results"]
        if not listed["next"]:
            return
