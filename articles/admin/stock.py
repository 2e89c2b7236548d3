"""Django's own admin classes, with the type parameters that the stubs ask for and Django itself does not take."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator as DjangoPaginator
from django.forms.models import BaseInlineFormSet

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    InlineModelAdmin = admin.StackedInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = BaseInlineFormSet[Any, Any, Any]
    ModelChoiceField = forms.ModelChoiceField[Any]
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField[Any]
    Paginator = DjangoPaginator[Any]
else:
    ModelAdmin = admin.ModelAdmin
    InlineModelAdmin = admin.StackedInline
    ModelForm = forms.ModelForm
    InlineFormSet = BaseInlineFormSet
    ModelChoiceField = forms.ModelChoiceField
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField
    Paginator = DjangoPaginator

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
