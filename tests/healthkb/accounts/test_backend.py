"""What the backend adds to that of Django changes nothing else of it."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.test import RequestFactory

from healthkb.accounts.backend import LimitedBackend
from healthkb.models import SignInTries, User
from tests.healthkb.accounts.conftest import PASSWORD, make_person

pytestmark = pytest.mark.django_db


def test_a_command_that_asks_for_a_password_is_no_try_from_a_network() -> None:
    person = make_person(username="ann")
    assert authenticate(username="ann", password=PASSWORD) == person
    assert authenticate(username="ann", password="wrong") is None
    assert SignInTries.objects.count() == 0


@pytest.mark.parametrize("given", [{}, {"username": "ann"}, {"password": PASSWORD}])
def test_who_gives_no_name_or_no_password_is_nobody(given: dict[str, str]) -> None:
    make_person(username="ann")
    assert authenticate(RequestFactory().get("/"), **given) is None
    assert SignInTries.objects.count() == 0


@pytest.mark.parametrize("values", [{}, {"is_active": False}, {"is_superuser": True}])
def test_everybody_has_the_rights_that_django_gives(values: dict[str, bool]) -> None:
    person = make_person("publisher", **values)
    for about in (None, person):
        ours, stock = (
            backend.get_all_permissions(User.objects.get(pk=person.pk), about)
            for backend in (LimitedBackend(), ModelBackend())
        )
        assert ours == stock
