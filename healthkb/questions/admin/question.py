"""The queue of readers' questions, and the page of one."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles.admin.history import RecordAdmin
from articles.content.markdown import to_html
from healthkb.questions import services
from healthkb.questions.models import Question, QuestionState
from healthkb.questions.reading import find_details

from .action import action_urls, offered
from .actions import QUESTION_ACTIONS

EXCERPT = 90


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: Any, model_admin: Any) -> Any:
        return [("open", "Waiting for somebody"), *QuestionState.choices]

    def queryset(self, request: Any, queryset: Any) -> Any:
        if self.value() == "open":
            return queryset.exclude(state__in=services.CLOSED)
        return queryset.filter(state=self.value()) if self.value() else queryset


class MineFilter(admin.SimpleListFilter):
    title = "expert"
    parameter_name = "expert"

    def lookups(self, request: Any, model_admin: Any) -> Any:
        return [("me", "Assigned to me")]

    def queryset(self, request: Any, queryset: Any) -> Any:
        return queryset.filter(expert__user=request.user) if self.value() == "me" else queryset


@admin.register(Question)
class QuestionAdmin(RecordAdmin):
    """Moderators see all of them, an expert those that were given to them. Nobody sees where to reach a person."""

    change_form_template = "questions/admin/question.html"
    list_display = ("number", "state", "excerpt", "subject", "asked_at")
    list_display_links = ("number",)
    list_filter = (StateFilter, MineFilter, "is_alarming", "has_details", "topic", "session")
    list_select_related = ("topic", "expert__contributor")
    ordering = ("-is_alarming", "-asked_at", "-pk")
    fields = ("asked_at",)

    def get_queryset(self, request: Any) -> Any:
        rows = services.with_state(super().get_queryset(request), at=timezone.now())
        return rows if services.may(request.user, services.MODERATE) else rows.filter(expert__user=request.user)

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        rights = (services.MODERATE, services.ANSWER)
        return any(services.may(request.user, each) for each in rights)

    def has_module_permission(self, request: Any) -> bool:
        return self.has_view_permission(request)

    @admin.display(description="no.", ordering="pk")
    def number(self, question: Question) -> str:
        return str(question)

    @admin.display(description="state")
    def state(self, question: Any) -> SafeString:
        alarm = mark_safe(' <span class="chip overdue">Alarming words</span>') if question.is_alarming else ""
        return format_html('<span class="chip">{}</span>{}', QuestionState(question.state).label, alarm)

    @admin.display(description="what was asked")
    def excerpt(self, question: Question) -> str:
        text = question.public_text or question.text
        return f"{text[:EXCERPT]}…" if len(text) > EXCERPT else text or "Deleted"

    @admin.display(description="topic and expert", ordering="topic")
    def subject(self, question: Question) -> str:
        return ", ".join(str(each) for each in (question.topic, question.expert) if each) or "–"

    def get_urls(self) -> Any:
        return [*action_urls(self, QUESTION_ACTIONS), *super().get_urls()]

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        context.update(page_of(kwargs["obj"], request.user))
        return super().render_change_form(request, context, *args, **kwargs)


def page_of(question: Any, user: Any) -> dict[str, Any]:
    at = timezone.now()
    answer = getattr(question, "answer", None)
    buttons = offered(question, QUESTION_ACTIONS, user=user, at=at)
    one_click = next((each for each in buttons if each["label"] == QUESTION_ACTIONS["make_faq"].label), None)
    return {
        "title": str(question),
        "state": QuestionState(question.state),
        "buttons": buttons,
        "one_click": one_click if question.article else None,
        "marked": marked(question.text),
        "details": sorted({str(each.kind) for each in find_details(question.text)}),
        "similar": _similar(question, at),
        "answer": answer,
        # to_html cleans what it returns.
        "answer_html": mark_safe(to_html(answer.text)) if answer else "",  # noqa: S308
        "deleted_on": question.asked_at + services.kept_for(),
    }


def marked(text: str) -> SafeString:
    """Escaped, with a mark around everything that may tell who asked."""
    pieces, end = [], 0
    for each in find_details(text):
        pieces.append(format_html('{}<mark title="{}">{}</mark>', text[end : each.start], each.kind, each.words))
        end = each.end
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[end:]]))


def _similar(question: Any, at: Any) -> list[dict[str, str]]:
    text = question.public_text or question.text
    if not text or question.state in services.CLOSED:
        return []
    hits = services.similar_answers(text, locale=question.locale, at=at, kinds=("faq", "article"))
    return [
        {"title": hit.title, "kind": hit.kind, "url": reverse("admin:articles_published_change", args=[hit.pk])}
        for hit in hits
    ]
