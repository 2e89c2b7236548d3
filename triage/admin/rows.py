"""What the admin of a protocol's rows has in common: each save counts as an edit of the protocol."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db import models
from django.http import HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.text import capfirst

from articles.admin.fields_mixin import FriendlyFields
from articles.admin.forms import PickingForm
from articles.admin.stock import InlineModelAdmin, ModelAdmin, ModelChoiceField
from articles.publishing import Refused, record_edit
from triage.models import Protocol
from triage.models.fields import WaysField

from .condition_fields import WaysFormField
from .effects import runnable, tell_effects
from .nav import row_lists

FILTER = "protocol__id__exact"
WAYS_HELP = "One way on each line: question.code and question.code|code. Any one line is enough."


class ConditionsAsText:
    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if isinstance(db_field, WaysField):
            help_text = f"{db_field.help_text} {WAYS_HELP}".strip()
            return WaysFormField(
                label=capfirst(db_field.verbose_name), required=not db_field.blank, help_text=help_text
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class ProtocolRowAdmin(ConditionsAsText, FriendlyFields, ModelAdmin):
    """Lists of all protocols together, with the protocol as first filter. A save says what it does to the draft."""

    form = PickingForm
    change_form_template = "triage/admin/row.html"
    change_list_template = "triage/admin/rows.html"
    list_filter: ClassVar[Any] = ("protocol",)
    list_per_page = 200
    ordering: ClassVar[Any] = ("protocol", "position", "pk")
    actions = None

    def get_list_display(self, request: Any) -> Any:
        names = super().get_list_display(request)
        return [each for each in names if each != "protocol"] if protocol_listed(request) else names

    def changelist_view(self, request: Any, extra_context: Any = None) -> Any:
        """The list of one protocol has the links between its pages, and its name."""
        protocol = protocol_listed(request)
        if protocol is None:
            return super().changelist_view(request, extra_context)
        title = f"{capfirst(self.opts.verbose_name_plural)}: {protocol}"
        context = {"protocol": protocol, "row_lists": row_lists(protocol), "title": title}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        return ("protocol",) if obj is not None else ()

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "protocol":
            return ModelChoiceField(Protocol.objects.order_by("title"))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: Any) -> dict[str, Any]:
        """A new row goes to the end of its list."""
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        protocol = protocol_in(request, None)
        initial |= {"protocol": protocol.pk} if protocol else {}
        last = self.model._default_manager.filter(protocol=initial.get("protocol")).aggregate(at=models.Max("position"))
        return {"position": (last["at"] or 0) + 1, **initial}

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        protocol = protocol_in(request, kwargs.get("obj"))
        if protocol is not None:
            context.update(protocol=protocol, row_lists=row_lists(protocol))
        return super().render_change_form(request, context, *args, **kwargs)

    def changeform_view(self, request: Any, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        def view() -> Any:
            return super(ProtocolRowAdmin, self).changeform_view(request, object_id, *args, **kwargs)

        return self._told(request, object_id, view)

    def delete_view(self, request: Any, object_id: Any, *args: Any, **kwargs: Any) -> Any:
        def view() -> Any:
            return super(ProtocolRowAdmin, self).delete_view(request, object_id, *args, **kwargs)

        return self._told(request, object_id, view)

    def _told(self, request: Any, object_id: Any, view: Any) -> Any:
        """The view, with a word about what it did to the draft."""
        row = self.get_object(request, object_id) if object_id else None
        protocol = protocol_in(request, row) if request.method == "POST" else None
        before = runnable(protocol.pk) if protocol else None
        try:
            response = view()
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.get_full_path())
        if protocol and response.status_code == 302:
            tell_effects(request, protocol.pk, before)
        return response

    def response_post_save_add(self, request: Any, obj: Any) -> Any:
        return self._back(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: Any, obj: Any) -> Any:
        return self._back(request, obj) or super().response_post_save_change(request, obj)

    def _back(self, request: Any, obj: Any) -> Any:
        """To the rows of this protocol, unless the form was opened from a list."""
        if "_changelist_filters" in request.GET:
            return None
        lists = {each["model"]: each["url"] for each in row_lists(obj.protocol)}
        return HttpResponseRedirect(lists[self.opts.model_name])

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """What nobody changed makes nobody an author of the protocol."""
        if not change or form.has_changed():
            record_edit(document=obj.protocol, by=request.user, at=timezone.now())
            super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        if change and not form.has_changed() and any(each.has_changed() for each in formsets):
            record_edit(document=form.instance.protocol, by=request.user, at=timezone.now())
        super().save_related(request, form, formsets, change)

    def delete_model(self, request: Any, obj: Any) -> None:
        record_edit(document=obj.protocol, by=request.user, at=timezone.now())
        super().delete_model(request, obj)


class RowInline(FriendlyFields, InlineModelAdmin):
    extra = 2


def protocol_in(request: Any, obj: Any) -> Protocol | None:
    """Of the row that is shown, or the one that the form to add a row was opened for, from a list of it maybe."""
    if obj is not None:
        protocol: Protocol = obj.protocol
        return protocol
    came_from = QueryDict(request.GET.get("_changelist_filters", "")).get(FILTER)
    return _protocol(request.POST.get("protocol") or request.GET.get("protocol") or came_from)


def protocol_listed(request: Any) -> Protocol | None:
    return _protocol(request.GET.get(FILTER))


def _protocol(key: str | None) -> Protocol | None:
    return Protocol.objects.filter(pk=key).first() if key and key.isdecimal() and len(key) < 10 else None
