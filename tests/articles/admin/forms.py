"""What a browser sends back when it posts the page that it was given."""

from typing import Any

from django.forms import MultiWidget, Textarea


def form_data(response: Any, **changes: Any) -> dict[str, Any]:
    context = response.context
    forms = [context["adminform"].form]
    for inline in context.get("inline_admin_formsets", ()):
        forms += [inline.formset.management_form, *inline.formset.forms]
    data: dict[str, Any] = {}
    for form in forms:
        for bound in form:
            value = bound.field.prepare_value(bound.value())
            if isinstance(value, (list, tuple)) and bound.field.widget.__class__.__name__ == "PickManyWidget":
                value = "\n".join(value)
            if isinstance(bound.field.widget, Textarea) and isinstance(value, str):
                value = "\r\n".join(value.splitlines())
            if isinstance(bound.field.widget, MultiWidget):
                parts = bound.field.widget.decompress(value) or []
                data |= {f"{bound.html_name}_{place}": part for place, part in enumerate(parts) if part}
            elif value is not None and value is not False:
                data[bound.html_name] = value
    original = context.get("original")
    if original is not None and hasattr(original, "edit_number"):
        data["expected_edit"] = original.edit_number
    return {**data, **changes}


def saved(response: Any) -> bool:
    """A save redirects. Where it does not, the test says why."""
    if response.status_code == 302:
        return True
    errors = response.context["errors"] if response.context and "errors" in response.context else response.content
    raise AssertionError(f"not saved: {errors}")
