"""Writes to the working rows, each one plain function."""

from articles.publishing import EditConflict, record_edit

from .images import ImageRefused, StoredImage, save_image, store_image
from .load_content import ContentFolder, load_content
from .sources import save_source

__all__ = [
    "ContentFolder",
    "EditConflict",
    "ImageRefused",
    "StoredImage",
    "load_content",
    "record_edit",
    "save_image",
    "save_source",
    "store_image",
]
