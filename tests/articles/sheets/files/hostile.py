"""Files that no editor means to send, and files that go wrong on the way. Each is made here, none is stored."""

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

MIB = 1 << 20
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
_RELATION = (
    '<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"/>'
)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_WORKBOOK = (
    f'<?xml version="1.0"?><workbook {_MAIN} '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Causes" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = f'<?xml version="1.0"?><worksheet {_MAIN}><sheetData>{{}}</sheetData></worksheet>'
CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
HEADER = '<row r="1">' + CELL.format("A1", "slug") + CELL.format("B1", "name") + "</row>"
_DTD = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
_XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True)
class Case:
    label: str
    name: str
    data: bytes
    says: str


def workbook(
    rows: str = HEADER, *, sheet: str = SHEET, shared: str = "", **extra: str | bytes
) -> dict[str, str | bytes]:
    """The parts of a small workbook. Extra parts are named with ``__`` for a slash and ``_DOT_`` for a dot."""
    relations = _RELATION.format(id="rId1", kind="worksheet", target="worksheets/sheet1.xml")
    if shared:
        relations += _RELATION.format(id="rId2", kind="sharedStrings", target="sharedStrings.xml")
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(_RELATION.format(id="rId1", kind="officeDocument", target="xl/workbook.xml")),
        "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(relations),
        "xl/worksheets/sheet1.xml": sheet.format(rows),
    }
    if shared:
        parts["xl/sharedStrings.xml"] = shared
    return {**parts, **{name.replace("__", "/").replace("_DOT_", "."): text for name, text in extra.items()}}


