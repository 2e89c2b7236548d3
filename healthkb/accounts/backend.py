from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from healthkb.clients import network_of

from .limits import forget_tries, take_try


class LimitedBackend(ModelBackend):
    """Passwords that come with a request are counted first, so that guessing costs no hashing either."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        if request is None or username is None or password is None:
            return super().authenticate(request, username, password, **kwargs)
        network = network_of(request)
        if not take_try(username=username, network=network, at=timezone.now()):
            request.too_many_tries = True  # type: ignore[attr-defined]
            raise PermissionDenied
        user = super().authenticate(request, username, password, **kwargs)
        if user is not None:
            forget_tries(username=username, network=network)
        return user
