"""Arrays as pictures: right pixels, memory of their own, a cache with an end."""

import gc

import numpy as np
import pytest
from gui.canvas.canvas_case import as_array, mask_of, mask_with_box
from pytestqt.qtbot import QtBot

from avisbuild.masks import encode
from avisbuild_gui.canvas.pixmaps import (
    PictureCache,
    bounding_box,
    frame_pixmap,
    mask_picture,
    rle_picture,
    tinted_pixmap,
)


def test_a_frame_keeps_its_pixels_when_its_array_is_gone(qtbot: QtBot) -> None:
    """QImage shares the array's memory unless it is copied."""
    image = np.random.default_rng(3).integers(0, 255, (51, 67, 3), dtype=np.uint8)
    expected = image.astype(np.int16)
    pixmap = frame_pixmap(image)
    image[:] = 0
    del image
    gc.collect()
    _churn()
    np.testing.assert_array_equal(as_array(pixmap.toImage()), expected)


def test_a_mask_keeps_its_pixels_when_its_array_is_gone(qtbot: QtBot) -> None:
    mask = np.random.default_rng(3).random((51, 67)) < 0.5
    pixmap = tinted_pixmap(mask, "#0a7bff")
    expected = mask[..., None] * np.array([0x0A, 0x7B, 0xFF])
    gc.collect()
    _churn()
    image = pixmap.toImage()
    np.testing.assert_array_equal(as_array(image), expected)
    assert [image.pixelColor(x, 0).alpha() for x in range(67)] == (mask[0] * 255).tolist()


@pytest.mark.parametrize("shape", [(1, 5), (5, 1), (1, 1), (3, 3)])
def test_narrow_and_turned_frames_are_right_too(qtbot: QtBot, shape: tuple[int, int]) -> None:
    image = np.random.default_rng(1).integers(0, 255, (*shape, 3), dtype=np.uint8)
    for view in (image, image.transpose(1, 0, 2), image[::-1], image[:, ::-1]):
        np.testing.assert_array_equal(as_array(frame_pixmap(view).toImage()), view)


@pytest.mark.parametrize(
    "image", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)]
)
def test_another_array_is_refused(qtbot: QtBot, image: np.ndarray) -> None:  # type: ignore[type-arg]
    with pytest.raises(ValueError, match=r"expected an image \(H, W, 3\) uint8, got"):
        frame_pixmap(image)


def test_a_mask_is_cut_out_at_its_box(qtbot: QtBot) -> None:
    mask = mask_of([".....", ".##..", ".#...", "....."])
    assert bounding_box(mask) == (1, 1, 3, 3)
    for picture in (mask_picture(mask, "#ffffff"), rle_picture(encode(mask), "#ffffff")):
        assert picture is not None
        assert (picture.left, picture.top, picture.right, picture.bottom) == (1, 1, 3, 3)
        shown = as_array(picture.pixmap.toImage())[..., 0] > 0
        assert shown.tolist() == [[True, True], [True, False]]
        assert picture.path.boundingRect().getRect() == (1, 1, 2, 2)


def test_an_empty_mask_has_no_picture(qtbot: QtBot) -> None:
    empty = np.zeros((4, 6), np.bool_)
    assert mask_picture(empty, "#ffffff") is None
    assert rle_picture(encode(empty), "#ffffff") is None
    assert PictureCache().picture(encode(empty), "#ffffff") is None


def test_a_picture_is_made_once_for_a_mask_and_a_colour(qtbot: QtBot) -> None:
    """R03: going back costs nothing."""
    rle = encode(mask_with_box(2, 3, 8, 9, (20, 20)))
    cache = PictureCache()
    first = cache.picture(rle, "#ff0000")
    assert cache.picture(encode(mask_with_box(2, 3, 8, 9, (20, 20))), "#ff0000") is first
    assert cache.picture(rle, "#00ff00") is not first
    assert len(cache) == 2


def test_the_cache_has_an_end_and_forgets_what_was_longest_unseen(qtbot: QtBot) -> None:
    """R33: memory does not grow with the masks of a project."""
    rles = [encode(mask_with_box(0, 0, 40, 1 + number, (50, 50))) for number in range(30)]
    cache = PictureCache(limit_bytes=20_000)
    kept = cache.picture(rles[0], "#ff0000")
    for rle in rles[1:]:
        cache.picture(rle, "#ff0000")
        assert cache.picture(rles[0], "#ff0000") is kept
        assert cache.byte_count <= 20_000
    assert 1 < len(cache) < 29


def _churn() -> None:
    """Take memory that has just been let go, and write on it."""
    for size in (3417, 10_251, 13_668):
        for _ in range(50):
            np.full(size, 255, np.uint8)
