"""Django's own admin classes, with the type parameters that the stubs ask for and Django itself does not take.

And what each of ours says of a row that has gone.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator as DjangoPaginator
from django.forms.models import BaseInlineFormSet
from django.http import HttpResponseRedirect
from django.urls import reverse

if TYPE_CHECKING:
    StockModelAdmin = admin.ModelAdmin[Any]
    InlineModelAdmin = admin.StackedInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = BaseInlineFormSet[Any, Any, Any]
    ModelChoiceField = forms.ModelChoiceField[Any]
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField[Any]
    Paginator = DjangoPaginator[Any]
else:
    StockModelAdmin = admin.ModelAdmin
    InlineModelAdmin = admin.StackedInline
    ModelForm = forms.ModelForm
    InlineFormSet = BaseInlineFormSet
    ModelChoiceField = forms.ModelChoiceField
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField
    Paginator = DjangoPaginator


class ModelAdmin(StockModelAdmin):
    def _get_obj_does_not_exist_redirect(self, request: Any, opts: Any, object_id: str) -> Any:
        """In words that say what to do; Django's name the number of the row."""
        words = f"This {opts.verbose_name} is not here: somebody has deleted it, or the address is wrong."
        if request.method == "POST":
            words += " What you typed was not saved. Go one page back in your browser if you need to copy it."
        messages.warning(request, words)
        return HttpResponseRedirect(reverse("admin:index"))


__all__ = [
    "ChangeList",
    "InlineFormSet",
    "InlineModelAdmin",
    "ModelAdmin",
    "ModelChoiceField",
    "ModelForm",
    "ModelMultipleChoiceField",
    "Paginator",
]
