"""One click moves the whole outline of a mask too small or too large all around; a right one stays (R41)."""

import numpy as np
import pytest
from numpy.typing import NDArray

from avisbuild.masks import encode
from avisbuild.segment.base import MaskArray, Prompt
from avisbuild.segment.classical.outline import moved
from avisbuild.segment.classical.segmenter import ClassicalSegmenter
from avisbuild.segment.corrections import corrected
from avisbuild.segment.simulated_clicks import iou, next_click

SIZE = (160, 240)
SEGMENTER = ClassicalSegmenter()
ROWS, COLUMNS = np.indices(SIZE)


def disc(x: int, y: int, radius: int) -> MaskArray:
    inside: MaskArray = np.hypot(COLUMNS - x, ROWS - y) <= radius
    return inside


def patchwork(low: int, high: int, seed: int) -> NDArray[np.float64]:
    """Squares of many colours, as on clothes or on shelves, and noise."""
    rng = np.random.default_rng(seed)
    squares = rng.uniform(low, high, (SIZE[0] // 16, SIZE[1] // 16, 3))
    picture = np.kron(squares, np.ones((16, 16, 1)))
    return np.asarray(picture + rng.normal(0, 4, picture.shape))


THING = disc(120, 80, 46)
PICTURE = patchwork(60, 150, 1)
PICTURE[THING] = patchwork(110, 200, 2)[THING]
IMAGE = np.clip(PICTURE, 0, 255).astype(np.uint8)
EMBEDDING = SEGMENTER.embed(IMAGE)


def resized(by_px: int) -> MaskArray:
    return disc(120, 80, 46 + by_px)


def clicked(standing: MaskArray) -> tuple[Prompt, MaskArray]:
    """The prompt of a click in the middle of what is wrong, and the mask after it."""
    click = next_click(THING, standing)
    assert click is not None
    prompt = Prompt().with_point(click.x, click.y, positive=click.positive)
    answer = SEGMENTER.segment(EMBEDDING, prompt.with_standing(encode(standing))).masks[0]
    return prompt, corrected(standing, answer, click.x, click.y, positive=click.positive)


@pytest.mark.parametrize("by_px", [-12, -8, 8, 12])
def test_one_click_moves_a_whole_outline_to_the_edge(by_px: int) -> None:
    standing = resized(by_px)
    assert iou(standing, THING) < 0.75
    prompt, found = clicked(standing)
    assert prompt.positive == (by_px < 0,)
    assert iou(found, THING) > 0.93


def test_an_outline_that_is_right_elsewhere_stays_there_to_the_pixel() -> None:
    for standing in (
        THING & ~disc(160, 80, 20),  # a bite
        THING | disc(160, 80, 22),  # a bulge
        THING & (COLUMNS < 120),
    ):
        prompt, found = clicked(standing)
        assert moved(IMAGE, prompt, standing) is None
        elsewhere = COLUMNS < 110
        assert np.array_equal(found[elsewhere], standing[elsewhere])


def test_a_whole_outline_is_not_moved_over_a_click_that_says_otherwise() -> None:
    standing = resized(-12)
    said = Prompt().with_point(120, 80 - 40, positive=False)
    prompt = said.with_point(120, 80 + 40, positive=True)
    assert moved(IMAGE, prompt, standing) is None
    assert moved(IMAGE, Prompt().with_point(120, 80 + 40, positive=True), standing) is not None


def test_a_moved_outline_only_adds_or_only_takes() -> None:
    for by_px in (-10, 10):
        standing = resized(by_px)
        prompt, _ = clicked(standing)
        found = moved(IMAGE, prompt, standing)
        assert found is not None
        turned = found != standing
        assert (found[turned] == prompt.positive[0]).all()


def test_in_an_even_picture_no_outline_moves() -> None:
    image = np.full((*SIZE, 3), 128, np.uint8)
    prompt = Prompt().with_point(120, 40, positive=True)
    assert moved(image, prompt, resized(-12)) is None
