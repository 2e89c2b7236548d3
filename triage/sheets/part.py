from typing import ClassVar

from articles.sheets.columns import Sheet

PROTOCOL = ("protocol__slug", "protocol__locale")


class ProtocolPartSheet(Sheet):
    owner = "protocol"
    key_length: ClassVar[int] = 3
