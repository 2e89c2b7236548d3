from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q
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
        network = network_of(request.META)
        tries = take_try(username=username, network=network, at=timezone.now())
        if tries.are_too_many:
            request.too_many_tries = tries  # type: ignore[attr-defined]
            raise PermissionDenied
        user = super().authenticate(request, username, password, **kwargs)
        if user is not None:
            forget_tries(username=username, network=network)
        return user

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """A person's own and those of their groups, in one query: every page of the admin asks."""
        if obj is not None or not user_obj.is_active or user_obj.is_superuser or hasattr(user_obj, "_perm_cache"):
            return super().get_all_permissions(user_obj, obj)
        theirs = Permission.objects.filter(Q(user=user_obj) | Q(group__user=user_obj)).order_by()
        names = theirs.values_list("content_type__app_label", "codename").distinct()
        user_obj._perm_cache = {f"{app}.{codename}" for app, codename in names}
        return set(user_obj._perm_cache)
