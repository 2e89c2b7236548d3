"""Everything a workbook must prove before a parser sees it."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterable

from .archive import Inflater
from .limits import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS
from .problem import FileProblem
from .sniff import ADVICE

_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
# Column IV is the 256th. Rows of six digits are past the limit. Written plainly for speed: what spells the same thing
# in another way runs into the memory limit of the process.
_FAR_AWAY = re.compile(rb""" r=["'](?:(?:[A-Z]{3,}|[J-Z][A-Z]|I[W-Z])\d|[A-Z]{0,3}\d{6,})""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_NOT_CALCULATED = re.compile(rb"<(?:\w+:)?f(?:>|\s[^>]*>)[^<]*</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>)?\s*</(?:\w+:)?c>")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*\shidden\s*=\s*["'](?:1|true)["']""")
_ERROR = re.compile(rb"""<(?:\w+:)?c\b[^>]*\st\s*=\s*["']e["']""")
# By what is looked for first, as that is faster.
_NOTICED = {
    b"f>": {"formulas": _FORMULA, "not calculated": _NOT_CALCULATED},
    b"hidden": {"hidden rows": _HIDDEN_ROW},
    b'"e"': {"errors": _ERROR},
    b"'e'": {"errors": _ERROR},
}
_OVERLAP, _HEAD = 400, 200
_TOO_FAR = (
    f"A sheet has something past row {MAX_ROWS:,} or column {MAX_COLUMNS}. Delete the empty rows and columns after "
    "your text, or split the file."
)
_REFUSED_PARTS = {
    "vbaproject": "The workbook holds macros. Save it without them as .xlsx, and import that.",
    "macrosheets/": "The workbook holds macros. Save it without them as .xlsx, and import that.",
    "externallinks/": "The workbook takes text from other files. Paste it in as values, save it, and import it again.",
    "embeddings/": "The workbook holds other files inside it. Take them out, save it, and import it again.",
    "activex/": "The workbook holds buttons or other controls. Take them out, save it, and import it again.",
    "connections.xml": "The workbook takes data from another place. Paste it in as values and import it again.",
}


def check_workbook(archive: zipfile.ZipFile, inflater: Inflater) -> Counter[str]:
    """What was noticed on the way: how many formulas, formulas without a result, errors, and hidden rows."""
    names = {member.filename.lower() for member in archive.infolist()}
    _check_parts(names)
    noticed: Counter[str] = Counter()
    for member in archive.infolist():
        _check_part(member, inflater, noticed)
    return noticed


def _check_parts(names: Iterable[str]) -> None:
    for name in names:
        for part, message in _REFUSED_PARTS.items():
            if part in name:
                raise FileProblem(message)
    sheets = sum(1 for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml"))
    if sheets > MAX_SHEETS:
        raise FileProblem(f"The workbook has {sheets} sheets. At most {MAX_SHEETS} can be imported at once.")


def _check_part(member: zipfile.ZipInfo, inflater: Inflater, noticed: Counter[str]) -> None:
    name = member.filename.lower()
    is_xml = name.endswith((".xml", ".rels", ".vml"))
    is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
    tail = b""
    for chunk in inflater.chunks(member):
        if not tail:
            _check_start(chunk, is_xml)
            if name == "[content_types].xml" and b"macroEnabled" in chunk:
                raise FileProblem(_REFUSED_PARTS["vbaproject"])
        text = tail + chunk
        # One letter is found many times faster than two.
        if is_xml and b"!" in text and _DTD.search(text):
            raise FileProblem("The file holds definitions (a DTD) that a spreadsheet never has. It was not opened.")
        if is_sheet:
            _check_sheet(text, len(tail), noticed)
        tail = chunk[-_OVERLAP:]


def _check_start(chunk: bytes, is_xml: bool) -> None:
    if not is_xml:
        if chunk.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise FileProblem(_REFUSED_PARTS["embeddings/"])
        return
    head = chunk[:_HEAD]
    declared = _ENCODING.search(head)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
        raise FileProblem(f"The file is written in an encoding that workbooks do not use. {ADVICE}")
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise FileProblem(f"The file is written in an encoding that workbooks do not use. {ADVICE}")


def _check_sheet(text: bytes, seen: int, noticed: Counter[str]) -> None:
    if _FAR_AWAY.search(text):
        raise FileProblem(_TOO_FAR)
    for hint, patterns in _NOTICED.items():
        if hint in text:
            for name, pattern in patterns.items():
                # A match that ends inside the tail was counted with the chunk before.
                noticed[name] += sum(1 for match in pattern.finditer(text) if match.end() > seen)
