import pytest

from articles.content.packing import CODINGS, LEAST, pack, packed_forms, packed_stream, unpack

TEXT = b"Legs that twitch at night. " * 200


@pytest.mark.parametrize("coding", CODINGS)
def test_what_is_packed_comes_out_again(coding: str) -> None:
    packed = pack(TEXT, coding)
    assert len(packed) < len(TEXT) / 10
    assert unpack(packed, coding) == TEXT
    assert pack(TEXT, coding) == packed
    assert (unpack(TEXT, coding), unpack(packed[:-3], coding)) == (None, None)


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("parts", [[], [TEXT], [TEXT, b"", b"x" * 5_000_000, TEXT]])
def test_a_stream_is_one_body(coding: str, parts: list[bytes]) -> None:
    assert unpack(b"".join(packed_stream(parts, coding)), coding) == b"".join(parts)


def test_only_what_is_worth_it_is_packed() -> None:
    assert dict(packed_forms(b"x" * (LEAST - 1))) == {}
    assert list(dict(packed_forms(b"x" * LEAST))) == ["br", "gzip"]
