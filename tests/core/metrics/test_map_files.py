"""Files of label maps as others write them: read right, or refused with what was found."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from png_bytes import png_of

from avisbuild.errors import FormatError
from avisbuild.metrics.map_files import read_maps
from avisbuild.metrics.map_notes import MapNotes

LABELS = np.array([[0, 1, 2, 3]], np.uint8)


@pytest.mark.parametrize(
    ("depth", "samples"),
    [(2, b"\x1b"), (4, b"\x01\x23"), (8, b"\0\1\2\3"), (16, b"\0\0\0\1\0\2\0\3")],
)
def test_indices_in_grey_of_any_depth_are_the_indices(
    tmp_path: Path, depth: int, samples: bytes
) -> None:
    """Pillow stretches two and four bits over 0 to 255."""
    path = tmp_path / "0.png"
    path.write_bytes(png_of(samples, width=4, depth=depth, kind=0))
    assert read_maps(path).tolist() == [LABELS.tolist()]


def test_one_bit_is_0_and_1(tmp_path: Path) -> None:
    path = tmp_path / "0.png"
    path.write_bytes(png_of(b"\x50", width=4, depth=1, kind=0))
    assert read_maps(path).astype(int).tolist() == [[[0, 1, 0, 1]]]


def test_indices_in_three_channels_are_refused_as_labels_and_grey_as_masks(tmp_path: Path) -> None:
    path = tmp_path / "0.png"
    Image.fromarray(np.dstack([LABELS] * 3)).save(path)
    with pytest.raises(FormatError, match=r"0\.png: .* three equal channels with 0, 1, 2, 3;"):
        read_maps(path)
    assert read_maps(path, binary=True).tolist() == [LABELS.tolist()]


def test_a_white_mask_in_three_channels_is_a_mask(tmp_path: Path) -> None:
    path = tmp_path / "0.png"
    Image.fromarray(np.dstack([255 * (LABELS > 1).astype(np.uint8)] * 3)).save(path)
    assert (read_maps(path, binary=True) > 0).tolist() == [[[False, False, True, True]]]


def test_colours_of_no_label_are_noted_with_the_first_of_them(tmp_path: Path) -> None:
    path, notes = tmp_path / "0.png", MapNotes()
    Image.fromarray(np.array([[[0, 0, 0], [128, 0, 0], [129, 0, 0]]], np.uint8)).save(path)
    for _ in range(2):  # as two protocols read it
        assert read_maps(path, notes=notes).tolist() == [[[0, 1, 0]]]
    assert notes.pixels_without_label == 1
    (line,) = notes.lines()
    assert f"the first is (129, 0, 0) in {path}, row 0, column 2" in line


@pytest.mark.parametrize(
    ("write", "told"),
    [
        (lambda path: Image.fromarray(LABELS).save(path, "JPEG"), "got JPEG, which changes labels"),
        (lambda path: Image.fromarray(LABELS).convert("LA").save(path), "got mode LA"),
        (
            lambda path: path.write_bytes(png_of(b"\0\1" * 12, width=4, depth=16, kind=2)),
            "expected colours of 8 bits a channel, got 16 bits",
        ),
    ],
    ids=["JPEG", "grey with alpha", "16 bits a colour"],
)
def test_what_could_be_read_wrong_is_refused(tmp_path: Path, write, told: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "0.png"
    write(path)
    with pytest.raises(FormatError, match=told):
        read_maps(path)


def test_nan_is_told_with_how_many_and_where(tmp_path: Path) -> None:
    array = np.zeros((2, 3, 4))
    array[1, 2, 1:] = np.nan
    np.savez(tmp_path / "a.npz", array)
    with pytest.raises(FormatError, match=r"got NaN 3 times, the first at \[1, 2, 1\]"):
        read_maps(tmp_path / "a.npz")
