"""What each category sounds like: a voice makes `count` samples of it, at unit power, from its own generator.

`ratio` shifts the pitch, so that two of one category can be told apart. No voice pauses for a whole second.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from avisbuild.synth.sounds import creatures, engines
from avisbuild.synth.sounds.tones import (
    SAMPLE_RATE_HZ,
    Sound,
    add,
    decay,
    dulled,
    hiss,
    levelled,
    play,
    slope,
    swell,
    wavetable,
    wobble,
)

Voice = Callable[[int, np.random.Generator, float], Sound]
_MAJOR = (0, 2, 4, 7, 9, 12, 14, 16)
_MINOR = (0, 3, 5, 7, 10, 12, 15, 17)


def melody(rng: np.random.Generator, steps: int, scale: tuple[int, ...]) -> list[int]:
    """A walk over a scale, in semitones: mostly to a neighbour."""
    place, notes = int(rng.integers(len(scale))), []
    for _ in range(steps):
        place = int(np.clip(place + rng.integers(-2, 3), 0, len(scale) - 1))
        notes.append(scale[place])
    return notes


def plucked(
    count: int, rng: np.random.Generator, ratio: float, *,
    base_hz: float, notes_per_s: float, ring_s: float, bright: float, scale: tuple[int, ...] = _MAJOR,
    strum: int = 1, bend: float = 0.0, hammer: bool = False,
) -> Sound:  # fmt: skip
    """Struck strings: a bright table that gives way to a dull one; `strum` strings at a time."""
    step = round(SAMPLE_RATE_HZ / notes_per_s)
    length = min(round(ring_s * SAMPLE_RATE_HZ), count)
    sharp = wavetable(slope(bright, 24), seed=1)
    dull = wavetable(slope(bright + 1.4, 8), seed=2)
    quick, slow = decay(length, ring_s * 0.45), decay(length, ring_s)
    track = np.zeros(count, np.float32)
    bank: dict[int, Sound] = {}
    for number, note in enumerate(melody(rng, count // step + 1, scale)):
        for voice in range(strum):
            semitones = note + (0, 7, 12, 16)[voice]
            if semitones not in bank:
                hz = base_hz * ratio * 2 ** (semitones / 12)
                glide = hz * wobble(length, 5.0, bend) if bend else hz
                tone = 0.6 * play(sharp, glide, length) * quick + play(dull, glide, length) * slow
                if hammer:
                    tone = tone + 0.25 * play(dull, hz * 2.003, length) * quick
                bank[semitones] = tone
            accent = 1.0 if number % 4 == 0 else 0.75
            add(track, number * step + voice * 550, bank[semitones] * np.float32(accent))
    return levelled(track)


def sustained(
    count: int, rng: np.random.Generator, ratio: float, *,
    base_hz: float, notes_per_s: float, harmonics: tuple[float, ...], attack_s: float = 0.06,
        vibrato: float = 0.005,
    vibrato_hz: float = 5.5, breath: float = 0.0, scale: tuple[int, ...] = _MAJOR,
        chord: tuple[float, ...] = (0,), glide_s: float = 0.0,
) -> Sound:  # fmt: skip
    """Bowed, blown or bellowed notes: one table, vibrato, soft attacks, breath noise."""
    step = round(SAMPLE_RATE_HZ / notes_per_s)
    notes = melody(rng, count // step + 1, scale)
    pitch = np.repeat(2 ** (np.asarray(notes) / 12), step)[:count].astype(np.float32) * np.float32(
        base_hz * ratio
    )
    if glide_s:
        pitch = dulled(pitch, 1 / (2 * np.pi * glide_s))
        pitch[: step // 4] = np.maximum(pitch[: step // 4], base_hz * ratio * 0.8)
    pitch *= wobble(count, vibrato_hz, vibrato, float(rng.uniform(0, 6)))
    table = wavetable(harmonics, seed=3)
    tone = np.sum(
        [play(table, pitch * np.float32(2 ** (up / 12)), count) for up in chord],
        axis=0,
        dtype=np.float32,
    )
    shape = np.tile(0.25 + 0.75 * swell(step, attack=attack_s, release=0.05), len(notes))[:count]
    if breath:
        tone = tone + breath * (hiss(rng, count) - dulled(hiss(rng, count), 2500))
    return levelled(tone * shape)


VOICES: dict[str, Voice] = {
    "guitar": partial(plucked, base_hz=110.0, notes_per_s=4.0, ring_s=1.6, bright=0.9, strum=3),
    "ukulele": partial(plucked, base_hz=330.0, notes_per_s=5.0, ring_s=0.6, bright=1.3, strum=3),
    "banjo": partial(plucked, base_hz=196.0, notes_per_s=8.0, ring_s=0.35, bright=0.45),
    "pipa": partial(plucked, base_hz=220.0, notes_per_s=11.0, ring_s=0.4, bright=0.6,
        scale=_MINOR, bend=0.006),
    "guzheng": partial(plucked, base_hz=293.0, notes_per_s=4.5, ring_s=1.8, bright=1.0, scale=(0,
        2, 4, 7, 9, 12, 14, 16, 19), bend=0.012),
    "piano": partial(plucked, base_hz=261.6, notes_per_s=4.0, ring_s=2.0, bright=1.5, strum=3, hammer=True),
    "bass": partial(plucked, base_hz=41.2, notes_per_s=2.5, ring_s=0.9, bright=1.0, scale=_MINOR),
    "violin": partial(sustained, base_hz=440.0, notes_per_s=2.5, harmonics=slope(0.9, 22, peak=5,
        width=5), vibrato=0.008, vibrato_hz=6.0),
    "cello": partial(sustained, base_hz=98.0, notes_per_s=1.5, harmonics=slope(0.9, 26, peak=4,
        width=6), attack_s=0.1, vibrato=0.006),
    "erhu": partial(sustained, base_hz=330.0, notes_per_s=2.0, harmonics=slope(0.6, 16, peak=3,
        width=2), vibrato=0.014, glide_s=0.05, scale=_MINOR),
    "flute": partial(sustained, base_hz=587.0, notes_per_s=3.0, harmonics=slope(2.4, 6),
        breath=0.16, vibrato=0.006),
    "clarinet": partial(sustained, base_hz=233.0, notes_per_s=3.0, harmonics=slope(0.9, 18,
        odd_only=True), vibrato=0.001, breath=0.02),
    "bassoon": partial(sustained, base_hz=87.0, notes_per_s=2.0, harmonics=slope(0.5, 20, peak=5,
        width=3), vibrato=0.003),
    "saxophone": partial(sustained, base_hz=175.0, notes_per_s=2.5, harmonics=slope(0.55, 20,
        peak=4, width=4), breath=0.06, vibrato=0.007),
    "trumpet": partial(sustained, base_hz=349.0, notes_per_s=3.0, harmonics=slope(0.35, 18,
        peak=4, width=4), attack_s=0.03, vibrato=0.003),
    "tuba": partial(sustained, base_hz=58.0, notes_per_s=2.0, harmonics=slope(1.2, 14, peak=3,
        width=3), attack_s=0.07, vibrato=0.002),
    "accordion": partial(sustained, base_hz=220.0, notes_per_s=2.0, harmonics=slope(0.7, 20),
        chord=(0, 0.09, 4, 7), vibrato=0.001, attack_s=0.04),
    "person": creatures.speech,
    "dog": creatures.barks,
    "cat": creatures.meows,
    "lion": creatures.roars,
    "horse": creatures.whinnies,
    "car": engines.car,
    "lawn_mover": engines.mower,
    "tree_harvester": engines.harvester,
    "airplane": engines.jet,
}  # fmt: skip
