"""Helpful or not, and what is wrong with a page."""

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from articles.models import Published
from healthkb.questions import services

from .base import ClosedForNow, ReaderView, kept_until, live_row, no_such_link, private_link
from .describing import describe_feedback, describe_report, describe_report_status
from .inputs import FeedbackBody, ReportBody


class FeedbackView(ReaderView):
    """Only a number goes up. Nothing is kept of who said it, or when."""

    http_method_names = ["post", "options"]
    throttle_scope = "feedback"

    @describe_feedback
    def post(self, request: Request) -> Response:
        body = FeedbackBody(data=request.data)
        body.is_valid(raise_exception=True)
        about = _about(body.validated_data, self.now)
        services.count_helpfulness(published=about, is_helpful=body.validated_data["helpful"])
        return Response({"counted": True}, status=201)


class ReportView(ReaderView):
    http_method_names = ["post", "options"]
    throttle_scope = "feedback"

    @describe_report
    def post(self, request: Request) -> Response:
        body = ReportBody(data=request.data)
        body.is_valid(raise_exception=True)
        values = body.validated_data
        about = _about(values, self.now)
        try:
            made = services.report_problem(
                published=about, category=values["category"], text=values["text"], at=self.now
            )
        except services.ReportingClosed as error:
            raise ClosedForNow(str(error)) from None
        receipt = {
            "state": made.report.state,
            **private_link(request, "problem-reports", made.token, made.report.reported_at),
        }
        return Response(receipt, status=201)


class ReportStatusView(ReaderView):
    http_method_names = ["get", "head", "options"]

    @describe_report_status
    def get(self, request: Request, token: str) -> Response:
        report = services.report_by(token, at=self.now)
        if report is None:
            raise no_such_link()
        return Response(
            {
                "state": report.state,
                "in_words": report.get_state_display(),
                "category": report.category,
                "reply": report.reply or None,
                "reported_at": report.reported_at.isoformat(),
                "kept_until": kept_until(report.reported_at),
            }
        )


def _about(values: Any, now: Any) -> Published:
    found = live_row(values["type"], values["slug"], values["lang"], now)
    if found is None:
        raise ValidationError({"slug": "Nothing is published at this address in this language."})
    return found
