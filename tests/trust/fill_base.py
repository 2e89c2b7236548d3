"""Publish everything in the database of the environment: `python -m tests.trust.fill_base`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.trust.worlds import publish_public  # noqa: E402  the settings have to be ready

publish_public()
