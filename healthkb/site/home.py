from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from healthkb.site import public_api
from healthkb.site.page import page
from healthkb.site.topics import TopicTree, topic_tree

NEWEST = 6


@require_safe
def home_page(request: HttpRequest) -> HttpResponse:
    newest = public_api.found(request, "articles/", ordering="-modified", page_size=NEWEST)
    tree: TopicTree = topic_tree(request)
    return page(request, "site/home.html", {"newest": newest["results"], "topics": tree.roots, "is_home": True})
