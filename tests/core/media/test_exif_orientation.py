"""The one number of EXIF that turns pictures, in both orders of bytes, and whatever is damaged."""

import pytest
from PIL import Image

from avisbuild.media.exif_orientation import orientation_in


def exif(value: object, endian: str = "<") -> bytes:
    tags = Image.Exif()
    tags.endian = endian
    tags[0x010F], tags[0x0112], tags[0x0131] = "a camera", value, "a program"
    return tags.tobytes()


@pytest.mark.parametrize("endian", ["<", ">"])
@pytest.mark.parametrize("value", range(1, 9))
def test_every_orientation_is_read(value: int, endian: str) -> None:
    assert orientation_in(exif(value, endian)) == value
    assert orientation_in(exif(value, endian).removeprefix(b"Exif\0\0")) == value


@pytest.mark.parametrize("value", [0, 9, 4660])
def test_what_means_nothing_turns_nothing(value: object) -> None:
    assert orientation_in(exif(value)) == 1


def test_what_is_cut_off_or_changed_never_fails() -> None:
    whole = exif(6)
    for length in range(len(whole)):
        assert orientation_in(whole[:length]) in (1, 6)
        assert 1 <= orientation_in(whole[:length] + b"\xff" + whole[length + 1 :]) <= 8
