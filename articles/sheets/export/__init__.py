"""From the database to files."""

from .choosing import UnknownSheet, choose
from .exporting import Choice, csv_file, csv_rows, write_csv_archive, write_workbook

__all__ = ["Choice", "UnknownSheet", "choose", "csv_file", "csv_rows", "write_csv_archive", "write_workbook"]
