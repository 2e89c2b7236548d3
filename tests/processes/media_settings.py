"""The settings of the tests, with pictures in VAR_DIR, where another process finds them."""

from tests.settings import *  # noqa: F403
from tests.settings import VAR_DIR

MEDIA_ROOT = VAR_DIR / "media"
