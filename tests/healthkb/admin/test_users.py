import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import AuditEntry
from healthkb.models import User

pytestmark = pytest.mark.django_db
NEW = "a new pass phrase"


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


def test_the_list_of_accounts_says_who_has_which_role(client: Client) -> None:
    signed_in(client, is_superuser=True)
    both = User.objects.create_user("bob", first_name="Bob", last_name="Berg")
    both.groups.set(Group.objects.filter(name__in=["Author", "Publisher"]))
    page = client.get("/admin/healthkb/user/").content.decode()
    assert '<td class="field-full_name">Bob Berg</td>' in page
    assert '<td class="field-roles">Author, Publisher</td>' in page


def test_roles_are_boxes_to_tick(client: Client) -> None:
    page = client.get(f"/admin/healthkb/user/{signed_in(client, is_superuser=True).pk}/change/").content.decode()
    assert set(re.findall(r'<input type="checkbox" name="(groups|user_permissions)"', page)) == {"groups"}
    assert '<select name="user_permissions"' in page


def test_an_account_says_whether_a_phone_is_set_up(client: Client) -> None:
    signed_in(client, is_superuser=True)
    bob = User.objects.create_user("bob")
    address = f"/admin/healthkb/user/{bob.pk}/"
    assert "Not set up." in client.get(f"{address}change/").content.decode()
    User.objects.filter(pk=bob.pk).update(second_step_since="2026-03-03T10:00:00+00:00")
    told = f'Set up on 3 March 2026. <a href="{address}second-step/">Lost the phone?</a>'
    assert told in client.get(f"{address}change/").content.decode()


def test_what_an_account_did_is_found_by_its_number_whatever_name_it_took(client: Client) -> None:
    ada = signed_in(client)
    bob = User.objects.create_user("bob", first_name="Bob", is_staff=True)
    change(client, ada, first_name="Bob")
    change(client, bob, first_name="Rob")
    Client().post("/admin/login/", {"username": "bob", "password": "wrong"})
    page = client.get(page_of(ada)).content.decode()
    (address,) = re.findall(r'<a href="([^"]+)">What it did</a>', page)
    entries = client.get(address).context["cl"].result_list
    assert {entry.by_id for entry in entries} == {ada.pk}
    assert [(entry.action, entry.by_name) for entry in entries][:1] == [("account_changed", "Bob")]
    assert f'<td class="field-account">{ada.pk}</td>' in client.get("/admin/articles/auditentry/").content.decode()


def test_a_lost_phone_is_asked_about_before_it_is_forgotten(client: Client) -> None:
    signed_in(client, is_superuser=True)
    bob = User.objects.create_user("bob", first_name="Bob", second_step_since="2026-03-03T10:00:00+00:00")
    address = f"/admin/healthkb/user/{bob.pk}/second-step/"
    assert "How do you know that it is really Bob who asks?" in client.get(address).content.decode()
    assert User.objects.get(pk=bob.pk).second_step_since is not None
    page = client.post(address, {"how_known": "We met."}, follow=True).content.decode()
    assert "Bob sets up the code from a phone again at the next sign-in." in page
    assert User.objects.get(pk=bob.pk).second_step_since is None
    assert client.get(f"/admin/healthkb/user/{bob.pk + 99}/second-step/").status_code == 404


def test_the_rules_for_somebody_elses_password_call_it_theirs(client: Client) -> None:
    me = signed_in(client, is_superuser=True)

    def rules(address: str) -> list[str]:
        (found,) = re.findall(r"<ul>(<li>.*?password.*?)</ul>", client.get(address).content.decode(), re.DOTALL)
        return re.findall(r"<li>(.*?)</li>", found)

    mine = rules("/admin/password_change/")
    assert [words for words in mine if not words.startswith("Your password")] == []
    for address in (
        f"/admin/healthkb/user/{User.objects.create_user('bob').pk}/password/",
        "/admin/healthkb/user/add/",
    ):
        theirs = rules(address)
        assert len(theirs) == len(mine)
        assert [words for words in theirs if not words.startswith("The password") or "your" in words.lower()] == []
    refused = client.post(
        f"/admin/healthkb/user/{me.pk}/password/", {"password1": "HealthKB-Editor-1", "password2": "HealthKB-Editor-1"}
    )
    assert "This password cannot be just words" in refused.content.decode()


def test_the_pages_of_an_account_speak_plainly_and_a_password_is_the_one_way_in(client: Client) -> None:
    signed_in(client, is_superuser=True)
    added = client.get("/admin/healthkb/user/add/").content.decode()
    answer = client.post(
        "/admin/healthkb/user/add/", {"username": "bea", "password1": NEW, "password2": NEW, "usable_password": "false"}
    )
    bea = User.objects.get(username="bea")
    assert (answer.status_code, bea.check_password(NEW)) == (302, True)
    page = client.get(page_of(bea)).content.decode()
    assert ("A password is set." in page, "Nobody can read it." in page, "argon2" in page) == (True, True, False)
    address = f"/admin/healthkb/user/{bea.pk}/password/"
    changed = client.get(address).content.decode()
    assert [words for words in ("LDAP", "authenticat", "Designates") if words in added + page + changed] == []
    empty = {"password1": "", "password2": "", "usable_password": "false", "unset-password": ""}
    for refused in (empty, {"password1": "short", "password2": "short", "set-password": ""}):
        assert (client.post(address, refused).status_code, client.get(address).status_code) == (200, 200)
        assert User.objects.get(pk=bea.pk).check_password(NEW)
    another = {"password1": f"{NEW} again", "password2": f"{NEW} again", "set-password": ""}
    assert client.post(address, another).status_code == 200  # without a word of how bea is known
    assert client.post(address, {**another, "how_known": "We met."}).status_code == 302
    assert User.objects.get(pk=bea.pk).check_password(f"{NEW} again")
    entry = AuditEntry.objects.filter(action="password_changed").latest("number")
    assert (entry.subject_id, entry.details) == (str(bea.pk), '{"how_known":"We met."}')
    bea.set_unusable_password()
    bea.save()
    assert "nobody can sign in with this account" in client.get(page_of(bea)).content.decode()


def page_of(user: User) -> str:
    return f"/admin/healthkb/user/{user.pk}/change/"
