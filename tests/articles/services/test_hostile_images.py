"""Pictures that are more than pictures, or not quite: refused in words, or stored as pixels and nothing else."""

import random
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow
from PIL import PngImagePlugin

from articles.services.images import ImageRefused, store_image

MARK = b"word of a stranger"
PAGE = b"<!doctype html><script>" + MARK + b"</script>"
ZIP = b"PK\x03\x04" + MARK
KINDS = ("JPEG", "PNG", "WEBP")
ROUNDS = 300
LARGE = 50_000


def picture(kind: str, mode: str = "RGB", **options: object) -> bytes:
    output = BytesIO()
    Pillow.effect_noise((24, 16), 50).convert("RGB").convert(mode).save(output, kind, **options)
    return output.getvalue()


def with_camera_data(kind: str) -> bytes:
    exif = Pillow.Exif()
    exif[0x0112], exif[0x010E] = 6, MARK.decode()
    exif.get_ifd(0x8825)[29] = MARK.decode()
    return picture(kind, exif=exif, icc_profile=b"\0" * 128 + MARK, xmp=MARK)


def with_damaged_camera_data() -> bytes:
    """On its side, with a description that is a number."""
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0) + struct.pack("<HHIf", 0x010E, 11, 1, 1.5)
    return picture("JPEG", exif=b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + entries + bytes(4))


def with_words() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", MARK.decode())
    words.add_text("Packed", MARK.decode(), zip=True)
    return picture("PNG", pnginfo=words)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, *more: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
    )


def large_jpeg() -> bytes:
    data = bytearray(picture("JPEG"))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", LARGE, LARGE)
    return bytes(data)


def moving(kind: str) -> bytes:
    frames = [Pillow.new("RGB", (24, 16), colour) for colour in ("red", "green", "blue")]
    output = BytesIO()
    frames[0].save(output, kind, save_all=True, append_images=frames[1:])
    return output.getvalue()


def more_than_pictures() -> Iterator[tuple[str, bytes]]:
    for kind in KINDS:
        yield f"{kind} with camera data, place and profile", with_camera_data(kind)
        yield f"{kind} and a page", picture(kind) + PAGE
        yield f"{kind} and a zip", picture(kind) + ZIP
    yield "PNG with words", with_words()
    yield "JPEG with a comment", picture("JPEG", comment=PAGE)


def not_quite_pictures() -> Iterator[tuple[str, bytes]]:
    yield "PNG of 2,500 million pixels", png_of(LARGE, LARGE)
    yield "PNG of 2^31 by 2^31", png_of(2**31 - 1, 2**31 - 1)
    yield "PNG of nothing", png_of(0, 0)
    yield "JPEG of 2,500 million pixels", large_jpeg()
    yield "PNG with 20 MB of words", png_of(4, 4, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(20_000_000))))
    yield "PNG with 20 MB of profile", png_of(4, 4, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(20_000_000))))
    yield "half a PNG", picture("PNG")[:200]
    yield "moving PNG", moving("PNG")
    yield "moving WebP", moving("WEBP")
    for kind in ("GIF", "TIFF", "BMP", "ICO", "PPM", "TGA"):
        yield kind, picture(kind)
    yield "SVG", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"
    yield "a page that starts as a GIF", b"GIF89a" + PAGE
    yield "PostScript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(" + MARK + b") run"


@pytest.mark.parametrize(
    ("name", "data"), list(more_than_pictures()), ids=lambda each: each if type(each) is str else ""
)
def test_only_pixels_are_stored(name: str, data: bytes) -> None:
    stored = store_image(BytesIO(data))
    for path in (stored.path, *stored.renditions):
        with default_storage.open(path) as file:
            kept = file.read()
        assert MARK not in kept
        with Pillow.open(BytesIO(kept)) as image:
            assert sorted(image.getexif()) == []
            assert {"icc_profile", "xmp", "Comment", "comment"}.isdisjoint(image.info)


@pytest.mark.parametrize(
    ("name", "data"), list(not_quite_pictures()), ids=lambda each: each if type(each) is str else ""
)
def test_it_is_refused_in_words(name: str, data: bytes) -> None:
    with pytest.raises(ImageRefused):
        store_image(BytesIO(data))


def test_damaged_camera_data_is_no_reason_to_refuse() -> None:
    assert store_image(BytesIO(with_damaged_camera_data())).width == 24


@pytest.mark.filterwarnings("ignore")  # of Pillow, about camera data
def test_any_damage_is_refused_in_words_or_stored() -> None:
    chance = random.Random("damage")
    whole = [with_camera_data(kind) for kind in KINDS] + [with_words(), with_damaged_camera_data(), picture("PNG", "P")]
    for _ in range(ROUNDS):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.choice((1, 2, 8))):
            place = chance.randrange(len(data))
            data[place : place + chance.choice((0, 1, 4))] = chance.choice((b"\xff" * 4, b"\0" * 4, b"a", b""))
        try:
            store_image(BytesIO(data))
        except ImageRefused:
            continue
