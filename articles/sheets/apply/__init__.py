"""Writing a plan to the working rows."""

from .applying import Applied, CannotApply, apply_changes
from .keys import Stale

__all__ = ["Applied", "CannotApply", "Stale", "apply_changes"]
