"""A prompt is clicks, a box and the mask that they correct; its text keeps all of it."""

import json

import numpy as np
from core.prompt_text import prompt_in

from avisbuild.masks import encode
from avisbuild.segment.base import Prompt

STANDING = encode(np.eye(7, 9, dtype=np.bool_))
CLICK = Prompt().with_point(3, 4.5, positive=False)


def test_the_standing_mask_stays_while_one_clicks_on() -> None:
    prompt = CLICK.with_standing(STANDING).with_point(1, 1, positive=True).with_box((0, 0, 5, 5))
    assert prompt.standing == STANDING
    assert prompt.points_xy == ((3, 4.5), (1, 1))
    assert prompt.with_standing(None) == CLICK.with_point(1, 1, positive=True).with_box(
        (0, 0, 5, 5)
    )


def test_a_standing_mask_alone_asks_for_nothing() -> None:
    assert not Prompt(standing=STANDING)
    assert CLICK.with_standing(STANDING)


def test_a_prompt_is_read_back_from_its_text() -> None:
    for prompt in (CLICK, CLICK.with_standing(STANDING), Prompt(box_xyxy=(1, 2, 3, 4))):
        assert prompt_in(prompt.text) == prompt


def test_a_prompt_without_a_standing_mask_reads_as_it_always_did() -> None:
    assert json.loads(CLICK.text) == {
        "points_xy": [[3, 4.5]],
        "positive": [False],
        "box_xyxy": None,
    }
