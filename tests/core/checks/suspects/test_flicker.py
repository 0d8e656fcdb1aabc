"""What is there, or away, for a single second (R27)."""

import pytest
from core.checks.suspects.scenes import box, look, told, track

_BODY = box(20, 20)


@pytest.mark.parametrize(
    ("states", "expected"),
    [("##.##", [2]), ("..#..", [2]), ("#....", []), ("##..#", []), ("##?##", []), ("##o##", [])],
    ids=["silent once", "sounds once", "at the beginning", "two seconds", "unsure", "still heard"],
)
def test_a_state_of_one_second_is_suspect(states: str, expected: list[int]) -> None:
    dog = track("dog_1", [_BODY if each == "#" else None for each in states], states)
    assert told(look(dog)).get("state_flicker", []) == expected


@pytest.mark.parametrize(
    ("masks", "states", "expected"),
    [
        ("##.##", "##o##", [2]),
        ("##.##", "#####", [2]),
        ("..#..", "#####", [2]),
        ("..#..", "oo#oo", []),
        ("##.##", "##.##", []),
    ],
    ids=["away once", "lost once", "there once", "in view once", "silence explains it"],
)
def test_a_mask_that_flickers_while_the_instance_sounds_on_is_suspect(
    masks: str, states: str, expected: list[int]
) -> None:
    dog = track("dog_1", [_BODY if each == "#" else None for each in masks], states)
    assert told(look(dog)).get("mask_flicker", []) == expected


def test_what_was_hardly_to_be_seen_may_be_hidden_for_a_second() -> None:
    speck = box(20, 20, 2, 2)
    dog = track("dog_1", [_BODY, speck, None, speck, _BODY], "##o##")
    assert "mask_flicker" not in told(look(dog))
