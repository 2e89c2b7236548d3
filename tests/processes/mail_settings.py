"""The settings of the tests, with e-mail into files, so that messages of several processes can be counted."""

from tests.settings import *  # noqa: F403
from tests.settings import VAR_DIR

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
