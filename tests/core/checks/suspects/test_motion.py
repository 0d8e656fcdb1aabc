"""A mask whose area jumps though the picture, once motion is taken out of it, stays as it was (R27)."""

import numpy as np
import pytest
from core.checks.suspects.media_made import MadeMedia, texture
from core.checks.suspects.scenes import Pixels, box, look, told, track

from avisbuild.checks.suspects import Need, SuspectKind

_BODY = box(30, 40, 30, 30)
_AREA = [SuspectKind.AREA_JUMP]


@pytest.mark.parametrize(
    "slip", [box(30, 40, 30, 14), box(20, 40, 50, 45)], ids=["half of it lost", "run over"]
)
def test_an_area_that_jumps_in_a_still_picture_is_suspect_once(slip: Pixels) -> None:
    media = MadeMedia(frames=dict.fromkeys(range(5), texture()))
    dog = track("dog_1", [_BODY, _BODY, slip, _BODY, _BODY])
    assert told(look(dog, media=media, kinds=_AREA)) == {"area_jump": [2]}


def test_an_area_that_changes_with_the_picture_is_right() -> None:
    still = texture()
    hidden = still.copy()
    hidden[30:60, 54:70] = 255 - hidden[30:60, 54:70]  # something that has no mask came in front
    media = MadeMedia(frames={0: still, 1: still, 2: hidden})
    dog = track("dog_1", [_BODY, _BODY, box(30, 40, 30, 14)])
    assert told(look(dog, media=media, kinds=_AREA)) == {}


def test_what_another_instance_hides_is_right() -> None:
    media = MadeMedia(frames=dict.fromkeys(range(3), texture()))
    dog = track("dog_1", [_BODY, _BODY, box(30, 40, 30, 14)])
    cat = track("cat_1", [None, None, box(30, 54, 30, 16)], "..#")
    assert told(look(dog, cat, media=media, kinds=_AREA)) == {}


def test_an_object_that_moves_with_its_mask_does_not_jump() -> None:
    still = texture()
    frames = {second: np.roll(still, 3 * second, 1) for second in range(4)}
    dog = track("dog_1", [np.roll(_BODY, 3 * second, 1) for second in range(4)])
    assert told(look(dog, media=MadeMedia(frames=frames), kinds=_AREA)) == {}


def test_pictures_are_read_only_where_an_area_changes() -> None:
    media = MadeMedia(frames=dict.fromkeys(range(6), texture()))
    look(track("dog_1", [_BODY] * 6), media=media, kinds=_AREA)
    assert media.read == []


def test_a_cut_ends_the_comparison() -> None:
    dark = np.zeros_like(texture())
    media = MadeMedia(frames={0: texture(), 1: texture(), 2: dark})
    dog = track("dog_1", [_BODY, _BODY, box(30, 40, 30, 14)])
    assert told(look(dog, media=media, kinds=_AREA)) == {}


def test_without_pictures_it_is_named_as_not_looked_for() -> None:
    found = look(track("dog_1", [_BODY] * 3), kinds=_AREA)
    assert found.not_looked_for == {SuspectKind.AREA_JUMP: Need.FRAMES}
