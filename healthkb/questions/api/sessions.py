"""Expert sessions, with a state that only the clock decides."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from articles.api.caching import conditional, etag_of
from articles.api.documents import envelope
from articles.api.languages import language_of
from articles.api.public import PublicView
from articles.api.reading import summary_on
from articles.models import Published
from articles.publishing import byline_of
from articles.publishing.bytes import to_bytes
from healthkb.questions.models import ExpertSession, SessionState

from .describing import describe_session, describe_sessions


class SessionsView(PublicView):
    def parameters(self) -> frozenset[str]:
        return frozenset({"state", "lang", "page", "page_size"})

    @describe_sessions
    def get(self, request: Request) -> Response:
        rows = announced().filter(locale=language_of(request)).order_by("starts_at", "pk")
        wanted = states_of(request)
        found = [each for each in rows if each.state_at(self.now) in wanted]
        pagination: Any = api_settings.DEFAULT_PAGINATION_CLASS
        paginator = pagination()
        page = paginator.paginate_queryset(found, request, view=self)
        topics = topics_of(page, self.now)
        body = envelope(paginator, [to_bytes(session_body(each, topics, self.now)) for each in page])
        return conditional(request, body, etag=etag_of(body), now=self.now, until=next_change(list(rows), self.now))


class SessionView(PublicView):
    def parameters(self) -> frozenset[str]:
        return frozenset({"lang"})

    @describe_session
    def get(self, request: Request, slug: str) -> Response:
        session = announced().filter(slug=slug, locale=language_of(request)).first()
        if session is None:
            raise NotFound("No session is announced at this address in this language.")
        found = b",".join(summary_on(row, self.now) for row in answers_of(session, self.now))
        body = (
            to_bytes(session_body(session, topics_of([session], self.now), self.now))[:-1]
            + b',"answers":['
            + found
            + b"]}"
        )
        return conditional(request, body, etag=etag_of(body), now=self.now, until=next_change([session], self.now))


def announced() -> Any:
    rows = ExpertSession.objects.filter(is_announced=True)
    return rows.select_related("topic").prefetch_related("experts__contributor")


def session_body(session: ExpertSession, topics: Mapping[int, Any], now: dt.datetime) -> dict[str, Any]:
    return {
        "slug": session.slug,
        "lang": session.locale,
        "title": session.title,
        "summary": session.summary,
        "topic": topics.get(session.topic_id),
        "experts": [byline_of(each.contributor) for each in session.experts.all()],
        "state": session.state_at(now).value,
        "takes_questions": session.takes_questions_at(now),
        **{name: getattr(session, name).isoformat() for name in ("collects_from", "starts_at", "ends_at")},
    }


def topics_of(sessions: Iterable[ExpertSession], now: dt.datetime) -> dict[int, dict[str, str]]:
    """By document key, as readers have them. Not there while a topic is not published."""
    rows = Published.objects.live(now).filter(document__in=[each.topic_id for each in sessions])
    return {
        row["document"]: {"slug": row["slug"], "name": row["title"]} for row in rows.values("document", "slug", "title")
    }


def answers_of(session: ExpertSession, now: dt.datetime) -> list[Published]:
    faqs = session.questions.filter(faq__isnull=False).values("faq")
    rows = Published.objects.live(now).not_withheld(now).filter(document__in=faqs)
    return list(rows.defer("body").order_by("first_published_at", "pk"))


def next_change(sessions: list[ExpertSession], now: dt.datetime) -> dt.datetime | None:
    """When the clock alone makes another answer."""
    moments = [getattr(each, name) for each in sessions for name in ("collects_from", "starts_at", "ends_at")]
    return min((each for each in moments if each > now), default=None)


def states_of(request: Request) -> list[str]:
    asked = request.query_params.get("state")
    words = [word.strip() for word in asked.split(",")] if asked else list(SessionState.values)
    if unknown := [word for word in words if word not in SessionState.values]:
        raise ValidationError({"state": f"There is no state {unknown[0][:40]}. Use: {', '.join(SessionState.values)}."})
    return words