def zipped(parts: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


def xlsx(rows: str = HEADER, **options: str | bytes) -> bytes:
    return zipped(workbook(rows, **options))  # type: ignore[arg-type]


def with_part(name: str, text: str | bytes) -> bytes:
    return zipped({**workbook(), name: text})


def _lying_size(data: bytes, size: int) -> bytes:
    """The directory gives another inflated size for the sheet than it has."""
    place = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    return data[: place + 24] + struct.pack("<I", size) + data[place + 28 :]


def _overlapping() -> bytes:
    data = zipped({"a.csv": "slug\n" + "x" * 5000, "b.csv": "slug\n" + "y" * 5000})
    place = data.rindex(b"b.csv") - 46
    return data[: place + 42] + struct.pack("<I", 0) + data[place + 46 :]


def _flagged(data: bytes, flag: int) -> bytes:
    place = data.index(b"PK\x01\x02")
    return data[: place + 8] + struct.pack("<H", flag) + data[place + 10 :]


def _many_members() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(65_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.csv"), b"")
    return target.getvalue()


def _bomb(name: str, head: str, filler: bytes, tail: str, mebibytes: int) -> bytes:
    """A part that inflates to many times its size, written without ever being whole in memory."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part, text in workbook().items():
            if part != name:
                archive.writestr(part, text)
        block = filler * (MIB // len(filler))
        with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
            member._compressor = __import__("zlib").compressobj(1, 8, -15)  # type: ignore[attr-defined]
            member._zinfo.compress_type = zipfile.ZIP_DEFLATED  # type: ignore[attr-defined]
            member.write(head.encode())
            for _ in range(mebibytes):
                member.write(block)
            member.write(tail.encode())
    return target.getvalue()


_SHEET_PART = "xl/worksheets/sheet1.xml"
_OPEN, _CLOSE = SHEET.split("{}")


def cases() -> Iterator[Case]:
    yield from small_cases()
    yield from _bombs()
    yield from _broken_text()


def small_cases() -> Iterator[Case]:
    yield from _not_spreadsheets()
    yield from _names()
    yield from _archives()
    yield from _hostile_xml()


def _not_spreadsheets() -> Iterator[Case]:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    yield Case("empty", "a.xlsx", b"", "is empty")
    yield Case("spaces only", "a.csv", b" \r\n\t ", "is empty")
    yield Case("legacy xls", "a.xls", ole, "old Excel file")
    yield Case("legacy xls renamed", "a.xlsx", ole, "old Excel file")
    yield Case("encrypted xlsx", "a.xlsx", ole + "EncryptedPackage".encode("utf-16-le"), "password")
    yield Case("pdf renamed", "a.xlsx", b"%PDF-1.7 ...", "a PDF")
    yield Case("gzip", "a.csv", b"\x1f\x8b\x08\0", "gzip")
    yield Case("rar", "a.zip", b"Rar!\x1a\x07", "RAR")
    yield Case("7z", "a.zip", b"7z\xbc\xaf\x27\x1c", "7-Zip")
    yield Case("picture", "a.csv", b"\x89PNG\r\n", "a picture")
    yield Case("database", "a.csv", b"SQLite format 3\0", "a database")
    yield Case("program", "a.csv", b"\x7fELF\x02", "a program")
    yield Case("rich text", "a.csv", b"{\\rtf1 hello}", "a text document")
    yield Case("html as xls", "a.csv", b"<html><table><tr><td>=1</td></tr></table>", "web page")
    yield Case("xml 2003", "a.csv", b'<?xml version="1.0"?><Workbook/>', "web page or XML")


def _names() -> Iterator[Case]:
    yield Case("csv named xlsx", "a.xlsx", b"slug,name\n", "not a workbook inside")
    yield Case("xlsx named csv", "a.csv", xlsx(), "is a workbook or zip file")
    yield Case("yaml", "a.yaml", b"- slug: x\n", "ends in .yaml")
    yield Case("ods name", "a.ods", zipped({"mimetype": "x", "content.xml": "<x/>"}), "ends in .ods")
    yield Case("ods renamed", "a.xlsx", zipped({"mimetype": "x", "content.xml": "<x/>"}), "OpenDocument")
    yield Case("docx renamed", "a.xlsx", zipped({"word/document.xml": "<x/>"}), "Word document")
    yield Case("pptx renamed", "a.xlsx", zipped({"ppt/presentation.xml": "<x/>"}), "presentation")
    yield Case("xlsb renamed", "a.xlsx", zipped({"xl/workbook.bin": "x"}), "binary Excel")
    yield Case("xlsm", "a.xlsm", xlsx(), "macros")
    yield Case("no ending", "causes", b"slug,name\n", "Only .xlsx, .csv and .zip")


def _archives() -> Iterator[Case]:
    good = xlsx()
    yield Case("truncated", "a.xlsx", good[: len(good) // 2], "damaged or was cut short")
    yield Case("truncated at the end", "a.xlsx", good[:-30], "damaged or was cut short")
    yield Case("overwritten middle", "a.xlsx", good[:700] + b"\xff" * 200 + good[900:], "damaged")
    yield Case("member outside", "a.xlsx", with_part("../../etc/passwd", "x"), "outside itself")
    yield Case("absolute member", "a.xlsx", with_part("/etc/passwd", "x"), "outside itself")
    yield Case("windows path member", "a.xlsx", with_part("C:\\x", "x"), "outside itself")
    yield Case("encrypted members", "a.zip", _flagged(zipped({"a.csv": "slug\n"}), 1), "password")
    yield Case("overlapping members", "a.zip", _overlapping(), "on top of each other")
    yield Case("65,000 members", "a.zip", _many_members(), "too many parts")
    yield Case("lying large size", "a.xlsx", _lying_size(good, 4_000_000_000), "unpacks to more")
    yield Case("lying small size", "a.xlsx", _lying_size(good, 10), "damaged")
    yield Case("nested zip", "a.zip", zipped({"inner.zip": zipped({"a.csv": "slug\n"})}), "not a CSV file|ends in|is a")
    yield Case("workbook in a zip", "a.zip", zipped({"inner.xlsx": good}), "not a CSV file")
    yield Case("empty zip", "a.zip", zipped({}), "Only|damaged|between 1 and|not a workbook")
    yield Case("zip with a program", "a.zip", zipped({"x.csv": b"\x7fELF"}), "a program")
    yield Case("macro part", "a.xlsx", with_part("xl/vbaProject.bin", "x"), "macros")
    macro_types = _TYPES.replace("spreadsheetml.sheet.main", "x.macroEnabled.main")
    yield Case("macro content type", "a.xlsx", with_part("[Content_Types].xml", macro_types), "macros")
    yield Case("external link", "a.xlsx", with_part("xl/externalLinks/externalLink1.xml", "<x/>"), "other files")
    yield Case("embedded object", "a.xlsx", with_part("xl/embeddings/oleObject1.bin", "x"), "other files inside")
    yield Case("hidden zip part", "a.xlsx", with_part("xl/media/image1.png", good), "other files inside")
    yield Case("control", "a.xlsx", with_part("xl/activeX/activeX1.xml", "<x/>"), "controls")
    yield Case("connection", "a.xlsx", with_part("xl/connections.xml", "<x/>"), "another place")


def _hostile_xml() -> Iterator[Case]:
    for part in ("[Content_Types].xml", "xl/workbook.xml", _SHEET_PART, "_rels/.rels", "docProps/core.xml"):
        yield Case(f"entities in {part}", "a.xlsx", with_part(part, _DTD + "<x>&b;</x>"), "definitions")
        yield Case(f"outside entity in {part}", "a.xlsx", with_part(part, _XXE + "<x>&f;</x>"), "definitions")
    utf16 = SHEET.format(HEADER).encode("utf-16")
    yield Case("sheet in UTF-16", "a.xlsx", with_part(_SHEET_PART, utf16), "encoding")
    declared = SHEET.replace('version="1.0"', 'version="1.0" encoding="UTF-7"').format(HEADER)
    yield Case("sheet says UTF-7", "a.xlsx", with_part(_SHEET_PART, declared), "encoding")
    yield Case("sheet is not XML", "a.xlsx", with_part(_SHEET_PART, "<<<<"), "could not be read|damaged")
    yield Case("workbook is not XML", "a.xlsx", with_part("xl/workbook.xml", "<<<<"), "could not be read|damaged")
    yield Case(
        "no sheet part", "a.xlsx", zipped({k: v for k, v in workbook().items() if k != _SHEET_PART}), "could not"
    )
    far = '<row r="1048576">' + CELL.format("XFD1048576", "x") + "</row>"
    yield Case("one cell far away", "a.xlsx", xlsx(HEADER + far), "past row")
    spelled = far.replace(' r="', " r = '").replace('6"', "6'")
    yield Case(
        "far away, spelled oddly", "a.xlsx", xlsx(HEADER + spelled), "too large|too much memory|could not|damaged"
    )
    wide = '<row r="1">' + "".join(CELL.format(f"{letters}1", "x") for letters in ("A", "IV", "IW")) + "</row>"
    yield Case("too wide", "a.xlsx", xlsx(wide), "past row")
    unsolved = '<row r="2"><c r="A2"><f>1+1</f></c></row>'
    yield Case("formula without a result", "a.xlsx", xlsx(HEADER + unsolved), "no result saved")
    named = ("<row>" + "<c><v>1</v></c>" * 3 + "</row>") * 100_001
    yield Case("too many rows without numbers", "a.xlsx", xlsx(named), "too large|past row")


def _bombs() -> Iterator[Case]:
    yield Case("300 MB of rows", "a.xlsx", _bomb(_SHEET_PART, _OPEN, b"<row></row>", _CLOSE, 300), "unpacks to more")
    cell = HEADER + '<row r="2"><c r="A2" t="inlineStr"><is><t>'
    yield Case(
        "300 MB cell", "a.xlsx", _bomb(_SHEET_PART, _OPEN + cell, b"x", "</t></is></c></row>" + _CLOSE, 300), "unpack"
    )
    yield Case(
        "50 MB cell", "a.xlsx", _bomb(_SHEET_PART, _OPEN + cell, b"x", "</t></is></c></row>" + _CLOSE, 50), "a cell"
    )
    strings = f'<?xml version="1.0"?><sst {_MAIN}><si><t>'
    yield Case(
        "300 MB shared string", "a.xlsx", _bomb("xl/sharedStrings.xml", strings, b"x", "</t></si></sst>", 300), "unpack"
    )
    shared = strings + "x" * 90_000 + "</t></si></sst>"
    used = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 20_000))
    yield Case("one long string used 20,000 times", "a.xlsx", xlsx(HEADER + used, shared=shared), "memory|too")
    corners = HEADER + "".join(f'<row r="{n}">' + CELL.format(f"IV{n}", "x") + "</row>" for n in (2, 99_000))
    yield Case("sparse box", "a.xlsx", xlsx(corners), "memory|too")
    yield Case(
        "70 sheets",
        "a.xlsx",
        zipped({**workbook(), **{f"xl/worksheets/sheet{n}.xml": "<x/>" for n in range(70)}}),
        "At most 60",
    )


def _broken_text() -> Iterator[Case]:
    yield Case("50 MB field", "a.csv", b"slug,name\nx," + b"y" * (49 * MIB), "a cell holds more")
    yield Case("500,000 columns", "a.csv", b",".join([b"x"] * 500_000), "columns")
    yield Case("3 million rows", "a.csv", b"slug\n" + b"x\n" * 3_000_000, "rows")
    yield Case("over 50 MB", "a.csv", b"slug\n" + b"x" * (51 * MIB), "larger than 50 MB")
    yield Case("unclosed quote", "a.csv", b'slug,name\nx,"open\ny,z\n', "never closed")
    yield Case("text after a quote", "a.csv", b'slug,name\nx,"a"b\n', "not in pairs")
    yield Case("NUL", "a.csv", b"slug,name\nx,a\0b\n", "NUL")
    yield Case("UTF-8 mixed with Windows-1252", "a.csv", "é".encode() + b"slug\n\xe9x\n", "mixes two encodings")
    yield Case("unknown encoding", "a.csv", b"slug\n\x81\x8d\x9d\n", "not known")
    yield Case("half a UTF-16 file", "a.csv", "slug,name".encode("utf-16")[:-1], "says that it is UTF-16")
    yield Case("mark of UTF-8 on another", "a.csv", b"\xef\xbb\xbfslug\n\xe9\xff\n", "says that it is UTF-8")
    yield Case("zip of one huge text", "a.zip", zipped({"a.csv": b"x" * (170 * MIB)}), "unpacks to more")
