"""The zip directory of a workbook or of a zip of CSVs, checked before anything is inflated."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from .limits import MAX_INFLATED_BYTES, MAX_MEMBER_BYTES, MAX_MEMBERS
from .problem import FileProblem

DAMAGED = "The file is damaged or was cut short. Save it again, and import the new copy."
TOO_LARGE = "The file unpacks to more than is allowed. Split it into smaller files."


def open_archive(data: bytes) -> zipfile.ZipFile:
    _check_count(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError) as problem:
        raise FileProblem(DAMAGED) from problem
    _check_members(archive.infolist())
    return archive


def _check_count(data: bytes) -> None:
    # The directory says how many members there are, so that a list of sixty thousand is never built.
    end = data.rfind(b"PK\x05\x06")
    if end != -1 and int.from_bytes(data[end + 10 : end + 12], "little") > MAX_MEMBERS:
        raise FileProblem("The file holds far too many parts to be a spreadsheet.")


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise FileProblem("The file holds far too many parts to be a spreadsheet.")
    if len({member.filename for member in members}) != len(members):
        raise FileProblem("Two parts of the file have the same name, so it is not clear which one counts.")
    for member in members:
        _check_member(member)
    _check_overlap(members)
    if sum(member.file_size for member in members) > MAX_INFLATED_BYTES:
        raise FileProblem(TOO_LARGE)


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename
    if name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or "\0" in name or ":" in name:
        raise FileProblem("The file names a part outside itself, which a spreadsheet never does.")
    if member.flag_bits & 0x1:
        raise FileProblem("The file is protected by a password. Take the password off, and import it again.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileProblem("The file is packed in a way that spreadsheets do not use. Save it again.")
    if member.file_size > MAX_MEMBER_BYTES:
        raise FileProblem(TOO_LARGE)


def _check_overlap(members: list[zipfile.ZipInfo]) -> None:
    """Parts that share bytes make a small file unpack to a vast one."""
    end = 0
    for member in sorted(members, key=lambda item: item.header_offset):
        if member.header_offset < end:
            raise FileProblem("Parts of the file lie on top of each other, which a spreadsheet never does.")
        end = member.header_offset + 30 + len(member.orig_filename.encode()) + member.compress_size


class Inflater:
    """Unpacks members while counting what really comes out, whatever the directory says."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.left = MAX_INFLATED_BYTES

    def chunks(self, member: zipfile.ZipInfo, size: int = 1 << 17) -> Iterator[bytes]:
        try:
            with self.archive.open(member) as part:
                while chunk := part.read(size):
                    self.left -= len(chunk)
                    if self.left < 0:
                        raise FileProblem(TOO_LARGE)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError) as problem:
            raise FileProblem(DAMAGED) from problem

    def read(self, member: zipfile.ZipInfo) -> bytes:
        return b"".join(self.chunks(member))
