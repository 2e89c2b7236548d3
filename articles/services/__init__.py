"""Writes to the working rows, each one plain function."""

from articles.publishing import EditConflict, record_edit

from .load_content import ContentFolder, load_content

__all__ = ["ContentFolder", "EditConflict", "load_content", "record_edit"]
