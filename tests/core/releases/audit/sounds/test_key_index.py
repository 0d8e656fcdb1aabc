"""Every place of a key is found, of earlier sounds alone, and keys that are everywhere are forgotten."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.releases.audit.sounds.key_index import KeyIndex
from avisbuild.releases.audit.sounds.keys import SPEEDS, at_speed, keys_of
from avisbuild.releases.audit.sounds.peaks import BIN_STOP, LOWEST_BIN, Peaks

_FRAMES = 40


def _peaks(points: set[tuple[int, int]]) -> Peaks:
    return np.array(sorted(points), np.int32).reshape(-1, 2)


_points = st.tuples(st.integers(0, _FRAMES - 1), st.integers(LOWEST_BIN, LOWEST_BIN + 20))
_sounds = st.lists(st.sets(_points, max_size=12).map(_peaks), min_size=1, max_size=4)


@settings(max_examples=12, deadline=None)
@given(_sounds, st.sets(_points, max_size=12).map(_peaks), st.sampled_from(SPEEDS))
def test_each_key_of_a_sound_is_found_wherever_an_earlier_one_has_it(
    sounds: list[Peaks], asked: Peaks, speed: float
) -> None:
    index = KeyIndex(sounds, [_FRAMES] * len(sounds))
    keys, frames = keys_of(at_speed(asked, speed))
    for number in range(len(sounds) + 1):
        places, which = index.places(keys, before=index.start(number))
        lags = places - frames[which]
        of = index.sounds_at(lags)
        found = sorted(
            zip(of.tolist(), (lags - [index.start(each) for each in of]).tolist(), strict=True)
        )
        expected = sorted(
            (earlier, their_frame - frame)
            for earlier, sound in enumerate(sounds[:number])
            for key, frame in zip(keys.tolist(), frames.tolist(), strict=True)
            for their_key, their_frame in zip(
                *(each.tolist() for each in keys_of(sound)), strict=True
            )
            if key == their_key
        )
        assert found == expected


def test_a_key_that_is_met_more_than_400_times_is_forgotten() -> None:
    beat = np.array([[0, 20], [9, 30]], np.int32)
    keys, _ = keys_of(beat)
    for count, found in ((400, 400), (401, 0)):
        index = KeyIndex([beat] * count, [10] * count)
        assert len(index.places(keys, before=index.start(count))[0]) == found


@settings(max_examples=20, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 200), st.integers(LOWEST_BIN, BIN_STOP - 1)), max_size=60))
def test_keys_fit_22_bits_and_are_the_same_wherever_in_a_sound_they_are(
    points: set[tuple[int, int]],
) -> None:
    peaks = _peaks(points)
    keys, frames = keys_of(peaks)
    assert all(0 <= key < 1 << 22 for key in keys.tolist())
    later_keys, later_frames = keys_of(peaks + np.array([1000, 0], np.int32))
    assert np.array_equal(later_keys, keys)
    assert np.array_equal(later_frames, frames + 1000)
