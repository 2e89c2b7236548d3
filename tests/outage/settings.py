"""The settings of the product, without the files that `collectstatic` makes."""

from healthkb.settings import *  # noqa: F403
from healthkb.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
