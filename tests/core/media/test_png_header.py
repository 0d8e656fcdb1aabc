"""How many bits a PNG has, read from its first bytes, which are left to be read again."""

from io import BytesIO

import pytest
from png_bytes import png_of

from avisbuild.media.png_header import channel_bits


@pytest.mark.parametrize(("depth", "kind", "width"), [(1, 0, 8), (4, 0, 2), (16, 0, 1), (16, 2, 1)])
def test_bits_and_grey_are_read(depth: int, kind: int, width: int) -> None:
    stream = BytesIO(png_of(bytes(6), width=width, depth=depth, kind=kind))
    assert channel_bits(stream) == (depth, kind == 0)
    assert stream.tell() == 0


@pytest.mark.parametrize("data", [b"", b"\x89PNG", b"\xff\xd8" * 30])
def test_what_is_no_png_has_eight(data: bytes) -> None:
    assert channel_bits(BytesIO(data)) == (8, False)
