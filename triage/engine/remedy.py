from __future__ import annotations

from dataclasses import dataclass

from triage.engine.codec import CODE, CODES, TEXT, WAYS, check_fields, stored
from triage.engine.condition import Ways, problems_with_shape
from triage.engine.problem import ProtocolError, refuse


@dataclass(frozen=True, slots=True)
class Remedy:
    """Offered for any of `causes` (for everybody, when there are none), unless `exclude_when` is met or could be."""

    slug: str = stored(CODE)
    title: str = stored(TEXT, default="")
    text: str = stored(TEXT, default="")
    causes: tuple[str, ...] = stored(CODES, default=())
    exclude_when: Ways = stored(WAYS, default=())
    exclude_text: str = stored(TEXT, default="")

    def __post_init__(self) -> None:
        check_fields(self)
        if problems := [problem.under("exclude_when") for problem in problems_with_shape(self.exclude_when)]:
            raise ProtocolError(problems)
        if self.exclude_when and not self.exclude_text.strip():
            raise refuse(
                "exclude_text", self.slug, f"Say what {self.slug} people should do instead when it is left out."
            )
