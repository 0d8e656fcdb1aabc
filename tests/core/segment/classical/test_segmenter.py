"""The segmenter without weights: whole objects from one click, and every click kept to the pixel."""

import cv2
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from avisbuild.segment.base import Candidates, Prompt
from avisbuild.segment.classical.segmenter import ClassicalSegmenter
from avisbuild.segment.simulated_clicks import click_through, iou, next_click, tight_box

SIZE = (180, 320)
SEGMENTER = ClassicalSegmenter()


def scene() -> tuple[NDArray[np.uint8], NDArray[np.bool_], NDArray[np.bool_]]:
    """A mottled wall with a red disc, and a doll: a blue body below a yellow head."""
    rng = np.random.default_rng(4)
    noise = cv2.GaussianBlur(rng.normal(0, 1, (*SIZE, 3)).astype(np.float32), (0, 0), 2)
    picture = np.array([120, 124, 128]) + 30 * noise
    disc = cv2.circle(np.zeros(SIZE, np.uint8), (80, 90), 34, 1, -1).astype(np.bool_)
    head = cv2.circle(np.zeros(SIZE, np.uint8), (230, 60), 18, 1, -1).astype(np.bool_)
    body = np.zeros(SIZE, np.bool_)
    body[74:150, 208:253] = True
    for part, colour in ((disc, (190, 40, 40)), (body, (30, 50, 170)), (head, (220, 200, 60))):
        picture[part] = colour
    picture += rng.normal(0, 3, picture.shape)
    return np.clip(picture, 0, 255).astype(np.uint8), disc, head | body


PICTURE, DISC, DOLL = scene()
EMBEDDING = SEGMENTER.embed(PICTURE)


def ask(**prompt: object) -> Candidates:
    return SEGMENTER.segment(EMBEDDING, Prompt(**prompt))  # type: ignore[arg-type]


def test_one_click_takes_an_object_whole() -> None:
    found = ask(points_xy=((80, 90),), positive=(True,))
    assert iou(found.masks[0], DISC) > 0.95


def test_one_click_takes_an_object_of_two_colours_whole() -> None:
    found = ask(points_xy=((230, 112),), positive=(True,))
    assert max(iou(mask, DOLL) for mask in found.masks) > 0.85
    assert (
        max(click_through(lambda p: SEGMENTER.segment(EMBEDDING, p).masks[0], DOLL, most_clicks=3))
        > 0.9
    )


def test_a_box_is_enough() -> None:
    assert iou(ask(box_xyxy=tight_box(DISC)).masks[0], DISC) > 0.95


def test_there_are_three_candidates_best_first() -> None:
    """R28: there is something to cycle through."""
    found = ask(points_xy=((230, 112),), positive=(True,))
    assert found.masks.shape == (3, *SIZE)
    assert list(found.scores) == sorted(found.scores, reverse=True)
    assert all(0 <= score <= 1 for score in found.scores)


def test_a_negative_click_takes_its_part_away() -> None:
    prompt = Prompt(points_xy=((230, 112), (230, 60)), positive=(True, False))
    mask = SEGMENTER.segment(EMBEDDING, prompt).masks[0]
    assert mask[112, 230]
    assert not mask[60, 230]
    assert not mask[55:65, 225:236].any()


def test_only_negative_clicks_mean_nothing() -> None:
    found = ask(points_xy=((80, 90),), positive=(False,))
    assert not found.masks.any()


points = st.tuples(st.floats(-0.5, SIZE[1] - 0.6), st.floats(-0.5, SIZE[0] - 0.6))


@settings(max_examples=25)
@given(
    clicks=st.lists(st.tuples(points, st.booleans()), min_size=1, max_size=6),
    corners=st.none() | st.tuples(points, points),
)
@example(clicks=[((80, 90), True), ((81, 90), False), ((82, 90), True)], corners=None)
@example(clicks=[((5, 5), True), ((5.2, 5), False)], corners=((40, 40), (90, 90)))
def test_every_click_is_kept_to_the_pixel(
    clicks: list[tuple[tuple[float, float], bool]],
    corners: tuple[tuple[float, float], tuple[float, float]] | None,
) -> None:
    """R28: clicks of both kinds and a box, freely mixed; each is in the mask, or out of it, as it says."""
    box = None
    if corners is not None:
        (x0, y0), (x1, y1) = corners
        box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    prompt = Prompt(
        points_xy=tuple(point for point, _ in clicks),
        positive=tuple(positive for _, positive in clicks),
        box_xyxy=box,
    )
    found = SEGMENTER.segment(EMBEDDING, prompt)
    if box is None and not any(prompt.positive):
        return
    last = {(round(x), round(y)): positive for (x, y), positive in clicks}
    for mask in found.masks:
        assert {place: mask[place[1], place[0]] for place in last} == last


def test_the_same_prompt_gives_the_same_masks() -> None:
    prompt = Prompt(points_xy=((230, 112), (40, 40)), positive=(True, False))
    cv2.setRNGSeed(5)
    first = SEGMENTER.segment(SEGMENTER.embed(PICTURE), prompt)
    cv2.setRNGSeed(77)
    second = SEGMENTER.segment(SEGMENTER.embed(PICTURE), prompt)
    assert np.array_equal(first.masks, second.masks)
    assert first.scores == second.scores


@pytest.mark.parametrize("size", [(1, 1), (2, 300), (37, 5), (720, 1280)], ids=str)
@pytest.mark.parametrize("value", [0, 255], ids=["black", "white"])
def test_pictures_with_nothing_in_them_are_answered(size: tuple[int, int], value: int) -> None:
    picture = np.full((*size, 3), value, np.uint8)
    embedding = SEGMENTER.embed(picture)
    for prompt in (
        Prompt(points_xy=((0, 0),), positive=(True,)),
        Prompt(points_xy=((0, 0), (0, 0)), positive=(True, False)),
        Prompt(box_xyxy=(0, 0, size[1], size[0])),
        Prompt(box_xyxy=(-5, -5, -1, -1)),
    ):
        assert SEGMENTER.segment(embedding, prompt).masks.shape[1:] == size


def test_the_preview_shows_what_a_click_would_mean() -> None:
    preview = SEGMENTER.hover(EMBEDDING, 80, 90)
    assert preview is not None
    assert iou(preview, DISC) > 0.8
    assert SEGMENTER.hover(EMBEDDING, -3, 90) is None
    assert SEGMENTER.hover(EMBEDDING, 320, 90) is None


def test_large_frames_are_looked_at_where_it_matters() -> None:
    large = cv2.resize(PICTURE, (1280, 720), interpolation=cv2.INTER_CUBIC)
    truth = DISC.repeat(4, axis=0).repeat(4, axis=1)
    click = next_click(truth)
    assert click is not None
    prompt = Prompt(points_xy=((click.x, click.y),), positive=(True,))
    mask = SEGMENTER.segment(SEGMENTER.embed(np.asarray(large, np.uint8)), prompt).masks[0]
    assert iou(mask, truth) > 0.95


def test_an_embedding_can_be_packed() -> None:
    again = SEGMENTER.unpack(SEGMENTER.pack(EMBEDDING))
    assert np.array_equal(again.patches.labels, EMBEDDING.patches.labels)
    assert SEGMENTER.embedding_bytes(again) > PICTURE.nbytes
