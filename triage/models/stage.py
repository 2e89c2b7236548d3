from django.db import models

from articles.models.fields import LineField

from .fields import CodeField, code_shaped
from .protocol import Protocol, ProtocolPart


class Stage(ProtocolPart):
    """One screen of questions."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="stages")
    code = CodeField()
    title = LineField(max_length=200, blank=True)
    first = models.BooleanField("asked first", default=False, help_text="Before all other screens.")

    class Meta(ProtocolPart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["protocol", "code"], name="stage_code_unique"),
            code_shaped("stage_code_shaped"),
        ]

    def __str__(self) -> str:
        return self.title or self.code
