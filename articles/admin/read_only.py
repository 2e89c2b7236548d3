"""A field that somebody may see and not change, as its reader would say it."""

from typing import Any

from django import template
from django.utils.safestring import mark_safe

from articles.content.markdown import to_html
from articles.content.vocabulary import Caution, label
from articles.models.fields import MarkdownField, WordListField

from .columns import EMPTY

register = template.Library()


@register.filter
def shown(field: Any) -> Any:
    """Text as readers will see it, lists of words one on each line, yes or no; everything else as Django shows it."""
    row, name = field.form.instance, field.field["name"]
    kind = next((each for each in row._meta.fields if each.name == name), None)
    value = getattr(row, name, None)
    if isinstance(kind, WordListField):
        words = [label(Caution(each)) if name == "cautions" else each for each in value or []]
        return "\n".join(words) or EMPTY
    if isinstance(kind, MarkdownField) and value:
        return mark_safe(to_html(value))  # noqa: S308 - cleaned by to_html
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return field.contents() or EMPTY
