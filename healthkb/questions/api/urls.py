"""Under /api/v1/: ``questions/``, ``expert-sessions/``, ``feedback/`` and ``problem-reports/``."""

from django.urls import URLPattern, URLResolver, path

from .answers import AnswerView, QuestionsView
from .asking import FormView, SimilarView, StatusView
from .feedback import FeedbackView, ReportStatusView, ReportView
from .sessions import SessionsView, SessionView

urlpatterns: list[URLPattern | URLResolver] = [
    path("questions/", QuestionsView.as_view(), name="questions"),
    path("questions/form/", FormView.as_view(), name="question-form"),
    path("questions/similar/", SimilarView.as_view(), name="question-similar"),
    path("questions/status/<str:token>/", StatusView.as_view(), name="question-status"),
    path("questions/<str:slug>/", AnswerView.as_view({"get": "retrieve"}), name="question"),
    path("expert-sessions/", SessionsView.as_view(), name="expert-sessions"),
    path("expert-sessions/<str:slug>/", SessionView.as_view(), name="expert-session"),
    path("feedback/", FeedbackView.as_view(), name="feedback"),
    path("problem-reports/", ReportView.as_view(), name="problem-reports"),
    path("problem-reports/status/<str:token>/", ReportStatusView.as_view(), name="problem-report-status"),
]
