"""How a picture of an article is frozen and shown."""

import re
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage

from .fields import Json, Related

if TYPE_CHECKING:
    from .composing import Composition
    from .loading import Resolver

_WIDTH = re.compile(r"-(\d+)\.webp$")


class Images(Related):
    """Pictures in order. The frozen value names files by their content, so an old version still finds its own."""

    __slots__ = ()

    @property
    def prefetch(self) -> tuple[str, ...]:
        return (f"{self.attribute}__image",)

    def freeze(self, row: Any) -> Json:
        return [_freeze(placed.image) for placed in getattr(row, self.attribute).all()]

    def compose(self, value: Json, into: "Composition") -> dict[str, Json]:
        return {self.public: [_public(image) for image in value or []]}

    def load_related(self, row: Any, value: Json, resolver: "Resolver") -> None:
        manager = getattr(row, self.attribute)
        manager.all().delete()
        for position, image in enumerate(value):
            manager.create(image=resolver.image(image), position=position)


def _freeze(image: Any) -> Json:
    names = ("slug", "alt", "decorative", "caption", "credit", "width", "height", "renditions")
    return {"file": image.file.name, **{name: getattr(image, name) for name in names}}


def _public(image: dict[str, Json]) -> Json:
    renditions = [(default_storage.url(path), width) for path in image["renditions"] if (width := _width(path))]
    return {
        "slug": image["slug"],
        "src": default_storage.url(image["file"]),
        "srcset": ", ".join(f"{url} {width}w" for url, width in renditions),
        "width": image["width"],
        "height": image["height"],
        "alt": image["alt"],
        "caption": image["caption"],
        "credit": image["credit"],
    }


def _width(path: str) -> int:
    match = _WIDTH.search(path)
    return int(match[1]) if match else 0
