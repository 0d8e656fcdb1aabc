"""A mask at the border of the picture: suspect where the object was and is well within it (R27)."""

from core.checks.suspects.scenes import box, look, told, track

_BODY = box(30, 30)
_DRAGGED = _BODY | box(38, 0, 8, 30)


def test_a_mask_that_touches_the_border_in_one_second_is_suspect() -> None:
    found = look(track("dog_1", [_BODY, _BODY, _DRAGGED, _BODY]))
    assert told(found)["border"] == [2]
    assert "left" in found.suspects[0].fields.values()


def test_an_object_at_the_border_throughout_is_right() -> None:
    assert told(look(track("dog_1", [box(30, 0)] * 4))) == {}


def test_an_object_that_leaves_the_picture_is_right() -> None:
    pixels = [box(30, 60), box(30, 140), None, None]
    assert told(look(track("dog_1", pixels, "##oo"))) == {}
