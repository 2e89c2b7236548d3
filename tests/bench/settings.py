"""The product's settings, and the naive implementation beside it."""

from healthkb.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
SECRET_KEY = "only-for-measuring-0123456789-0123456789-0123456789"  # noqa: S105
