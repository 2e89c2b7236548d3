from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from healthkb.models import User
from healthkb.roles import sync_roles
from tests.builders import make_user


def make_member(role: str, **values: Any) -> User:
    sync_roles()
    member = make_user(is_staff=True, **values)
    member.groups.add(Group.objects.get(name=role))
    return User.objects.get(pk=member.pk)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def superuser(db: None) -> User:
    return make_user(is_staff=True, is_superuser=True)


@pytest.fixture
def admin_page(superuser: User) -> Client:
    return signed_in(superuser)


@pytest.fixture
def author(db: None) -> User:
    return make_member("Author", username="ann", first_name="Ann", last_name="Author")


@pytest.fixture
def author_page(author: User) -> Client:
    return signed_in(author)
