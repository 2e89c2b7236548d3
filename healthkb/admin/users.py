from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from healthkb.models import User

if TYPE_CHECKING:
    BaseUserAdmin = UserAdmin[User]
else:
    BaseUserAdmin = UserAdmin

PRIVILEGES = ("is_superuser", "groups", "user_permissions", "is_demonstration")


# Groups are made from healthkb/roles.py; a change by hand would be undone by the next migrate.
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(BaseUserAdmin):
    """Who may sign in. Only superusers give roles or change a superuser, else managing accounts would be all power."""

    list_display = ("username", "full_name", "job_title", "roles", "is_active", "last_login")
    list_filter = ("groups", "is_active", "is_demonstration")
    search_fields = ("username", "first_name", "last_name", "email", "job_title")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email", "job_title", "credentials")}),
        ("Roles", {"fields": ("groups", "is_active", "is_staff", "is_superuser", "is_demonstration")}),
        ("Single permissions", {"classes": ("collapse",), "fields": ("user_permissions",)}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    @admin.display(description="name", ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, *PRIVILEGES)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Accounts are switched off, never deleted: the record of who reviewed what needs them."""
        return False
