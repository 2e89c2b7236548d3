"""What a file is, by its first bytes. The name is only ever checked against it, never believed."""

from .problem import FileProblem

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = {
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip file",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a text document",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
}
_MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<table", b"<workbook", b"<!doctype")
ADVICE = "Save it as an Excel workbook (.xlsx) or as CSV (UTF-8), and import that."
_WANTED = {"zip": ("xlsx", "zip"), "text": ("csv", "tsv", "txt")}


def sniff(head: bytes, name: str) -> str:
    """``"zip"`` or ``"text"``. ``head`` is the start of the file, some thousand bytes are enough."""
    if not head.strip():
        raise FileProblem("The file is empty. Choose the file that you saved.")
    if head.startswith(_OLE):
        raise FileProblem(_ole_message(head))
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise FileProblem(f"This is {what}, not a spreadsheet. {ADVICE}")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        raise FileProblem(f"This is a web page or XML file, not a spreadsheet. {ADVICE}")
    found = "zip" if head.startswith(b"PK\x03\x04") else "text"
    _check_name(found, name)
    return found


def _ole_message(head: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in head:
        return "The workbook is protected by a password. Take the password off, save it, and import it again."
    return f"This is an old Excel file (.xls), which cannot be read safely. {ADVICE}"


def _check_name(found: str, name: str) -> None:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in ("xlsm", "xltm", "xlsb", "xlam"):
        raise FileProblem(f"Files that can hold macros (.{ending}) are not imported. {ADVICE}")
    if ending not in _WANTED["zip"] + _WANTED["text"]:
        raise FileProblem(f"The name ends in .{ending or '?'}. Only .xlsx, .csv and .zip (of CSV files) are imported.")
    if ending not in _WANTED[found]:
        what = "a workbook or zip file" if found == "zip" else "not a workbook inside"
        raise FileProblem(f"The name ends in .{ending}, but the file is {what}. {ADVICE}")
