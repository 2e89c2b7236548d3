"""Everything under /api/v1/triage/ but the protocols themselves, which are served like every published document."""

from django.urls import URLPattern, URLResolver, path

from .assessing import AssessView
from .fhir import PlanDefinitionView, QuestionnaireResponseView, QuestionnaireView
from .matching import MatchView
from .vectors import VectorsView

urlpatterns: list[URLPattern | URLResolver] = [
    path("protocols/<str:slug>/assess/", AssessView.as_view(), name="triage-assess"),
    path("protocols/<str:slug>/questionnaire/", QuestionnaireView.as_view(), name="triage-questionnaire"),
    path("protocols/<str:slug>/plan-definition/", PlanDefinitionView.as_view(), name="triage-plan-definition"),
    path(
        "protocols/<str:slug>/questionnaire-response/",
        QuestionnaireResponseView.as_view(),
        name="triage-questionnaire-response",
    ),
    path("match/", MatchView.as_view(), name="triage-match"),
    path("vectors/<str:slug>/", VectorsView.as_view(), name="triage-vectors"),
]
