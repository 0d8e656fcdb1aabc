"""A picture of anybody is looked at before it is unpacked."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from avisbuild.untrusted import limits
from avisbuild.untrusted.limits import BeyondLimitError
from avisbuild.untrusted.pictures import open_picture


def png_of_size(width: int, height: int) -> bytes:
    """The start of a PNG that promises this size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8200, 9600, 13_000, 40_000, 1_000_000])
def test_a_picture_of_too_many_pixels_is_refused_in_one_line_and_without_a_warning(side) -> None:
    with pytest.raises(BeyondLimitError, match=r"^a.png: .* pixels, expected at most 67108864"):
        open_picture(BytesIO(png_of_size(side, side)), Path("a.png"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"])
def test_every_format_is_looked_at_first(monkeypatch, kind) -> None:
    stream = BytesIO()
    Image.new("RGB", (20, 10)).save(stream, kind)
    with open_picture(stream, "a") as picture:
        assert picture.size == (20, 10)
    monkeypatch.setattr(limits, "PICTURE_PX", 199)
    with pytest.raises(BeyondLimitError, match="20 x 10 pixels, expected at most 199"):
        open_picture(stream, "a")


def test_a_file_that_is_too_large_for_a_picture_is_not_looked_into(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    with path.open("wb") as stream:
        stream.truncate(limits.PICTURE_BYTES + 1)
    with (
        path.open("rb") as stream,
        pytest.raises(BeyondLimitError, match="257 MiB, expected a picture"),
    ):
        open_picture(stream, path)


def test_what_pillow_would_have_ghostscript_run_is_refused() -> None:
    data = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 48\n%%EndComments\n{} loop\n"
    with pytest.raises(ValueError, match="EPS is a program, and is not run"):
        open_picture(BytesIO(data), "a.jpg")
