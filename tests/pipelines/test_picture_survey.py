"""The pictures of a video looked at together: which way up, how many bits, and when to ask."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from png_bytes import png_of

from avisbuild.errors import MediaError
from avisbuild.records import Video
from avisbuild_pipelines.picture_survey import Orientation, survey

LANDSCAPE, PORTRAIT, SQUARE = (12, 20), (20, 12), (16, 16)


def saved(folder: Path, *pictures: tuple[tuple[int, int], int]) -> list[Path]:
    """JPEGs of these (height, width) as they are stored, with these orientation tags."""
    paths = []
    for second, (size, tag) in enumerate(pictures):
        exif = Image.Exif()
        exif[0x0112] = tag
        paths.append(folder / f"{second}.jpg")
        Image.new("RGB", size[::-1]).save(paths[-1], exif=exif)
    return paths


def video(size: tuple[int, int]) -> Video:
    return Video(video_id="v", second_count=2, height_px=size[0], width_px=size[1])


@pytest.mark.parametrize("tag", [5, 6, 7, 8])
def test_the_size_of_the_annotations_says_what_their_masks_were_made_for(
    tmp_path: Path, tag: int
) -> None:
    pictures = saved(tmp_path, (PORTRAIT, tag))
    assert survey(pictures, video(LANDSCAPE)).orientation == "shown"
    assert survey(pictures, video(PORTRAIT)).orientation == "stored"
    with pytest.raises(MediaError, match=r"expected \(16, 16\)"):
        survey(pictures, video(SQUARE))


@pytest.mark.parametrize(
    ("size", "tag"), [(LANDSCAPE, 2), (LANDSCAPE, 3), (LANDSCAPE, 4), (SQUARE, 6)]
)
def test_where_both_fit_a_person_is_asked(tmp_path: Path, size: tuple[int, int], tag: int) -> None:
    pictures = saved(tmp_path, (size, 1), (size, tag))
    with pytest.raises(MediaError, match=rf"1\.jpg: its orientation tag \(EXIF {tag}\)") as caught:
        survey(pictures, video(size))
    assert caught.value.code == "orientation"
    for wanted in Orientation:
        found = survey(pictures, video(size), wanted=wanted)
        assert (found.orientation, found.seconds_by_flag) == (wanted, {"orientation-tags": [1]})
        assert f"taken as they are {wanted}" in found.notes()[0]


def test_one_picture_on_its_side_settles_it_for_those_that_are_upside_down(tmp_path: Path) -> None:
    assert survey(saved(tmp_path, (LANDSCAPE, 3), (PORTRAIT, 6)), video(LANDSCAPE)).tagged == (0, 1)
    assert survey(
        saved(tmp_path, (LANDSCAPE, 3), (LANDSCAPE, 6)), video(LANDSCAPE)
    ).orientation == ("stored")
    with pytest.raises(MediaError, match="expected"):
        survey(saved(tmp_path, (LANDSCAPE, 6), (PORTRAIT, 6)), video(LANDSCAPE))


def test_pictures_without_a_tag_have_nothing_to_tell(tmp_path: Path) -> None:
    found = survey(saved(tmp_path, (LANDSCAPE, 1)), video(LANDSCAPE))
    assert (found.seconds_by_flag, found.notes()) == ({}, [])


def test_the_brightest_picture_of_all_says_how_many_bits_grey_has(tmp_path: Path) -> None:
    paths = []
    for second, most in enumerate((40, 1000)):
        paths.append(tmp_path / f"{second}.png")
        Image.fromarray(np.full(LANDSCAPE, most, np.uint16)).save(paths[-1])
    found = survey(paths, video(LANDSCAPE))
    assert found.grey_bits == 10
    assert found.seconds_by_flag == {"grey-of-few-bits": [0, 1]}
    assert found.notes()[0].startswith("2 pictures of 16-bit grey use the values of 10 bits")
    Image.fromarray(np.full(LANDSCAPE, 60_000, np.uint16)).save(paths[0])
    assert survey(paths, video(LANDSCAPE)).seconds_by_flag == {}


def test_colours_of_ten_bits_in_sixteen_are_told(tmp_path: Path) -> None:
    """Pillow reads their upper bytes alone."""
    path = tmp_path / "0.png"
    for samples, flags in ((b"\x03\xff", [0]), (b"\xff\xff", []), (b"\0\0", [])):
        path.write_bytes(png_of(samples * 3, width=1, depth=16, kind=2))
        found = survey([path], video((1, 1)))
        assert found.seconds_by_flag.get("dark-16-bit-colours", []) == flags


def test_transparent_pictures_are_told_with_their_seconds(tmp_path: Path) -> None:
    paths = [tmp_path / "0.png", tmp_path / "1.png"]
    Image.new("RGBA", LANDSCAPE[::-1], (9, 9, 9, 255)).save(paths[0])
    Image.new("RGBA", LANDSCAPE[::-1], (9, 9, 9, 0)).save(paths[1])
    assert survey(paths, video(LANDSCAPE)).seconds_by_flag == {"transparent-pictures": [1]}


def test_grey_that_is_none_is_told_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "0.tif"
    Image.fromarray(np.full(LANDSCAPE, 1 << 20, np.int32)).save(path)
    with pytest.raises(MediaError, match=r"0\.tif: cannot be read .expected grey of up to 16 bits"):
        survey([path], video(LANDSCAPE))
