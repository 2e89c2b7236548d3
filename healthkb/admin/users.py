from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.forms import CharField, CheckboxSelectMultiple, Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.admin.links import row_urls
from healthkb.accounts.open_sessions import end_sessions, open_sessions
from healthkb.accounts.passwords import rules_for_another
from healthkb.accounts.second_step import reset_second_step
from healthkb.models import User

from .second_step import answer
from .signed_in import ended_in_words

if TYPE_CHECKING:
    BaseUserAdmin = UserAdmin[User]
    BaseAccountForm = UserChangeForm[User]
    BasePasswordForm = AdminPasswordChangeForm[User]
    BaseNewAccountForm = UserCreationForm[User]
else:
    BaseUserAdmin, BaseAccountForm, BasePasswordForm = UserAdmin, UserChangeForm, AdminPasswordChangeForm
    BaseNewAccountForm = UserCreationForm

PRIVILEGES = ("is_superuser", "groups", "user_permissions", "is_demonstration")
HELP = {
    "username": "The name to sign in with: letters, digits and @ . + - _, at most 150.",
    "groups": "What this person does here. Choose more than one where they do more.",
    "is_active": "Take this away when somebody leaves. What they did keeps their name.",
    "is_staff": "May open the editing pages. Everybody with a role needs it.",
    "is_superuser": "May do everything, but not approve their own work. For one or two people.",
    "user_permissions": "Rights beside those of the roles. Hardly ever needed.",
}


# Groups are made from healthkb/roles.py; a change by hand would be undone by the next migrate.
admin.site.unregister(Group)
# Their rows hold the keys of people's phones.
for device in (TOTPDevice, StaticDevice):
    admin.site.unregister(device)


class AccountForm(BaseAccountForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if password := self.fields.get("password"):
            password.help_text = "Nobody can read it. You can set another one."


def how_known_field() -> CharField:
    """Kept in the audit log."""
    label, missing = (
        "How do you know that it is really them who ask?",
        {"required": "Say how you know that it is them."},
    )
    return CharField(label=label, max_length=200, error_messages=missing)


class ResetForm(Form):
    how_known = how_known_field()


class NewAccountForm(BaseNewAccountForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = rules_for_another()


class NewPasswordForm(BasePasswordForm):
    """Without a choice between a password and other ways to sign in: there are no others here."""

    how_known = how_known_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True
        self.fields["password1"].help_text = rules_for_another()

    def save(self, commit: bool = True) -> User:
        self.user.how_known = self.cleaned_data["how_known"]
        return super().save(commit)


def browsers(count: int) -> str:
    return "with 1 browser" if count == 1 else f"with {count} browsers"


@admin.register(User)
class AccountAdmin(BaseUserAdmin):
    """Who may sign in. Only superusers give roles or change a superuser, else managing accounts would be all power."""

    form = AccountForm
    add_form = NewAccountForm
    change_password_form = NewPasswordForm
    change_user_password_template = "healthkb/account_password.html"  # noqa: S105  a page
    list_display = ("username", "full_name", "job_title", "roles", "is_active", "last_login")
    list_filter = ("groups", "is_active", "is_demonstration")
    search_fields = ("username", "first_name", "last_name", "email", "job_title")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email", "job_title", "credentials")}),
        ("Roles", {"fields": ("groups", "is_active", "is_staff", "is_superuser", "is_demonstration")}),
        ("Signing in", {"fields": ("second_step", "signed_in")}),
        ("Single permissions", {"classes": ("collapse",), "fields": ("user_permissions",)}),
        ("Dates", {"fields": ("last_login", "date_joined", "deeds")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2")}),)
    readonly_fields = ("last_login", "date_joined", "second_step", "signed_in", "deeds")
    filter_horizontal = ()

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.help_text = HELP.get(db_field.name, field.help_text)
        return field

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Boxes to tick for the few roles; stock's two lists side by side say nothing to a screen reader."""
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description="name", ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    @admin.display(description="code from a phone")
    def second_step(self, user: User) -> str:
        if user.second_step_since is None:
            return "Not set up."
        address = reverse("admin:healthkb_user_second_step", args=[user.pk])
        since = f"{timezone.localtime(user.second_step_since):%-d %B %Y}"
        return format_html('Set up on {}. <a href="{}">Lost the phone?</a>', since, address)

    @admin.display(description="account number")
    def deeds(self, user: User) -> str:
        address = f"{reverse('admin:articles_auditentry_changelist')}?by__id__exact={user.pk}"
        return format_html('{}. <a href="{}">What it did</a>', user.pk, address)

    @admin.display(description="signed in")
    def signed_in(self, user: User) -> str:
        count = len(open_sessions(user, at=timezone.now()))
        if not count:
            return "Nowhere."
        address = reverse("admin:healthkb_user_sign_out", args=[user.pk])
        return format_html('{} <a href="{}">Sign out there?</a>', f"{browsers(count).capitalize()}.", address)

    def get_urls(self) -> Any:
        own = row_urls(self, second_step=self.second_step_view, sign_out=self.sign_out_view)
        return [*own, *super().get_urls()]

    def person_to_change(self, request: HttpRequest, pk: int) -> User:
        person = self.get_object(request, str(pk))
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        return person

    def sign_out_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        by: Any = request.user
        person, at = self.person_to_change(request, pk), timezone.now()
        if request.method == "POST":
            ended = end_sessions(person=person, by=by, at=at, but=request.session.session_key)
            messages.success(request, ended_in_words(ended))
            return HttpResponseRedirect(reverse("admin:healthkb_user_change", args=[pk]))
        here, is_self = request.session.session_key, person.pk == by.pk
        count = sum(each.key != here for each in open_sessions(person, at=at))
        title = "Sign out everywhere else" if is_self else f"Sign {person} out"
        context = {"title": title, "person": person, "count": count, "browsers": browsers(count), "is_self": is_self}
        return answer(request, "account_sign_out.html", context)

    def second_step_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self.person_to_change(request, pk)
        form = ResetForm(request.POST or None)
        if form.is_valid():
            by: Any = request.user
            reset_second_step(person=person, by=by, at=timezone.now(), **form.cleaned_data)
            messages.success(request, f"{person} sets up the code from a phone again at the next sign-in.")
            return HttpResponseRedirect(reverse("admin:healthkb_user_change", args=[pk]))
        return answer(
            request, "second_step_reset.html", {"title": "Reset the second step", "person": person, "form": form}
        )

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Whoever is let in again later does not go on with a session of before."""
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            by: Any = request.user
            end_sessions(person=obj, by=by, at=timezone.now(), but=None)

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
