"""Telling other servers what was published: an outbox, filled by the change feed and emptied by the worker."""

from .addresses import AddressRefused
from .delivering import deliver_due, register_webhook_jobs
from .endpoints import (
    CannotReplay,
    add_endpoint,
    change_endpoint,
    replace_secret,
    replay,
    send_test,
)
from .outbox import message_body, write_outbox
from .sending import BadURL, Outcome, checked_url

__all__ = [
    "AddressRefused",
    "BadURL",
    "CannotReplay",
    "Outcome",
    "add_endpoint",
    "change_endpoint",
    "checked_url",
    "deliver_due",
    "message_body",
    "register_webhook_jobs",
    "replace_secret",
    "replay",
    "send_test",
    "write_outbox",
]
