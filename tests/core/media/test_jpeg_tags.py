"""A JPEG without its tags: the same picture to the last bit, and nothing of what stood beside it."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from avisbuild.media.jpeg_tags import has_tags, without_tags

PIXELS = np.random.default_rng(3).integers(0, 255, (40, 56, 3), dtype=np.uint8)


def jpeg(mode: str = "RGB", **options: object) -> bytes:
    stream = BytesIO()
    Image.fromarray(PIXELS).convert(mode).save(stream, "JPEG", **options)
    return stream.getvalue()


def exif(orientation: int = 6) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112], tags[0x010F] = orientation, "a camera"
    return tags


def pixels_of(data: bytes) -> np.ndarray:
    with Image.open(BytesIO(data)) as picture:
        return np.asarray(picture)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_tags_go_and_every_pixel_stays(mode: str, progressive: bool) -> None:
    plain = jpeg(mode, progressive=progressive)
    tagged = jpeg(mode, progressive=progressive, exif=exif(), xmp=b"<x/>" * 100)
    assert has_tags(BytesIO(tagged))
    assert not has_tags(BytesIO(plain))
    assert without_tags(tagged) == plain
    assert (pixels_of(without_tags(tagged)) == pixels_of(plain)).all()  # type: ignore[arg-type]


def test_what_says_how_to_read_the_picture_stays() -> None:
    """Adobe's transform, without which CMYK is another picture; a colour profile; a comment."""
    data = jpeg("CMYK", icc_profile=b"profile" * 9, comment=b"a program")
    assert without_tags(data) == data
    assert not has_tags(BytesIO(data))


def test_what_follows_the_end_goes() -> None:
    """Telephones put a second picture, or a film, behind the first."""
    plain = jpeg(restart_marker_blocks=2)
    assert without_tags(plain + jpeg() + b"film") == plain


def test_a_jpeg_without_tags_stays_as_it_is() -> None:
    assert without_tags(jpeg()) == jpeg()


@pytest.mark.parametrize("length", [0, 1, 2, 5, 30, 200, -1, -2])
def test_a_damaged_one_is_none(length: int) -> None:
    data = jpeg(exif=exif())
    assert without_tags(data[:length]) is None
    has_tags(BytesIO(data[:length]))  # whatever it says, it ends
