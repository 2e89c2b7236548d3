"""Pages about where accounts are signed in, and their passwords, by keys alone; what came of it is read out."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from healthkb.models import User
from tests.builders import make_user

from .keyboard import Keyboard
from .test_keyboard import PASSWORD, arrive

pytestmark = pytest.mark.django_db
NEW = "another long way by keys"
NOT_CHANGED = "The password was not changed. What is wrong stands beside it below."


@pytest.fixture
def people(home: str) -> dict[str, User]:
    """An administrator and Ann, each of whom is signed in with two other browsers."""
    made = {}
    for name in ("boss", "ann"):
        person = make_user(username=name, first_name=name.capitalize(), last_name="", is_staff=True)
        person.is_superuser = name == "boss"
        person.set_password(PASSWORD)
        person.save()
        for _ in range(2):
            Client().post("/admin/login/", {"username": name, "password": PASSWORD})
        made[name] = person
    return made


def read_out(page: Page) -> str:
    return " ".join(page.locator("main [role=status], main [role=alert]").all_inner_texts()).strip()


def press(keys: Keyboard, key: str = "Enter") -> None:
    with keys.page.expect_navigation():
        keys.press(key)


def test_where_one_is_signed_in(people: dict[str, User], home: str, browser: Browser) -> None:
    boss = arrive(browser, home, "boss")
    boss.follow_from_the_top("Signing in")
    assert read_out(boss.page) == ""
    boss.follow("Sign out there")
    assert read_out(boss.page) == "Signed out there."
    boss.skip()
    boss.reach("Sign out there")
    boss.reach("Sign out everywhere else")
    boss.reach("Phone and recovery codes")
    boss.reach("Sign out everywhere else", "Shift+Tab")
    press(boss)
    assert read_out(boss.page) == "Signed out there."
    assert "You are signed in nowhere else." in boss.page.inner_text("main")


def test_an_account_is_signed_out(people: dict[str, User], home: str, browser: Browser) -> None:
    boss = arrive(browser, home, "boss", f"/admin/healthkb/user/{people['ann'].pk}/change/")
    boss.follow("Sign out there?")
    boss.skip()
    boss.reach("Sign Ann out")
    boss.reach("Go back")
    boss.reach("Sign Ann out", "Shift+Tab")
    press(boss, "Space")
    assert read_out(boss.page) == "Signed out in 2 browsers."


def test_a_password_is_changed(people: dict[str, User], home: str, browser: Browser) -> None:
    ann = arrive(browser, home, "ann")
    ann.follow_from_the_top("Change password")
    for old, words in (("wrong", NOT_CHANGED), (PASSWORD, "")):
        assert ann.name() == "Old password"
        ann.see_focus()
        ann.write(old)
        ann.reach("New password")
        ann.write(NEW)
        ann.reach("New password again")
        ann.write(NEW)
        ann.reach("Change my password")
        press(ann)
        assert read_out(ann.page) == words
    assert ann.page.inner_text("h1") == "Your password is changed"
    ann.follow("Go on")


def test_somebody_elses_password_is_set(people: dict[str, User], home: str, browser: Browser) -> None:
    boss = arrive(browser, home, "boss", f"/admin/healthkb/user/{people['ann'].pk}/password/")
    for again in ("another one", NEW):
        assert boss.name() == "New password"
        boss.see_focus()
        boss.write(NEW)
        boss.reach("New password again")
        boss.write(again)
        boss.reach("How do you know that it is really Ann who asks?")
        boss.write("We met.")
        boss.reach("Set this password")
        press(boss)
        assert read_out(boss.page) == (NOT_CHANGED if again != NEW else "Password changed successfully.")
