"""Living voices: a pulsed source through a mouth that changes shape."""

import numpy as np

from avisbuild.synth.sounds.tones import (
    SAMPLE_RATE_HZ,
    Sound,
    add,
    dulled,
    formants,
    hiss,
    levelled,
    play,
    resonant,
    slope,
    swell,
    wavetable,
    wobble,
)

# First three formants of some vowels, in Hz.
_VOWELS = (
    (730, 1090, 2440),
    (530, 1840, 2480),
    (270, 2290, 3010),
    (570, 840, 2410),
    (300, 870, 2240),
    (490, 1350, 1690),
)
_GLOTTIS = slope(1.1, 40)


def speech(count: int, rng: np.random.Generator, ratio: float) -> Sound:
    """Syllables at four to five a second: vowels in a falling pitch, a hiss before some."""
    track = np.zeros(count, np.float32)
    base = (118.0 if rng.random() < 0.5 else 205.0) * ratio
    table = wavetable(_GLOTTIS, seed=4)
    spoken = [
        _syllable(table, rng, base * up, vowel)
        for up in (1.12, 0.94)
        for vowel in rng.permutation(6)[:3]
    ]
    at = 0
    while at < count:
        syllable = spoken[int(rng.integers(len(spoken)))]
        if rng.random() < 0.3:
            add(track, at, 0.15 * _consonant(rng))
        add(track, at + 1200, syllable)
        at += len(syllable) + int(rng.integers(600, 5000))
    return levelled(track)


def _syllable(table: Sound, rng: np.random.Generator, hz: float, vowel: int) -> Sound:
    length = int(SAMPLE_RATE_HZ * rng.uniform(0.13, 0.22))
    glide = np.linspace(1.06, 0.92, length, dtype=np.float32) * np.float32(hz)
    first, second, third = _VOWELS[vowel]
    voiced = formants(
        play(table, glide, length), ((first, 90, 1.0), (second, 110, 0.6), (third, 160, 0.35))
    )
    return levelled(voiced) * swell(length, attack=0.03, release=0.05)


def _consonant(rng: np.random.Generator) -> Sound:
    length = int(SAMPLE_RATE_HZ * 0.07)
    return levelled(resonant(hiss(rng, length), 5200, 1800)) * swell(
        length, attack=0.02, release=0.03
    )


def barks(count: int, rng: np.random.Generator, ratio: float) -> Sound:
    """Two to three barks a second: a short harsh tone whose pitch jumps up and falls."""
    track = np.zeros(count, np.float32)
    length = int(SAMPLE_RATE_HZ * 0.19)
    arch = np.sin(np.linspace(0.25, 3.14, length, dtype=np.float32)) ** np.float32(0.7)
    source = play(wavetable(slope(0.5, 30), seed=5), 430 * ratio * (0.55 + 0.5 * arch), length)
    rough = source + 0.9 * hiss(rng, length)
    mouth = formants(rough, ((620 * ratio, 160, 1.0), (1450 * ratio, 260, 0.8), (2900, 500, 0.3)))
    bark = levelled(mouth) * arch
    at = 0
    while at < count:
        add(track, at, bark * np.float32(rng.uniform(0.8, 1.1)))
        at += length + int(SAMPLE_RATE_HZ * rng.uniform(0.14, 0.30))
    return levelled(track)


def meows(count: int, rng: np.random.Generator, ratio: float) -> Sound:
    """One long meow after another: the pitch rises and falls while the mouth opens and closes."""
    track = np.zeros(count, np.float32)
    length = int(SAMPLE_RATE_HZ * 0.72)
    arch = np.sin(np.linspace(0, np.pi, length, dtype=np.float32))
    source = play(
        wavetable(slope(0.7, 26), seed=6),
        (520 * ratio * (0.8 + 0.5 * arch)).astype(np.float32),
        length,
    )
    closed = resonant(source, 900 * ratio, 200)
    wide = formants(source, ((1500 * ratio, 240, 1.0), (2900 * ratio, 420, 0.6)))
    meow = levelled(closed * (1 - arch) + wide * arch) * swell(length, attack=0.08, release=0.22)
    at = 0
    while at < count:
        add(track, at, meow)
        at += length + int(SAMPLE_RATE_HZ * rng.uniform(0.05, 0.2))
    return levelled(track)


def roars(count: int, rng: np.random.Generator, ratio: float) -> Sound:
    """A low growl that swells every two seconds, rough at about thirty beats a second."""
    source = play(wavetable(slope(0.4, 40), seed=7), 68 * ratio * wobble(count, 0.5, 0.18), count)
    rough = source * wobble(count, 31.0, 0.7) + 0.8 * hiss(rng, count)
    throat = formants(rough, ((210 * ratio, 90, 1.0), (480 * ratio, 140, 0.8), (1100, 260, 0.3)))
    return levelled(throat * wobble(count, 0.5, 0.45, -1.5))


def whinnies(count: int, rng: np.random.Generator, ratio: float) -> Sound:
    """A falling, trembling neigh, once a second."""
    track = np.zeros(count, np.float32)
    length = int(SAMPLE_RATE_HZ * 0.88)
    fall = np.linspace(1.5, 0.55, length, dtype=np.float32)
    source = play(
        wavetable(slope(0.6, 20), seed=8), 720 * ratio * fall * wobble(length, 13.0, 0.09), length
    )
    breathy = source * wobble(length, 13.0, 0.4) + 0.25 * (
        hiss(rng, length) - dulled(hiss(rng, length), 1500)
    )
    neigh = levelled(formants(breathy, ((1100, 300, 1.0), (2300, 500, 0.6)))) * swell(
        length, attack=0.05, release=0.3
    )
    at = 0
    while at < count:
        add(track, at, neigh)
        at += length + int(SAMPLE_RATE_HZ * rng.uniform(0.05, 0.12))
    return levelled(track)
