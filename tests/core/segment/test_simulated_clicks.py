"""The simulated person clicks where the largest error is deepest."""

import numpy as np
import pytest

from avisbuild.segment.base import Prompt
from avisbuild.segment.simulated_clicks import (
    Click,
    click_through,
    clicks_to,
    next_click,
    tight_box,
)


def block(top: int, bottom: int, left: int, right: int) -> np.ndarray:
    mask = np.zeros((40, 60), np.bool_)
    mask[top:bottom, left:right] = True
    return mask


TRUTH = block(10, 31, 20, 41)


def test_the_first_click_is_in_the_middle() -> None:
    assert next_click(TRUTH) == Click(30, 20, positive=True)


def test_what_is_too_much_is_clicked_away() -> None:
    assert next_click(TRUTH, TRUTH | block(0, 9, 0, 9)) == Click(4, 4, positive=False)


def test_nothing_is_clicked_when_all_is_right() -> None:
    assert next_click(TRUTH, TRUTH) is None


def test_clicks_are_counted_until_the_mask_is_right() -> None:
    def answer(prompt: Prompt) -> np.ndarray:
        return TRUTH if len(prompt.points_xy) == 3 else block(10, 31, 20, 30)

    ious = click_through(answer, TRUTH)
    assert ious == [pytest.approx(10 / 21), pytest.approx(10 / 21), 1.0]
    assert [clicks_to(ious, wanted) for wanted in (0.4, 0.9)] == [1, 3]
    assert clicks_to([0.2, 0.3], 0.9) == 20


def test_the_box_is_tight() -> None:
    assert tight_box(TRUTH) == (20, 10, 41, 31)
