"""From the database to files."""

from .exporting import Choice, csv_file, csv_rows, write_csv_archive, write_workbook

__all__ = ["Choice", "csv_file", "csv_rows", "write_csv_archive", "write_workbook"]
