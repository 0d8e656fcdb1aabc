"""What is marked, held against how loud it is (R27)."""

from core.checks.suspects.media_made import MadeMedia
from core.checks.suspects.scenes import box, look, told, track

from avisbuild.checks.suspects import Need, SuspectKind
from avisbuild.checks.suspects.wording import not_looked_for_messages, suspect_message

_BODY = box(20, 20)
_LOUD, _QUIET, _MUSIC = -20.0, -64.0, -34.0


def test_a_mask_in_silence_is_one_suspect_for_all_its_seconds() -> None:
    media = MadeMedia([_LOUD, _LOUD, _QUIET, _QUIET, _LOUD, _LOUD])
    found = look(track("dog_1", [_BODY] * 6), media=media)
    assert told(found) == {"mask_in_silence": [2]}
    assert str(suspect_message(found.suspects[0])) == (
        "dog_1, seconds 2-3: has a mask and sounds, but nothing is heard (-64 dB)"
    )


def test_a_mask_in_a_second_confirmed_as_silent_is_suspect_however_loud_it_is() -> None:
    found = look(track("dog_1", [_BODY] * 4), media=MadeMedia([_LOUD] * 4), silences=[1])
    assert told(found) == {"mask_in_silence": [1]}
    assert "confirmed silence" in str(suspect_message(found.suspects[0]))


def test_what_is_marked_without_a_mask_in_noise_is_told_apart() -> None:
    pixels = [_BODY, _BODY, None, None, _BODY, _BODY]
    media = MadeMedia([_LOUD, _LOUD, _QUIET, _QUIET, _LOUD, _LOUD])
    found = look(track("dog_1", pixels, "##oo##"), media=media)
    assert told(found) == {"marked_at_floor": [2]}
    assert "marked as offscreen" in str(suspect_message(found.suspects[0]))


def test_loud_seconds_without_a_mark_are_one_suspect() -> None:
    pixels = [_BODY, _BODY, None, None, None, _BODY, _BODY]
    media = MadeMedia([_LOUD, _LOUD, _LOUD, _LOUD, _LOUD, _LOUD, _LOUD])
    assert told(look(track("dog_1", pixels, "##...##"), media=media)) == {"loud_unmarked": [2]}


def test_music_far_below_what_sounds_is_not_loud() -> None:
    pixels = [_BODY, _BODY, None, None, _BODY, _BODY]
    media = MadeMedia([_LOUD, _LOUD, _MUSIC, _MUSIC, _LOUD, _LOUD])
    assert told(look(track("dog_1", pixels, "##..##"), media=media)) == {}


def test_what_is_left_unsure_is_not_unmarked() -> None:
    pixels = [_BODY, _BODY, None, None, None, _BODY]
    assert told(look(track("dog_1", pixels, "##???#"), media=MadeMedia([_LOUD] * 6))) == {}


def test_a_state_of_one_second_that_can_be_heard_is_right() -> None:
    dog = track("dog_1", [None, None, None, _BODY, None, None, None], "...#...")
    silence, bark = MadeMedia([_QUIET] * 3 + [_LOUD] + [_QUIET] * 3), MadeMedia([_LOUD] * 7)
    assert told(look(dog, media=silence)) == {}
    assert told(look(dog, media=bark))["state_flicker"] == [3]


def test_without_sound_its_kinds_are_named_as_not_looked_for() -> None:
    found = look(track("dog_1", [_BODY] * 3), kinds=[SuspectKind.LAG, SuspectKind.OVERLAP])
    assert found.not_looked_for == {SuspectKind.LAG: Need.SOUND}
    (said,) = not_looked_for_messages(found.not_looked_for)
    assert str(said) == (
        "not looked for, since there is no sound to read: marks later or earlier than the sound"
    )
