"""From the database to files."""

from .choosing import UnknownSheet, choose
from .exporting import Choice, csv_file, csv_rows, write_csv_archive, write_workbook
from .marked import write_marked_workbook
from .template import write_template

__all__ = [
    "Choice",
    "UnknownSheet",
    "choose",
    "csv_file",
    "csv_rows",
    "write_csv_archive",
    "write_marked_workbook",
    "write_template",
    "write_workbook",
]
