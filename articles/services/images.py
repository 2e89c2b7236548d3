"""Pictures as they are stored: without camera data, re-encoded, and in the widths that pages ask for."""

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from articles.models import Image
from articles.models.people import Person

from .sources import save_source

WIDTHS = (320, 640, 960, 1280)
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
FOLDER = "images"
_EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


class ImageRefused(Exception):
    """The file cannot be used as a picture. The message is for an editor."""


@dataclass(frozen=True)
class StoredImage:
    """Paths are below the media folder. Renditions are WebP copies, narrowest first, each ``…-<width>.webp``."""

    path: str
    width: int
    height: int
    renditions: list[str]


def store_image(upload: IO[bytes]) -> StoredImage:
    """Store a picture and its renditions. The same bytes always get the same names, and are stored once.

    Raises ImageRefused.
    """
    data = _read(upload)
    picture, extension = _decode(data)
    stem = f"{FOLDER}/{sha256(data).hexdigest()[:32]}"
    path = f"{stem}.{extension}"
    _store(path, picture, _EXTENSION_FORMATS[extension])
    renditions = []
    for width in rendition_widths(picture.width):
        rendition = f"{stem}-{width}.webp"
        _store(rendition, _resized(picture, width), "WEBP")
        renditions.append(rendition)
    return StoredImage(path, picture.width, picture.height, renditions)


@transaction.atomic
def save_image(*, image: Image, upload: IO[bytes] | None, by: Person, at: dt.datetime) -> Image:
    """Save the row, with a new picture if one is given.

    Raises ImageRefused.
    """
    if upload is not None:
        stored = store_image(upload)
        image.file = stored.path
        image.width, image.height, image.renditions = stored.width, stored.height, stored.renditions
    save_source(source=image, by=by, at=at)
    return image


def rendition_widths(width: int) -> list[int]:
    """The fixed widths that do not enlarge the picture, and its own width when that is under the widest."""
    widths = [fixed for fixed in WIDTHS if fixed <= width]
    return widths if width >= WIDTHS[-1] or width in widths else [*widths, width]


def _read(upload: IO[bytes]) -> bytes:
    upload.seek(0)
    data = upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ImageRefused(f"This file is over {MAX_BYTES // 1024 // 1024} MB. Save it smaller and try again.")
    return data


def _decode(data: bytes) -> tuple[Pillow.Image, str]:
    try:
        opened = Pillow.open(BytesIO(data), formats=list(_EXTENSIONS))
        # The size is in the header: a huge picture is refused before it is unpacked into memory.
        if opened.width * opened.height > MAX_PIXELS:
            raise ImageRefused(
                f"This picture is {opened.width:,} by {opened.height:,} pixels, and the most is "
                f"{MAX_PIXELS // 1_000_000} million in all. Save it smaller and try again."
            )
        if getattr(opened, "n_frames", 1) > 1:
            raise ImageRefused("This picture moves. Save one still frame of it and try again.")
        extension = _EXTENSIONS[opened.format or ""]
        upright = _upright(opened)
        upright.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Pillow.DecompressionBombError) as error:
        raise ImageRefused("This file is not a picture that can be read. Use a JPEG, PNG or WebP file.") from error
    return _plain(upright), extension


def _upright(picture: Pillow.Image) -> Pillow.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # whatever damaged camera data comes to, it says nothing about the pixels
        return picture


def _plain(picture: Pillow.Image) -> Pillow.Image:
    """Only the pixels, as RGB with transparency if there is any: no camera data, place or thumbnail."""
    transparent = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if transparent else "RGB"
    plain = Pillow.new(mode, picture.size)
    plain.paste(picture.convert(mode))
    return plain


def _resized(picture: Pillow.Image, width: int) -> Pillow.Image:
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Pillow.Resampling.LANCZOS)


def _store(path: str, picture: Pillow.Image, kind: str) -> None:
    if default_storage.exists(path):
        return
    output = BytesIO()
    options: dict[str, Any] = {"JPEG": {"quality": 90}, "PNG": {"optimize": True}, "WEBP": {"quality": 84, "method": 4}}
    picture.save(output, kind, **options[kind])
    default_storage.save(path, ContentFile(output.getvalue()))


_EXTENSION_FORMATS = {extension: kind for kind, extension in _EXTENSIONS.items()}
