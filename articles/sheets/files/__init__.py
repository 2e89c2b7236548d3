"""Spreadsheet files as text, in both directions. No database and no Django."""
