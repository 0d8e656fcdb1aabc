"""Videos that share a sound are found, with how much and where; those that only seem to are not."""

from collections.abc import Callable
from random import Random

import numpy as np
import pytest
import soxr

from avisbuild.releases.audit.pairs import Evidence, Pair
from avisbuild.releases.audit.sounds import NotJudged, find_pairs, fingerprint_sound
from tests.core.releases.audit.sounds.played import RATE_HZ, Sound, fingerprints, tune


def _only_pair(first: Sound, second: Sound) -> Pair:
    (pair,) = find_pairs(fingerprints(a=first, b=second, other=tune(99, seconds=12))).pairs
    return pair


def test_a_piece_of_a_sound_is_found_with_where_it_was_cut_out_and_how_long_it_is() -> None:
    whole = tune(1, seconds=20)
    pair = _only_pair(whole, whole[round(7.3 * RATE_HZ) : round(13.3 * RATE_HZ)])
    assert (pair.first, pair.second, pair.evidence) == ("a", "b", Evidence.SOUND)
    assert pair.offset_s == pytest.approx(-7.3, abs=0.02)
    assert pair.span_s == pytest.approx(6, abs=0.7)
    assert pair.speed == 1


def test_what_is_at_t_in_the_first_is_at_t_plus_the_offset_in_the_second() -> None:
    tail = tune(2, seconds=10)
    late = np.concatenate([tune(3, seconds=5), tail])
    assert _only_pair(tail, late).offset_s == pytest.approx(5, abs=0.02)
    assert _only_pair(late, tail).offset_s == pytest.approx(-5, abs=0.02)


@pytest.mark.parametrize("speed", [0.95, 0.985, 1.003, 1.05])
def test_a_copy_that_plays_faster_or_slower_is_found_with_its_speed(speed: float) -> None:
    sound = tune(4, seconds=20)
    pair = _only_pair(sound, soxr.resample(sound, RATE_HZ * speed, RATE_HZ))
    assert pair.speed == pytest.approx(speed, abs=0.0015)
    assert pair.offset_s == pytest.approx(0, abs=0.05)
    assert pair.span_s is not None
    assert pair.span_s > 15


def _quieter(sound: Sound) -> Sound:
    return (0.1 * sound).astype(np.float32)


def _in_noise(sound: Sound) -> Sound:
    noise = np.random.default_rng(0).standard_normal(len(sound)) * 0.3 * sound.std()
    return np.clip(sound + noise, -1, 1).astype(np.float32)


def _over_another(sound: Sound) -> Sound:
    return np.clip(sound + tune(6, seconds=len(sound) / RATE_HZ), -1, 1)


@pytest.mark.parametrize("change", [_quieter, _in_noise, _over_another])
def test_a_copy_that_sounds_otherwise_is_found(change: Callable[[Sound], Sound]) -> None:
    sound = tune(5, seconds=15)
    assert _only_pair(sound, change(sound)).offset_s == pytest.approx(0, abs=0.035)


def test_a_jingle_is_a_note_and_no_pair() -> None:
    jingle = tune(7, seconds=2)
    first = np.concatenate([tune(8, seconds=6), jingle, tune(9, seconds=4)])
    second = np.concatenate([tune(10, seconds=3), jingle, tune(11, seconds=7)])
    found = find_pairs(fingerprints(a=first, b=second))
    assert found.pairs == ()
    (shared,) = found.shared_sounds
    assert (shared.first, shared.second) == ("a", "b")
    assert shared.offset_s == pytest.approx(-3, abs=0.02)
    assert 1 < shared.span_s < 3


def test_different_sounds_are_neither_pair_nor_note() -> None:
    found = find_pairs(fingerprints(**{f"v{seed}": tune(seed, seconds=20) for seed in range(8)}))
    assert (found.pairs, found.shared_sounds, found.not_judged) == ((), (), {})


def test_sounds_that_cannot_be_judged_are_named_and_never_a_pair() -> None:
    seconds = np.arange(20 * RATE_HZ) / RATE_HZ
    tone = np.sin(2 * np.pi * 440 * seconds).astype(np.float32)
    chord = sum(0.2 * np.sin(2 * np.pi * hz * seconds) for hz in (220, 330.7, 441))
    silence = np.zeros(20 * RATE_HZ, np.float32)
    found = find_pairs(
        fingerprints(
            chord=np.asarray(chord, np.float32), chord2=np.asarray(chord, np.float32),
            silence=silence, silence2=silence, short=tune(1, seconds=2.5), nothing=silence[:0],
            tone=tone, tone2=tone, whole=tune(1, seconds=10),
        )
    )  # fmt: skip
    assert (found.pairs, found.shared_sounds) == ((), ())
    assert found.not_judged == {
        **dict.fromkeys(("chord", "chord2", "tone", "tone2"), NotJudged.UNCHANGING),
        **dict.fromkeys(("nothing", "silence", "silence2"), NotJudged.SILENT),
        "short": NotJudged.SHORT,
    }


def test_the_order_of_the_videos_never_matters() -> None:
    whole = tune(12, seconds=15)
    given = list(
        fingerprints(
            d=whole, a=whole[3 * RATE_HZ :], c=_in_noise(whole), b=tune(13, seconds=9)
        ).items()
    )
    found = find_pairs(dict(given))
    assert [(pair.first, pair.second) for pair in found.pairs] == [
        ("a", "c"),
        ("a", "d"),
        ("c", "d"),
    ]
    Random(1).shuffle(given)
    assert find_pairs(dict(given)) == found


def test_progress_is_told_after_each_video() -> None:
    told: list[tuple[int, int | None, str]] = []
    sounds = fingerprints(a=tune(1, seconds=4), b=tune(2, seconds=4))
    find_pairs(sounds, progress=lambda *each: told.append(each))
    assert told == [(1, 2, "a"), (2, 2, "b")]


def test_the_digest_is_that_of_the_samples_as_they_are_kept_with_16_bits() -> None:
    sound = np.round(tune(1, seconds=4) * 32768) / 32768
    same = fingerprint_sound((sound + 1e-6).astype(np.float32), RATE_HZ)
    assert same.digest == fingerprint_sound(sound.astype(np.float32), RATE_HZ).digest
    other = np.array(sound, np.float32)
    other[77] += 1 / 32768
    assert fingerprint_sound(other, RATE_HZ).digest != same.digest
    assert fingerprint_sound(sound.astype(np.float32), 44_100).digest != same.digest


def test_samples_that_are_no_numbers_are_silence() -> None:
    broken = np.full(4 * RATE_HZ, np.nan, np.float32)
    broken[::3] = np.inf
    assert fingerprint_sound(broken, RATE_HZ).is_silent


@pytest.mark.parametrize("rate_hz", [0, 1, 1 << 30])
def test_a_rate_at_which_nothing_is_recorded_is_refused(rate_hz: int) -> None:
    with pytest.raises(ValueError, match="samples a second"):
        fingerprint_sound(tune(1, seconds=1), rate_hz)


def test_what_repeats_itself_is_no_copy_of_another_of_its_kind() -> None:
    bark = tune(14, seconds=0.4)
    one, other = (
        np.concatenate(
            [
                part
                for pause in np.random.default_rng(seed).uniform(0.05, 0.3, size=20)
                for part in (bark, np.zeros(round(pause * RATE_HZ), np.float32))
            ]
        )
        for seed in (1, 2)
    )
    assert find_pairs(fingerprints(a=one, b=other)).pairs == ()
    assert len(find_pairs(fingerprints(a=one, b=one[RATE_HZ:])).pairs) == 1
