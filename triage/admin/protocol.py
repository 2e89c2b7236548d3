from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from articles.admin.checks_page import checks_url
from articles.admin.documents import DocumentAdmin
from articles.admin.links import row_urls
from articles.admin.parts import CodeInline, PartInline
from articles.models import Published
from articles.publishing import Refused, check_gates
from articles.publishing.freezing import freeze
from articles.publishing.permissions import WITHDRAW, may
from triage.engine import Compiled, compile_protocol
from triage.engine import Protocol as EngineProtocol
from triage.models import Protocol, ProtocolCause, Stage
from triage.publishing import PROTOCOL, changes_against_live, in_words
from triage.services import add_test_case, switch_protocol

from .effects import runnable
from .matrix import matrix
from .nav import row_lists
from .places import shown_in
from .rows import ConditionsAsText
from .trying import answers_in_form, asked, path_of_rule, shown, tried


class StageInline(PartInline):
    model = Stage
    fields = (("code", "title", "first"), "position")
    verbose_name_plural = "screens"
    empty_text = "No screens yet. A screen holds the questions that are asked together."


class ProtocolCauseInline(PartInline):
    model = ProtocolCause
    fields = ("cause", "position")
    verbose_name_plural = "causes"
    empty_text = "No causes yet. Add those that the answers can speak for or against."

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("cause")


class SwitchForm(forms.Form):
    """``to`` is what the person saw on the button: somebody else may have switched it meanwhile."""

    reason = forms.CharField(max_length=500, label="Why")
    to = forms.ChoiceField(choices=[("on", "On"), ("off", "Off")], widget=forms.HiddenInput)


@admin.register(Protocol)
class ProtocolAdmin(ConditionsAsText, DocumentAdmin):
    change_form_template = "triage/admin/protocol.html"
    texts = (
        "purpose",
        ("includes", "wordings", "articles"),
        ("scope_outside", "scope_level"),
        "scope_message",
        "default_level",
        "default_message",
        "default_action",
        "default_references",
        ("remedies_up_to", "recheck_after_days"),
        "disclaimer",
        "safety_net",
    )
    inlines = (StageInline, ProtocolCauseInline, CodeInline)
    prefetch = tuple(dict.fromkeys((*PROTOCOL.prefetch, "references", "codes")))

    def get_urls(self) -> Any:
        views = {"try": self.try_view, "matrix": self.matrix_view, "checks": self.checks_view}
        return [*row_urls(self, **views, switch=self.switch_view), *super().get_urls()]

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        if obj is not None:
            context.update(protocol=obj, row_lists=row_lists(obj))
        return super().render_change_form(request, context, *args, **kwargs)

    def try_view(self, request: Any, pk: int) -> Any:
        """By POST, so that no answer is in an address or a log. The panel beside a form asks for its part alone."""
        protocol = self._protocol(request, pk)
        is_panel = request.headers.get("X-Requested-With") == "panel"
        engine = runnable(pk) if is_panel else self._engine(request, protocol)
        if engine is None and not is_panel:
            return HttpResponseRedirect(reverse("admin:triage_protocol_checks", args=[pk]))
        context = self._tried(request, protocol, compile_protocol(engine)) if engine else {}
        if "keep" in request.POST and context["result"]:
            return self._keep(request, protocol, context)
        return self._page(request, protocol, "try_panel" if is_panel else "try", "Try it", context)

    def _tried(self, request: Any, protocol: Protocol, compiled: Compiled) -> dict[str, Any]:
        answers = answers_in_form(compiled, request.POST)
        if request.method == "GET":
            case = protocol.cases.filter(pk=_number(request.GET.get("case"))).first()
            answers = case.answers if case else path_of_rule(compiled, request.GET.get("rule", ""))
        result, mistakes = tried(compiled, answers)
        return {
            "answers": answers,
            "asked": asked(compiled, answers, result),
            "result": result,
            "mistakes": mistakes,
            "shown": shown(compiled, result) if result else None,
            "may_keep": request.user.has_perm("triage.add_testcase"),
        }

    def _keep(self, request: Any, protocol: Protocol, context: dict[str, Any]) -> Any:
        if not context["may_keep"]:
            raise PermissionDenied
        result = context["result"]
        reaching = [rule.rule for rule in result.fired if rule.level == result.lowest_possible]
        values = {"answers": context["answers"], "level": result.lowest_possible.code, "rules": reaching}
        try:
            case = add_test_case(protocol=protocol, **values, by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)
        text = f"Kept as {case.code}, with what the draft gives now. Check that this is right, and give it a title."
        messages.success(request, text)
        return HttpResponseRedirect(reverse("admin:triage_testcase_change", args=[case.pk]))

    def matrix_view(self, request: Any, pk: int) -> Any:
        protocol = self._protocol(request, pk)
        engine = self._engine(request, protocol)
        if engine is None:
            return HttpResponseRedirect(reverse("admin:triage_protocol_checks", args=[pk]))
        urls = {rule.code: reverse("admin:triage_rule_change", args=[rule.pk]) for rule in protocol.rules.all()}
        columns, rows = matrix(engine, urls)
        return self._page(request, protocol, "matrix", "Rules and findings", {"columns": columns, "rows": rows})

    def checks_view(self, request: Any, pk: int) -> Any:
        """What the gates say of the draft, and which test cases would come to something else than now."""
        protocol = self._protocol(request, pk)
        live = Published.objects.live(timezone.now()).filter(document=pk).select_related("version").first()
        changes = changes_against_live(freeze([protocol])[pk], live)
        problems = shown_in(protocol, check_gates([protocol], at=timezone.now()))
        context = {
            "consequences": in_words(changes),
            "lowered": [change for change in changes if change.is_lowered],
            "is_live": live is not None,
            "problems": problems,
            "blocks": [each for each in problems if each.css == "block"],
            "all_checks": checks_url(protocol),
        }
        return self._page(request, protocol, "checks", "Checks", context)

    def switch_view(self, request: Any, pk: int) -> Any:
        protocol = self._protocol(request, pk)
        form = SwitchForm(request.POST or None, initial={"to": "off" if protocol.is_switched_on else "on"})
        if request.method == "POST" and form.is_valid():
            return self._switch(request, protocol, **form.cleaned_data)
        context = {
            "form": form,
            "may_switch": may(request.user, WITHDRAW),
            "switchings": protocol.switchings.select_related("by"),
        }
        return self._page(request, protocol, "switch", "Switch", context)

    def _switch(self, request: Any, protocol: Protocol, *, reason: str, to: str) -> Any:
        try:
            switch_protocol(protocol=protocol, is_on=to == "on", reason=reason, by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"“{protocol}” is switched {to}.")
        return HttpResponseRedirect(request.path)

    def _protocol(self, request: Any, pk: int) -> Protocol:
        found: Protocol | None = Protocol.objects.filter(pk=pk).first()
        if found is None or not self.has_view_permission(request, found):
            raise Http404
        return found

    def _engine(self, request: Any, protocol: Protocol) -> EngineProtocol | None:
        """None, with a word of why, while something in the draft cannot run."""
        engine = runnable(protocol.pk)
        if engine is None:
            messages.error(request, "The draft cannot run yet. The checks below say what to put right.")
        return engine

    def _page(self, request: Any, protocol: Protocol, name: str, title: str, context: dict[str, Any]) -> Any:
        own = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": protocol,
            "protocol": protocol,
            "title": f"{title}: {protocol}",
            "page": name,
            "row_lists": row_lists(protocol),
        }
        return TemplateResponse(request, f"triage/admin/{name}.html", {**own, **context})


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
