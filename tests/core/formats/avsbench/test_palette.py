"""Colours of label maps: those of labels, those of none, and indices that stand in three channels."""

import numpy as np
import pytest

from avisbuild.formats.avsbench.palette import grey_of_three, painted_labels, palette


def test_every_label_is_found_by_its_colour() -> None:
    labels, foreign = painted_labels(palette()[None])
    assert labels.tolist() == [list(range(256))]
    assert foreign is None


def test_pixels_of_no_label_are_background_and_told() -> None:
    pixels = np.zeros((3, 4, 3), np.uint8)
    pixels[1, 2:] = (129, 0, 0)
    pixels[2, 0] = (128, 0, 0)
    labels, foreign = painted_labels(pixels)
    assert labels.tolist() == [[0] * 4, [0] * 4, [1, 0, 0, 0]]
    assert foreign is not None
    assert (foreign.pixel_count, foreign.colour_rgb) == (2, (129, 0, 0))
    assert (foreign.row, foreign.column) == (1, 2)


@pytest.mark.parametrize(
    ("greys", "is_grey"),
    [([0, 1, 2], True), ([0, 255, 0], True), ([0, 128, 64], False), ([0, 0, 0], False)],
    ids=["indices", "a mask of 0 and 255", "greys that are labels", "background"],
)
def test_one_channel_written_three_times_is_seen(greys: list[int], is_grey: bool) -> None:
    grey = np.array([greys], np.uint8)
    found = grey_of_three(np.dstack([grey] * 3))
    assert (found is not None) == is_grey
    assert found is None or found.tolist() == [greys]


def test_colours_are_no_grey() -> None:
    assert grey_of_three(np.array([[[1, 1, 1], [1, 1, 2]]], np.uint8)) is None
