"""Asking: the form, the question, what may answer it already, and the private link."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.reading import body_on
from articles.publishing.bytes import to_bytes
from healthkb.questions import services
from healthkb.questions.models import MOST_LETTERS, ExpertSession, Question

from .base import ClosedForNow, ReaderView, kept_until, live_document, no_such_link, private_link
from .describing import describe_form, describe_similar, describe_status, describe_taking_back
from .inputs import CONSENT, LEAST_LETTERS, QuestionBody, SimilarBody

NOTICE = (
    "This is not for emergencies. Nobody reads your question at once, and an answer can take days. "
    "If you may need help now, call your emergency number."
)


class AskingView(ReaderView):
    """Alarming words are answered whatever happens to the question, also if it is refused."""

    def handle_exception(self, exc: Exception) -> Response:
        if self.request.method == "POST" and isinstance(exc, APIException):
            extra = {"urgent": urgent_in(self.request, self.now), "notice": NOTICE}
            exc.extra = {**getattr(exc, "extra", {}), **extra}  # type: ignore[attr-defined]
        return super().handle_exception(exc)


def urgent_in(request: Request, now: Any) -> dict[str, Any] | None:
    """What to do now, from a body of whatever form."""
    try:
        data = request.data
    except APIException:
        return None
    text = data.get("text") if isinstance(data, Mapping) else None
    lang = data.get("lang") if isinstance(data, Mapping) else None
    if not isinstance(text, str):
        return None
    locale = lang if lang in dict(settings.LANGUAGES) else settings.LANGUAGES[0][0]
    alarm = services.alarm_in(text[:MOST_LETTERS], locale=locale, at=now)
    return services.what_to_do(alarm, locale=locale, at=now) if alarm else None


class FormView(ReaderView):
    http_method_names = ["get", "head", "options"]

    @describe_form
    def get(self, request: Request) -> Response:
        return Response(
            {
                "notice": NOTICE,
                "consent": CONSENT,
                "is_open": services.is_open(at=self.now),
                "min_letters": LEAST_LETTERS,
                "max_letters": MOST_LETTERS,
                "kept_days": settings.QUESTION_RETENTION_DAYS,
            }
        )


def ask(view: AskingView, request: Request) -> Response:
    body = QuestionBody(data=request.data)
    body.is_valid(raise_exception=True)
    values = body.validated_data
    locale = values["lang"]
    named = {
        kind: _named(kind, values[kind], locale, view.now) if values[kind] else None for kind in ("topic", "article")
    }
    session = _session(values["session"], view.now) if values["session"] else None
    alarm = services.alarm_in(values["text"], locale=locale, at=view.now)
    try:
        asked = services.ask_question(
            text=values["text"],
            locale=locale,
            topic=named["topic"],
            article=named["article"],
            session=session,
            email=values["email"],
            is_alarming=alarm is not None,
            at=view.now,
        )
    except services.AskingClosed as error:
        raise ClosedForNow(str(error)) from None
    receipt = {
        "id": str(asked.question.uuid),
        "state": services.state_of(asked.question, at=view.now).value,
        "notice": NOTICE,
        "urgent": services.what_to_do(alarm, locale=locale, at=view.now) if alarm else None,
        **private_link(request, "questions", asked.token, asked.question.asked_at),
    }
    return Response(receipt, status=201)


def _named(kind: str, slug: str, locale: str, now: Any) -> Any:
    found = live_document(kind, slug, locale, now)
    if found is None:
        raise ValidationError({kind: f"No {kind} is published at this address in this language."})
    return getattr(found, kind)


def _session(slug: str, now: Any) -> ExpertSession:
    found: ExpertSession | None = ExpertSession.objects.filter(slug=slug, is_announced=True).first()
    if found is None:
        raise ValidationError({"session": "There is no such session."})
    return found


class SimilarView(AskingView):
    """POST, so that what somebody is typing stands in no address and no log."""

    http_method_names = ["post", "options"]
    throttle_scope = "search"

    @describe_similar
    def post(self, request: Request) -> Response:
        body = SimilarBody(data=request.data)
        body.is_valid(raise_exception=True)
        text, locale = body.validated_data["text"], body.validated_data["lang"]
        hits = services.similar_answers(text, locale=locale, at=self.now)
        results = [
            {"id": str(hit.uuid), "type": hit.kind, "slug": hit.slug, "lang": locale, "title": hit.title}
            for hit in hits
        ]
        return Response({"urgent": urgent_in(request, self.now), "results": results})


class StatusView(ReaderView):
    http_method_names = ["get", "head", "delete", "options"]

    def question(self, token: str) -> Question:
        found = services.question_by(token, at=self.now)
        if found is None:
            raise no_such_link()
        return found

    @describe_taking_back
    def delete(self, request: Request, token: str) -> Response:
        services.take_back_question(question=self.question(token), at=self.now)
        return Response(status=204)

    @describe_status
    def get(self, request: Request, token: str) -> Response:
        question = self.question(token)
        answer = services.published_answer(question, at=self.now)
        status = {
            "id": str(question.uuid),
            "state": question.state,  # type: ignore[attr-defined]
            "in_words": services.IN_WORDS[question.state],  # type: ignore[attr-defined]
            "asked_at": question.asked_at.isoformat(),
            "kept_until": kept_until(question.asked_at),
            "message": question.message or None,
            "lang": question.locale,
        }
        if answer is None:
            return Response({**status, "answer": None})
        body = to_bytes(status)
        return Response(with_raw(body, "answer", body_on(answer, self.now)))


def with_raw(body: bytes, name: str, value: bytes) -> bytes:
    """The object with one more member, whose JSON is ready already."""
    return body[:-1] + f',"{name}":'.encode() + value + b"}"
