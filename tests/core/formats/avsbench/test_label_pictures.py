"""Label maps as pictures: what is written is read back, and what was painted in other colours is told."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from PIL import Image
from png_bytes import png_of

from avisbuild.errors import FormatError
from avisbuild.formats.avsbench.label_pictures import (
    read_labels,
    read_painted,
    write_indexed,
    write_painted,
)
from avisbuild.formats.avsbench.palette import palette

Writer = Callable[[Path, NDArray[np.uint8]], None]


@pytest.mark.parametrize("write", [write_painted, write_indexed])
@settings(max_examples=20, deadline=None)
@given(labels=arrays(np.uint8, st.tuples(st.integers(1, 5), st.integers(1, 5))))
def test_labels_that_are_written_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, write: Writer, labels: NDArray[np.uint8]
) -> None:
    path = tmp_path_factory.getbasetemp() / "0.png"
    write(path, labels)
    found, foreign = read_painted(path)
    assert np.array_equal(found, labels)
    assert foreign is None


@pytest.mark.parametrize("write", [write_painted, write_indexed])
def test_a_label_map_that_is_scored_is_the_one_that_was_written(
    tmp_path: Path, write: Writer
) -> None:
    labels = np.array([[0, 1, 70]], np.uint8)
    write(tmp_path / "0.png", labels)
    with (tmp_path / "0.png").open("rb") as stream:
        found, foreign = read_labels(stream, tmp_path / "0.png")
    assert found.tolist() == labels.tolist()
    assert foreign is None


def test_what_the_published_code_opens_is_rgb_without_a_colour_profile(tmp_path: Path) -> None:
    write_painted(tmp_path / "0.png", np.array([[70]], np.uint8))
    with Image.open(tmp_path / "0.png") as picture:
        assert (picture.format, picture.mode) == ("PNG", "RGB")
        assert "icc_profile" not in picture.info
        assert picture.getpixel((0, 0)) == (32, 128, 128)


def test_a_colour_of_a_label_that_the_data_set_lacks_is_told(tmp_path: Path) -> None:
    write_painted(tmp_path / "0.png", np.array([[70, 71]], np.uint8))
    labels, foreign = read_painted(tmp_path / "0.png", among=range(1, 71))
    assert labels.tolist() == [[70, 0]]
    assert foreign is not None
    assert (foreign.pixel_count, foreign.column) == (1, 1)
    assert foreign.colour_rgb == tuple(palette()[71].tolist())


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_bare_indices_are_no_colours(tmp_path: Path, mode: str) -> None:
    grey = Image.fromarray(np.array([[0, 1, 2]], np.uint8))
    grey.convert(mode).save(tmp_path / "0.png")
    with pytest.raises(FormatError, match=r"0\.png: .* three equal channels with 0, 1, 2;"):
        read_painted(tmp_path / "0.png")


def test_a_grey_picture_of_nothing_is_background(tmp_path: Path) -> None:
    Image.new("L", (3, 2)).save(tmp_path / "0.png")
    labels, foreign = read_painted(tmp_path / "0.png")
    assert labels.shape == (2, 3)
    assert not labels.any()
    assert foreign is None


def test_files_that_are_no_label_maps_are_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "0.png"
    Image.new("RGB", (4, 4)).save(path, "JPEG")
    with pytest.raises(FormatError, match="expected a PNG, got JPEG"):
        read_painted(path)
    path.write_bytes(b"no picture")
    with pytest.raises(FormatError, match="cannot be read as a label map"):
        read_painted(path)
    path.write_bytes(png_of(bytes(6), width=1, depth=16, kind=2))
    with pytest.raises(FormatError, match="8 bits a channel, got 16"):
        read_painted(path)


def test_a_label_map_of_too_many_pixels_is_refused_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "0.png"
    Image.new("1", (8192, 8192)).save(path)
    with pytest.raises(FormatError, match="8192 x 8192"):
        read_painted(path)
