import json
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast


def with_synonym(model: type[models.Model], words: str) -> "QuerySet[Any]":
    """Keys of the rows that have another name with these words. Stored JSON writes accents as escapes."""
    text = Cast("synonyms", models.TextField())
    escaped = json.dumps(words)[1:-1]
    rows = model._default_manager.annotate(synonyms_text=text)
    return rows.filter(Q(synonyms_text__icontains=words) | Q(synonyms_text__icontains=escaped)).values("pk")
