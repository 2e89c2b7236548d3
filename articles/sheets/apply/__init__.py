"""Writing a plan to the working rows."""

from .applying import Applied, CannotApply, Stale, apply_changes

__all__ = ["Applied", "CannotApply", "Stale", "apply_changes"]
