"""Bytes made smaller for the way to the reader, in the two codings that every browser unpacks."""

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping

import brotli

BROTLI, GZIP = "br", "gzip"
BROTLI_QUALITY, GZIP_LEVEL = 5, 6  # after which each byte saved costs several times as much: docs/performance.md
PACKERS: Mapping[str, Callable[[bytes], bytes]] = {
    BROTLI: lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
    GZIP: lambda body: gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0),
}
CODINGS = tuple(PACKERS)  # best first
UNPACKERS: Mapping[str, Callable[[bytes], bytes]] = {BROTLI: brotli.decompress, GZIP: gzip.decompress}
LEAST = 1_000  # what is smaller travels in one network packet anyway


def pays(body: bytes) -> bool:
    return len(body) >= LEAST


def pack(body: bytes, coding: str) -> bytes:
    return PACKERS[coding](body)


def packed_stream(parts: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """All parts as one packed body, in constant memory."""
    feed, finish = _packer(coding)
    for part in parts:
        if ready := feed(part):
            yield ready
    yield finish()


def _packer(coding: str) -> tuple[Callable[[bytes], bytes], Callable[[], bytes]]:
    if coding == GZIP:
        packer = zlib.compressobj(GZIP_LEVEL, wbits=31)
        return packer.compress, packer.flush
    stream = brotli.Compressor(mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    return stream.process, stream.finish


def unpack(packed: bytes, coding: str) -> bytes | None:
    """None where the bytes are none of this coding."""
    try:
        return UNPACKERS[coding](packed)
    except (KeyError, OSError, EOFError, zlib.error, brotli.error):
        return None


def packed_forms(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Of what is worth it, each coding with its bytes."""
    if pays(body):
        yield from ((coding, pack(body, coding)) for coding in CODINGS)
