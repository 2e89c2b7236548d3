"""The product's settings, and the naive implementation beside it."""

from healthkb.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
RATE_LIMITS = dict.fromkeys(RATE_LIMITS, (0, 1))  # noqa: F405  the loader is one client
SECRET_KEY = "only-for-measuring-0123456789-0123456789-0123456789"
SECOND_STEP = False  # pages of the admin are measured without it
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
