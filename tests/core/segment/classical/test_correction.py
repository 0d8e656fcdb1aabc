"""Clicks on a mask that stands: near the click it is decided anew, by the mask and the picture (R41)."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from avisbuild.masks import encode
from avisbuild.segment.base import MaskArray, Prompt
from avisbuild.segment.classical.segmenter import ClassicalSegmenter
from avisbuild.segment.corrections import corrected
from avisbuild.segment.simulated_clicks import iou, next_click

SIZE = (160, 240)
SEGMENTER = ClassicalSegmenter()


def shape(left: int, top: int, right: int, bottom: int) -> MaskArray:
    mask = np.zeros(SIZE, np.uint8)
    centre, axes = (
        ((left + right) // 2, (top + bottom) // 2),
        ((right - left) // 2, (bottom - top) // 2),
    )
    return cv2.ellipse(mask, centre, axes, 0, 0, 360, 1, -1).astype(np.bool_)


def scene() -> NDArray[np.uint8]:
    """A mottled wall with a red thing on the left and a green one on the right."""
    rng = np.random.default_rng(4)
    noise = cv2.GaussianBlur(rng.normal(0, 1, (*SIZE, 3)).astype(np.float32), (0, 0), 2)
    picture = np.array([120, 124, 128]) + 30 * noise
    picture[RED] = (190, 40, 40)
    picture[GREEN] = (40, 150, 60)
    picture += rng.normal(0, 3, picture.shape)
    return np.clip(picture, 0, 255).astype(np.uint8)


RED, GREEN = shape(20, 30, 110, 130), shape(160, 50, 220, 110)
EMBEDDING = SEGMENTER.embed(scene())
COLUMNS = np.arange(SIZE[1])[None]

BAD = {
    "eroded": cv2.erode(RED.astype(np.uint8), np.ones((23, 23), np.uint8)).astype(np.bool_),
    "half missing": RED & (COLUMNS < 65),
    "leaked": RED | shape(70, 90, 150, 150),
}


def mended(standing: MaskArray, prompt: Prompt) -> MaskArray:
    """What the last click of a prompt makes of a mask."""
    answer = SEGMENTER.segment(EMBEDDING, prompt.with_standing(encode(standing))).masks[0]
    (x, y), positive = prompt.points_xy[-1], prompt.positive[-1]
    return corrected(standing, answer, x, y, positive=positive)


@pytest.mark.parametrize("standing", BAD.values(), ids=BAD)
def test_one_click_mends_what_is_wrong(standing: MaskArray) -> None:
    click = next_click(RED, standing)
    assert click is not None
    assert iou(standing, RED) < 0.8
    found = mended(standing, Prompt().with_point(click.x, click.y, positive=click.positive))
    assert iou(found, RED) > 0.93


def test_what_is_apart_is_added_by_its_own_answer() -> None:
    found = mended(RED, Prompt().with_point(190, 80, positive=True))
    assert iou(found, RED | GREEN) > 0.95
    assert not (RED & ~found).any()


def test_the_wrong_thing_goes_whole_when_clicked_in_its_middle() -> None:
    prompt = Prompt().with_point(65, 80, positive=True).with_point(190, 80, positive=False)
    assert np.array_equal(mended(RED | GREEN, prompt), RED)


def test_a_click_that_the_mask_agrees_with_changes_nothing() -> None:
    for (x, y), positive in (((65, 80), True), ((5, 5), False)):
        prompt = Prompt(standing=encode(RED)).with_point(x, y, positive=positive)
        assert np.array_equal(SEGMENTER.segment(EMBEDDING, prompt).masks, RED[None])


def test_where_nothing_stands_a_click_starts_afresh() -> None:
    prompt = Prompt().with_point(65, 80, positive=True)
    standing = encode(np.zeros(SIZE, np.bool_))
    fresh = SEGMENTER.segment(EMBEDDING, prompt)
    again = SEGMENTER.segment(EMBEDDING, prompt.with_standing(standing))
    assert np.array_equal(again.masks, fresh.masks)


@settings(max_examples=10)
@given(
    clicks=st.lists(
        st.tuples(st.floats(-0.5, SIZE[1] - 0.6), st.floats(-0.5, SIZE[0] - 0.6), st.booleans()),
        min_size=1,
        max_size=3,
    ),
    kind=st.sampled_from(sorted(BAD)),
)
def test_any_click_is_answered_at_the_click(
    clicks: list[tuple[float, float, bool]], kind: str
) -> None:
    """The answer keeps the last click to the pixel, and differs from the mask only as that click says."""
    prompt = Prompt(standing=encode(BAD[kind]))
    for x, y, positive in clicks:
        prompt = prompt.with_point(x, y, positive=positive)
    found = SEGMENTER.segment(EMBEDDING, prompt)
    assert list(found.scores) == sorted(found.scores, reverse=True)
    for mask in found.masks:
        assert mask[round(y), round(x)] == positive
        turned = mask != BAD[kind]
        earlier = {(round(each[1]), round(each[0])) for each in clicks[:-1]}
        for row, column in earlier:
            turned[row, column] = False
        assert (mask[turned] == positive).all()


def test_the_smallest_picture_is_corrected() -> None:
    embedding = SEGMENTER.embed(np.zeros((1, 1, 3), np.uint8))
    prompt = Prompt(standing=encode(np.ones((1, 1), np.bool_))).with_point(0, 0, positive=False)
    assert not SEGMENTER.segment(embedding, prompt).masks.any()
