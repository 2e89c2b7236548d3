"""The public API. Every registered kind has its list and its details, those of other apps too."""

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

from articles.publishing.registry import all_kinds

from .changes import ChangesView
from .documents import viewset_of
from .export import ExportView
from .lookup import LookupView
from .root import RootView

router = SimpleRouter()
for kind in all_kinds():
    router.register(kind.collection, viewset_of(kind), basename=kind.name)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RootView.as_view(), name="root"),
    path("changes/", ChangesView.as_view(), name="changes"),
    path("export/", ExportView.as_view(), name="export"),
    path("lookup/", LookupView.as_view(), name="lookup"),
    *router.urls,
]
