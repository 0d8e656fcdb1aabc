"""Each category has a sound of its own, heard in every sounding second and in no other."""

import numpy as np
import pytest

from avisbuild.records import CategoryId
from avisbuild.synth.sounds import SAMPLE_RATE_HZ, VOICES
from avisbuild.synth.sounds.mix import part_sound
from avisbuild.synth.spec import Part


def part(category: str, row: str, *, seed: int = 1, pitch: float = 0.0) -> Part:
    return Part(
        category=category,
        category_id=CategoryId(1),
        number=1,
        sounding=tuple(cell == "#" for cell in row),
        voice_seed=seed,
        pitch=pitch,
    )


def levels(sound: np.ndarray) -> np.ndarray:
    return np.sqrt(np.mean(np.square(sound.reshape(-1, SAMPLE_RATE_HZ)), axis=1))


@pytest.mark.parametrize("category", sorted(VOICES))
def test_a_voice_fills_its_seconds_and_only_those(category: str) -> None:
    sound = part_sound(part(category, "##.###.#"))
    assert sound.shape == (8 * SAMPLE_RATE_HZ,)
    assert sound.dtype == np.float32
    assert np.isfinite(sound).all()
    per_second = levels(sound)
    assert (per_second[[2, 6]] == 0).all()
    assert (20 * np.log10(per_second[[0, 1, 3, 4, 5, 7]]) > -32).all()
    halves = np.abs(sound).reshape(-1, SAMPLE_RATE_HZ // 2).max(axis=1)
    assert (halves[[0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 14, 15]] > 0.005).all()


@pytest.mark.parametrize("category", sorted(VOICES))
def test_a_voice_is_the_same_each_time_and_another_with_another_seed(category: str) -> None:
    one = part_sound(part(category, "##"))
    assert (one == part_sound(part(category, "##"))).all()
    assert (one != part_sound(part(category, "##", seed=2))).any()


@pytest.mark.parametrize("category", sorted(set(VOICES) - {"person"}))
def test_two_of_a_category_differ_in_pitch(category: str) -> None:
    low, high = (part_sound(part(category, "####", pitch=pitch)) for pitch in (-6.0, 6.0))
    assert _centroid(high) > _centroid(low)


def test_categories_can_be_told_apart_by_ear() -> None:
    """The nearest spectrum among all categories, with other seeds and pitches, is that of its own."""
    known = {name: _spectrum(part_sound(part(name, "######", seed=1))) for name in VOICES}
    right = total = 0
    for name in VOICES:
        for seed, pitch in ((2, 0.0), (3, 1.0), (4, -1.0)):
            heard = _spectrum(part_sound(part(name, "######", seed=seed, pitch=pitch)))
            nearest = min(known, key=lambda other: float(np.abs(known[other] - heard).mean()))
            right += nearest == name
            total += 1
    assert right / total >= 0.75


def _spectrum(sound: np.ndarray) -> np.ndarray:
    """Mean and spread over time of the log power in 48 bands."""
    frames = sound.reshape(-1, SAMPLE_RATE_HZ // 20) * np.hanning(SAMPLE_RATE_HZ // 20)
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    edges = np.unique(np.geomspace(2, power.shape[1], 49).astype(int))
    bands = np.log10(np.add.reduceat(power, edges[:-1], axis=1) + 1e-6)
    return np.concatenate([bands.mean(axis=0), 2 * bands.std(axis=0)])


def _centroid(sound: np.ndarray) -> float:
    """The middle of the spectrum on a logarithmic axis."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    octaves = np.log2(np.arange(1, len(power)))
    return float(np.sum(octaves * power[1:]) / np.sum(power[1:]))
