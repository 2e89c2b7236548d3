"""The public API. Every registered kind has its list and its details, those of other apps too."""

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

from articles.publishing.registry import all_kinds

from .articles import ArticleViewSet
from .changes import ChangesView
from .documents import DocumentViewSet, viewset_of
from .export import ExportView
from .feeds import AtomView, SitemapView
from .lookup import LookupView
from .root import RootView
from .search import SearchView, SuggestView

OWN = {"article": ArticleViewSet}

router = SimpleRouter()
for kind in all_kinds():
    router.register(kind.collection, viewset_of(kind, OWN.get(kind.name, DocumentViewSet)), basename=kind.name)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RootView.as_view(), name="root"),
    path("changes/", ChangesView.as_view(), name="changes"),
    path("export/", ExportView.as_view(), name="export"),
    path("search/", SearchView.as_view(), name="search"),
    path("suggest/", SuggestView.as_view(), name="suggest"),
    path("lookup/", LookupView.as_view(), name="lookup"),
    path("sitemap.xml", SitemapView.as_view(), name="sitemap"),
    path("atom.xml", AtomView.as_view(), name="atom"),
    *router.urls,
]
