"""Everything under /api/v1/."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from healthkb.api.preview import PreviewView

urlpatterns: list[URLPattern | URLResolver] = []
if find_spec("triage.api.urls"):
    urlpatterns.append(path("triage/", include("triage.api.urls")))  # first, as it is asked for most
urlpatterns += [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("preview/<str:type>/<str:slug>/", PreviewView.as_view(), name="api-preview"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("", include("healthkb.questions.api.urls")),
]
if find_spec("articles.api.urls"):
    urlpatterns.append(path("", include("articles.api.urls")))
