"""Marks that come later, or earlier, than the sound throughout (R27)."""

import pytest
from core.checks.suspects.media_made import MadeMedia
from core.checks.suspects.scenes import box, look, track

from avisbuild.checks.suspects import Suspect, SuspectKind
from avisbuild.checks.suspects.wording import suspect_message

_SOUND = "..####....###...####"


def _lag(states: str, sound: str = _SOUND) -> tuple[Suspect, ...]:
    dog = track("dog_1", [box(20, 20) if each == "#" else None for each in states], states)
    media = MadeMedia([-20.0 if each == "#" else -64.0 for each in sound])
    return look(dog, media=media, kinds=[SuspectKind.LAG]).suspects


@pytest.mark.parametrize("lag", [1, 2])
def test_marks_that_are_later_throughout_are_one_suspect_with_the_lag(lag: int) -> None:
    (found,) = _lag("." * lag + _SOUND[:-lag])
    assert found.fields["lag"] == str(lag)
    assert f"{lag} s later than the sound" in str(suspect_message(found))


def test_marks_that_are_earlier_are_told_so() -> None:
    (found,) = _lag(_SOUND[1:] + "#")
    assert "1 s earlier than the sound" in str(suspect_message(found))


def test_marks_that_fit_the_sound_do_not_lag() -> None:
    assert _lag(_SOUND) == ()


def test_one_change_is_too_little_to_tell() -> None:
    assert _lag("......##############", "....################") == ()


def test_a_sound_that_never_changes_tells_nothing() -> None:
    assert _lag(_SOUND, "#" * 20) == ()
