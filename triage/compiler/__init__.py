"""From frozen content, or from a published document, to a protocol that the engine can run."""

from .from_payload import Named, engine_form, protocol_of
from .from_public import protocol_from_public
from .to_public import full_form

__all__ = ["Named", "engine_form", "full_form", "protocol_from_public", "protocol_of"]
