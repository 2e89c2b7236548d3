"""Saving what documents quote: a reference, a contributor or a picture."""

import datetime as dt

from django.db import models, transaction

from articles.models import Contributor, Document, Image, Reference
from articles.models.people import Person
from articles.publishing import record_edit


@transaction.atomic
def save_source(*, source: Reference | Contributor | Image, by: Person, at: dt.datetime) -> None:
    """Save the row. A document shows the words of its sources, so this is an edit of each one that quotes it."""
    for document in documents_that_quote(source) if source.pk else ():
        record_edit(document=document, by=by, at=at)
    source.save()


def documents_that_quote(source: Reference | Contributor | Image) -> "models.QuerySet[Document]":
    """Every document whose content holds these words."""
    if isinstance(source, Reference):
        used = models.Q(references=source) | models.Q(article__sections__references=source)
        used |= models.Q(article__scenarios__references=source)
    elif isinstance(source, Contributor):
        used = models.Q(article__authors=source) | models.Q(faq__answered_by=source)
    else:
        used = models.Q(article__images__image=source)
    keys = Document.objects.filter(used).order_by().values("pk").distinct()
    found: models.QuerySet[Document] = Document.objects.filter(pk__in=keys).order_by("pk")
    return found
