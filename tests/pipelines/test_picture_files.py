"""What becomes of a picture in a project: a plain JPEG, and one that is plain is not encoded again."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avisbuild.errors import MediaError
from avisbuild_pipelines.picture_files import read_jpeg

PIXELS = np.zeros((16, 24, 3), np.uint8)
PIXELS[:8, :8] = (250, 200, 30)


def save(path: Path, mode: str = "RGB", **options: object) -> Path:
    Image.fromarray(PIXELS).convert(mode).save(path, **options)
    return path


def exif(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags


def pixels_of(data: bytes) -> np.ndarray:
    with Image.open(BytesIO(data)) as picture:
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
        assert not picture.getexif()
        return np.asarray(picture)


def test_a_plain_jpeg_is_taken_byte_for_byte(tmp_path: Path) -> None:
    path = save(tmp_path / "0.jpg")
    assert read_jpeg(path, turned=True, grey_bits=16) == path.read_bytes()


def test_a_tag_is_taken_out_and_the_picture_stays(tmp_path: Path) -> None:
    plain, tagged = save(tmp_path / "0.jpg"), save(tmp_path / "1.jpg", exif=exif(3))
    assert read_jpeg(tagged, turned=False, grey_bits=16) == plain.read_bytes()


@pytest.mark.parametrize(("orientation", "corner"), [(2, (0, -1)), (3, (-1, -1)), (6, (0, -1))])
def test_a_tagged_jpeg_is_turned_as_it_is_shown(
    tmp_path: Path, orientation: int, corner: tuple[int, int]
) -> None:
    path = save(tmp_path / "0.jpg", exif=exif(orientation))
    turned = pixels_of(read_jpeg(path, turned=True, grey_bits=16))
    assert np.abs(turned[corner].astype(int) - (250, 200, 30)).max() < 20


@pytest.mark.parametrize(
    ("mode", "name"), [("L", "0.jpg"), ("CMYK", "0.jpg"), ("1", "0.png"), ("P", "0.png")]
)
def test_every_other_kind_becomes_rgb(tmp_path: Path, mode: str, name: str) -> None:
    path = save(tmp_path / name, mode)
    assert pixels_of(read_jpeg(path, turned=True, grey_bits=16)).shape == PIXELS.shape


def test_a_truncated_jpeg_is_told(tmp_path: Path) -> None:
    path = save(tmp_path / "0.jpg")
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(MediaError, match=r"0\.jpg: cannot be read"):
        read_jpeg(path, turned=True, grey_bits=16)
