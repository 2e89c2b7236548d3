from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from healthkb.site import public_api
from healthkb.site.page import page
from healthkb.site.topics import topic_tree

NEWEST = 6


@require_safe
def home_page(request: HttpRequest) -> HttpResponse:
    newest = public_api.found(request, "articles/", ordering="-modified", page_size=NEWEST)
    tree = topic_tree(request)
    checkers = public_api.get(request, "triage/protocols/")
    values = {
        "newest": newest["results"],
        "topics": tree.roots,
        "checkers": [each for each in checkers.body["results"] if each["articles"]] if checkers.ok else [],
    }
    return page(request, "site/home.html", values)
