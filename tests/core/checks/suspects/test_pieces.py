"""R27: small things in a mask are suspect where its other seconds lack them and nothing else makes them."""

import pytest
from core.checks.suspects.scenes import Pixels, box, look, told, track

_BODY = box(20, 20, 40, 40)


def _speck() -> Pixels:
    return _BODY | box(70, 100, 3, 3)


def _hole() -> Pixels:
    return _BODY & ~box(35, 35, 4, 4)


def _sliver() -> Pixels:
    return _BODY | box(40, 60, 2, 40)


@pytest.mark.parametrize(
    ("slip", "kind"),
    [(_speck(), "specks"), (_hole(), "holes"), (_sliver(), "slivers")],
    ids=["a speck", "a hole", "a sliver"],
)
def test_a_slip_in_one_second_is_suspect(slip: Pixels, kind: str) -> None:
    dog = track("dog_1", [_BODY, _BODY, slip, _BODY, _BODY])
    assert told(look(dog)) == {kind: [2]}


@pytest.mark.parametrize("slip", [_speck(), _hole(), _sliver()], ids=["speck", "hole", "sliver"])
def test_what_is_there_in_every_second_belongs_to_the_object(slip: Pixels) -> None:
    assert told(look(track("dog_1", [slip] * 5))) == {}


def test_a_hole_that_another_instance_fills_is_right() -> None:
    dog = track("dog_1", [_BODY, _BODY, _hole(), _BODY, _BODY])
    cat = track("cat_1", [None, None, box(35, 35, 4, 4), None, None], "..#..")
    assert "holes" not in told(look(dog, cat))


def test_what_an_occluder_cuts_off_is_no_speck() -> None:
    bar = box(10, 54, 60, 4)
    cut = (_BODY & ~bar) & ~box(20, 58, 38, 4)
    dog = track("dog_1", [_BODY, _BODY, cut, _BODY, _BODY])
    alone, beside = told(look(dog)), told(look(dog, track("cat_1", [None, None, bar, None, None])))
    assert alone["specks"] == [2]
    assert "specks" not in beside


def test_a_large_part_and_a_large_hole_are_no_slip() -> None:
    torn = box(20, 20, 40, 18) | box(20, 42, 40, 18)
    ring = _BODY & ~box(30, 30, 20, 20)
    assert told(look(track("dog_1", [_BODY, _BODY, torn, _BODY, ring]))) == {}
