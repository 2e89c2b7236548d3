import time
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from healthkb.models import User
from healthkb.roles import ROLES
from tests.builders import make_user

PASSWORD = "a long pass phrase"
PHONE = "/admin/second-step/"
SET_UP = "/admin/second-step/set-up/"


@pytest.fixture
def both_steps(settings: Settings, time_machine: Any) -> Any:
    settings.SECOND_STEP = True
    time_machine.move_to("2026-03-03T10:00:00+00:00", tick=False)
    return time_machine


def make_person(role: str = "", **values: Any) -> User:
    person = make_user(is_staff=True, **values)
    person.set_password(PASSWORD)
    person.save()
    if role:
        person.groups.add(Group.objects.get(name=next(each.name for each in ROLES if each.key == role)))
    return User.objects.get(pk=person.pk)


def give_password(client: Client, person: User, password: str = PASSWORD, **extra: Any) -> Any:
    fields = {"username": person.username, "password": password}
    return client.post("/admin/login/?next=/admin/worklist/", fields, follow=True, **extra)


def code_of(person: User) -> str:
    """What the phone shows now."""
    return code_shown_by(TOTPDevice.objects.filter(user=person).latest("pk"))


def code_shown_by(device: TOTPDevice) -> str:
    totp = TOTP(device.bin_key)
    totp.time = time.time()
    return f"{totp.token():06d}"


def set_up(client: Client, person: User) -> list[str]:
    """Through the pages, as the person does. Returns the recovery codes."""
    give_password(client, person)
    client.get(SET_UP)
    page: Any = client.post(SET_UP, {"code": code_of(person)})
    codes: list[str] = page.context["codes"]
    return codes
