"""The kinds of document that this app has."""

from ..registry import register_kind
from .article import ARTICLE
from .library import CAUSE, FAQ, RED_FLAG, REMEDY, TEST
from .topic import TOPIC
from .wording import WORDING


def register_kinds() -> None:
    for kind in (ARTICLE, CAUSE, REMEDY, RED_FLAG, TEST, FAQ, TOPIC, WORDING):
        register_kind(kind)
