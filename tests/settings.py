"""The settings of the product, except for what would make a test slow or leave something behind."""

import tempfile
from pathlib import Path

from healthkb.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_folder = tempfile.TemporaryDirectory(prefix="healthkb-tests-")
MEDIA_ROOT = Path(_folder.name) / "media"
STATIC_ROOT = Path(_folder.name) / "static"
STATIC_ROOT.mkdir()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name} for name in CACHES}  # noqa: F405
RATE_COUNTS = Path(_folder.name) / "rate-counts"
REDIS_URL = ""
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
# Tests of limits set their own; others may ask as often as they like.
RATE_LIMITS = {}
# Most tests are about what people do once they are in; tests/healthkb/accounts/ asks for both steps.
SECOND_STEP = False
