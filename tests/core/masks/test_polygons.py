"""Polygons give back every mask bit for bit through the published decoder."""

import numpy as np
import pytest
from core.masks.random_masks import blob, random_mask
from how_much import fuzz, tried
from hypothesis import given, settings
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from pycocotools import mask as coco
from scipy import ndimage

from avisbuild.masks import encode, from_polygons, to_polygons
from avisbuild.records import Rle

Mask = NDArray[np.bool_]


def picture(text: str) -> Mask:
    return np.array([[cell == "#" for cell in row] for row in text.split()])


def published(polygons: list[list[float]], height: int, width: int) -> Mask:
    """The published decoder: `frPyObjects` on the polygons, `merge`, `decode`."""
    if not polygons:
        return np.zeros((height, width), dtype=np.bool_)
    return coco.decode(coco.merge(coco.frPyObjects(polygons, height, width))).astype(np.bool_)


def check(mask: Mask) -> None:
    height, width = mask.shape
    polygons = to_polygons(encode(mask))
    assert np.array_equal(published(polygons, height, width), mask), mask
    assert from_polygons(polygons, (height, width)) == encode(mask)
    for polygon in polygons:
        x, y = polygon[0::2], polygon[1::2]
        assert len(polygon) >= 8
        assert len(x) == len(y)
        assert 0 <= min(x) <= max(x) <= width
        assert 0 <= min(y) <= max(y) <= height
        assert all(type(number) is int for number in polygon)


@fuzz
def test_thousands_of_random_masks_come_back_bit_for_bit() -> None:
    rng = np.random.default_rng(20_261_121)
    for _ in range(tried(2_000, 10_000)):
        check(random_mask(rng))


@fuzz
@settings(max_examples=tried(300, 10_000), deadline=None)
@given(arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=12)))
def test_any_small_mask_comes_back_bit_for_bit(mask: Mask) -> None:
    check(mask)


@pytest.mark.parametrize("ragged_px", [0.0, 3.0, 40.0])
@pytest.mark.parametrize("size", [(720, 1280), (360, 640), (1080, 607)])
def test_masks_of_real_size_come_back_bit_for_bit(size: tuple[int, int], ragged_px: float) -> None:
    rng = np.random.default_rng(5)
    for _ in range(3):
        check(blob(rng, *size, ragged_px=ragged_px))


def test_every_part_is_one_polygon_and_its_holes_are_joined_to_it() -> None:
    rng = np.random.default_rng(1)
    for _ in range(1_000):
        mask = random_mask(rng)
        parts, count = ndimage.label(mask)
        polygons = to_polygons(encode(mask))
        assert len(polygons) == count
        for polygon in polygons:
            alone = published([polygon], *mask.shape)
            number = parts[alone][0]
            assert np.array_equal(alone, parts == number)


@pytest.mark.parametrize(
    ("text", "polygons"),
    [
        ("...", []),
        ("#", [[1, 0, 1, 1, 0, 1, 0, 0]]),
        ("### ###", [[3, 0, 3, 2, 0, 2, 0, 0]]),
        ("## .#", [[2, 0, 2, 2, 1, 2, 1, 1, 0, 1, 0, 0]]),
        ("#. .#", [[1, 0, 1, 1, 0, 1, 0, 0], [2, 1, 2, 2, 1, 2, 1, 1]]),
        ("### #.# ###", [[1, 0, 1, 2, 2, 2, 2, 1, 1, 1, 1, 0, 3, 0, 3, 3, 0, 3, 0, 0]]),
    ],
    ids=[
        "nothing",
        "a pixel",
        "a rectangle",
        "a hook",
        "corners that touch",
        "a hole joined at x = 1",
    ],
)
def test_outlines_follow_the_edges_of_pixels(text: str, polygons: list[list[float]]) -> None:
    assert to_polygons(encode(picture(text))) == polygons


def test_many_parts_merge_to_the_same_as_all_at_once() -> None:
    mask = np.random.default_rng(2).random((150, 150)) < 0.2
    polygons = to_polygons(encode(mask))
    assert len(polygons) > 1_000
    assert from_polygons(polygons, (150, 150)) == encode(mask)


def test_polygons_with_fractions_and_outside_the_frame_are_drawn_as_published() -> None:
    rng = np.random.default_rng(3)
    for _ in range(300):
        polygons = [rng.uniform(-5, 30, 2 * corners).tolist() for corners in rng.integers(3, 9, 3)]
        expected = coco.merge(coco.frPyObjects(polygons, 20, 25))
        assert from_polygons(polygons, (20, 25)) == Rle((20, 25), expected["counts"])


def test_no_polygons_are_an_empty_mask() -> None:
    assert from_polygons([], (2, 3)) == encode(np.zeros((2, 3), dtype=np.bool_))
