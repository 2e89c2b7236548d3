"""How often a password may be tried: counted before it is looked at, by name and network.

Somebody else's network has a count of its own, so nobody can be kept out by wrong passwords sent from elsewhere.
"""

import datetime as dt
import hmac
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from healthkb.models import SignInTries

WINDOW = dt.timedelta(minutes=10)
TRIES_FOR_NAME = 10
TRIES_FOR_NETWORK = 200  # whatever the names: stops one password being tried on every account


@dataclass(frozen=True, slots=True)
class Tries:
    for_name: int
    for_network: int

    @property
    def are_too_many(self) -> bool:
        return self.for_name > TRIES_FOR_NAME or self.for_network > TRIES_FOR_NETWORK

    @property
    def have_just_become_too_many(self) -> bool:
        if self.for_network > TRIES_FOR_NETWORK:  # whatever the names, or each would be told of anew
            return self.for_network == TRIES_FOR_NETWORK + 1
        return self.for_name == TRIES_FOR_NAME + 1


def take_try(*, username: str, network: str, at: dt.datetime) -> Tries:
    """How many there were, with this one."""
    # A time further ahead than this was set by a clock that went wrong.
    SignInTries.objects.filter(Q(since__lte=at - WINDOW) | Q(since__gt=at + WINDOW)).delete()
    for_name = _count(_key("name", folded(username), network), at)
    for_network = _count(_key("network", network), at)
    return Tries(for_name, for_network)


def forget_tries(*, username: str, network: str) -> None:
    """After the right password."""
    SignInTries.objects.filter(key=_key("name", folded(username), network)).delete()


def folded(username: str) -> str:
    """One form for all ways to write a name, so that none of them gets tries of its own."""
    return unicodedata.normalize("NFKC", username).casefold()


@transaction.atomic
def _count(key: str, at: dt.datetime) -> int:
    row, _ = SignInTries.objects.select_for_update().get_or_create(key=key, defaults={"since": at})
    row.tries += 1
    row.save(update_fields=["tries"])
    return row.tries


def _key(*parts: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), "\0".join(parts).encode(errors="replace"), "sha256").hex()
