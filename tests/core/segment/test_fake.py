"""The fake segmenter: the same discs for the same clicks."""

import threading

import numpy as np
import pytest

from avisbuild.masks import encode
from avisbuild.segment import Image, Prompt
from avisbuild.segment.fake import FakeSegmenter

IMAGE: Image = np.zeros((80, 120, 3), np.uint8)


def masks(prompt: Prompt) -> list[np.ndarray]:  # type: ignore[type-arg]
    """The three candidates for a prompt on an image 80 x 120."""
    segmenter = FakeSegmenter()
    return list(segmenter.segment(segmenter.embed(IMAGE), prompt).masks)


def test_a_click_gives_three_discs_around_the_last_positive_one() -> None:
    prompt = Prompt().with_point(10, 10, positive=True).with_point(60, 40, positive=True)
    best, small, large = masks(prompt)
    for mask, radius in ((best, 10), (small, 5), (large, 20)):
        assert mask.sum() == pytest.approx(np.pi * radius**2, rel=0.05)
        assert mask[40, 60]
        assert (mask[40, 60 + radius], mask[40, 61 + radius]) == (True, False)
    assert not best[10, 10]


def test_a_negative_click_cuts_a_disc_out() -> None:
    prompt = Prompt().with_point(60, 40, positive=True)
    cut = masks(prompt.with_point(66, 40, positive=False))[0]
    whole = masks(prompt)[0]
    assert not cut[40, 66]
    assert cut[40, 52]
    assert not (cut & ~whole).any()


def test_a_box_gives_its_ellipse_and_a_negative_click_cuts_it() -> None:
    box = Prompt(box_xyxy=(20, 10, 100, 70))
    mask = masks(box)[0]
    rows, columns = np.nonzero(mask)
    assert (columns.min(), rows.min(), columns.max(), rows.max()) == (20, 10, 100, 70)
    assert not mask[12, 22]
    assert not masks(box.with_point(60, 40, positive=False))[0][40, 60]


def test_a_standing_mask_is_added_to_and_cut() -> None:
    standing = np.zeros((80, 120), np.bool_)
    standing[20:60, 20:100] = True
    prompt = Prompt(standing=encode(standing))
    more = masks(prompt.with_point(20, 40, positive=True))[0]
    assert more[40, 11]
    assert not (standing & ~more).any()
    less = masks(prompt.with_point(60, 40, positive=False))[0]
    assert not less[40, 60]
    assert less[40, 30]
    assert not (less & ~standing).any()


def test_a_negative_click_alone_gives_nothing() -> None:
    assert not np.any(masks(Prompt().with_point(5, 5, positive=False)))


def test_masks_are_bool_of_the_frame_s_size_and_clipped_by_it() -> None:
    for mask in masks(Prompt().with_point(0, 79, positive=True)):
        assert (mask.shape, mask.dtype) == ((80, 120), np.bool_)
        assert mask[79, 0]


def test_it_answers_alike_from_a_stored_embedding() -> None:
    segmenter = FakeSegmenter(is_storable=True)
    embedding = segmenter.embed(IMAGE)
    assert np.array_equal(segmenter.unpack(segmenter.pack(embedding)), embedding)


def test_closing_ends_a_delay() -> None:
    segmenter = FakeSegmenter(delay_embed_s=3600.0)
    thread = threading.Thread(target=segmenter.embed, args=(IMAGE,), daemon=True)
    thread.start()
    segmenter.close()
    thread.join(20.0)
    assert not thread.is_alive()
