"""Requests with an API key: `Authorization: Bearer …`. Without one, nothing is looked up."""

from django.http import HttpRequest
from django.utils import timezone
from rest_framework import status
from rest_framework.exceptions import APIException

from healthkb.keys import find_key, key_named, note_use
from healthkb.models import ApiKey, Scope


class InvalidKey(APIException):
    """Also for one that is over: which it is, is not told."""

    status_code = status.HTTP_401_UNAUTHORIZED
    default_code = "invalid-key"
    default_detail = "This key opens nothing. It may be misspelt, over, or ended with its owner's password or account."
    auth_header = 'Bearer realm="HealthKB"'


class KeyNeeded(InvalidKey):
    default_code = "key-needed"
    default_detail = "Send a key that may read drafts, as “Authorization: Bearer …”."


def key_of(request: HttpRequest) -> ApiKey | None:
    """None without an Authorization header of ours. Raises InvalidKey. Looked up once for each request."""
    if hasattr(request, "api_key"):
        known: ApiKey | None = request.api_key
        return known
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    key = None
    if scheme.lower() == "bearer":
        now = timezone.now()
        key = find_key(text.strip(), at=now)
        if key is None:
            request.refused_key = key_named(text.strip())  # type: ignore[attr-defined]
            raise InvalidKey
        note_use(key, on=timezone.localdate(now))
    request.api_key = key  # type: ignore[attr-defined]
    return key


def preview_key_of(request: HttpRequest) -> ApiKey:
    """Raises KeyNeeded or InvalidKey."""
    key = key_of(request)
    if key is None or key.scope != Scope.PREVIEW:
        raise KeyNeeded
    return key
