import pytest
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from healthkb.models import User

pytestmark = pytest.mark.django_db


def signed_in(client: Client, *, is_superuser: bool = False) -> User:
    user = User.objects.create_user("ada", is_staff=True, is_superuser=is_superuser)
    if not user.is_superuser:
        user.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(user)
    return user


def test_admin_bears_our_name(client: Client) -> None:
    page = client.get("/admin/login/").content.decode()
    assert "<title>Log in | HealthKB</title>" in page


@pytest.mark.parametrize("people", [1, 3])
def test_list_of_accounts_costs_the_same_for_any_number(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    signed_in(client, is_superuser=True)
    for number in range(people):
        user = User.objects.create_user(f"person{number}")
        user.groups.add(Group.objects.get(name="Author"))
    with django_assert_num_queries(7):
        assert client.get("/admin/healthkb/user/").status_code == 200


def change(client: Client, user: User, **values: str) -> int:
    form = client.get(f"/admin/healthkb/user/{user.pk}/change/")
    fields = {"username": user.username, "first_name": "New", "is_active": "on", "is_staff": "on"}
    return client.post(form.request["PATH_INFO"], fields | values).status_code


def test_an_administrator_changes_a_person_but_gives_no_role(client: Client) -> None:
    signed_in(client)
    other = User.objects.create_user("other", is_staff=True)
    publisher = Group.objects.get(name="Publisher")
    assert change(client, other, groups=str(publisher.pk), is_superuser="on", user_permissions="1") == 302
    other.refresh_from_db()
    assert (other.first_name, other.is_superuser) == ("New", False)
    assert (other.groups.count(), other.user_permissions.count()) == (0, 0)


def test_an_administrator_cannot_make_themselves_more(client: Client) -> None:
    ada = signed_in(client)
    assert change(client, ada, is_superuser="on") == 302
    ada.refresh_from_db()
    assert (ada.is_superuser, list(ada.groups.values_list("name", flat=True))) == (False, ["Administrator"])


def test_an_administrator_cannot_change_a_superuser_or_their_password(client: Client) -> None:
    signed_in(client)
    root = User.objects.create_user("root", is_staff=True, is_superuser=True, first_name="Root")
    assert change(client, root) == 403
    password = {"password1": "something-long-enough-1", "password2": "something-long-enough-1"}
    assert client.post(f"/admin/healthkb/user/{root.pk}/password/", password).status_code == 403
    root.refresh_from_db()
    assert (root.first_name, root.has_usable_password()) == ("Root", False)


def test_a_superuser_gives_roles(client: Client) -> None:
    signed_in(client, is_superuser=True)
    other = User.objects.create_user("other", is_staff=True)
    assert change(client, other, groups=str(Group.objects.get(name="Publisher").pk)) == 302
    assert list(other.groups.values_list("name", flat=True)) == ["Publisher"]


def test_accounts_are_never_deleted(client: Client) -> None:
    signed_in(client, is_superuser=True)
    other = User.objects.create_user("other")
    assert client.post(f"/admin/healthkb/user/{other.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=other.pk).exists()


def test_roles_are_not_edited_by_hand(client: Client) -> None:
    signed_in(client, is_superuser=True)
    assert client.get("/admin/auth/group/").status_code == 404
