"""From voices and sounding seconds to the stereo sound of a scene."""

from collections.abc import Callable, Mapping
from itertools import groupby

import numpy as np

from avisbuild.synth.sounds.tones import (
    SAMPLE_RATE_HZ,
    Sound,
    decay,
    dulled,
    hiss,
    levelled,
    play,
    slope,
    wavetable,
)
from avisbuild.synth.sounds.voices import VOICES
from avisbuild.synth.spec import Part, SceneSpec

_FADE = round(0.012 * SAMPLE_RATE_HZ)
_PEAK = 0.89


def part_sound(part: Part, recording: Sound | None = None) -> Sound:
    """One instance's own sound (T * 44100,), exactly zero in the seconds in which it is silent."""
    track = np.zeros(len(part.sounding) * SAMPLE_RATE_HZ, np.float32)
    rng = np.random.default_rng(part.voice_seed)
    second = 0
    for on, run in groupby(part.sounding):
        length = len(list(run))
        if on:
            span = slice(second * SAMPLE_RATE_HZ, (second + length) * SAMPLE_RATE_HZ)
            track[span] = _faded(_voice(part, length * SAMPLE_RATE_HZ, rng, recording))
        second += length
    return track * np.float32(10 ** (part.level_db / 20))


def mix_scene(
    spec: SceneSpec,
    actor_x: Callable[[int, float], float],
    recordings: Mapping[str, Sound] | None = None,
) -> Sound:
    """The stereo sound of a scene (T * 44100, 2); `actor_x(actor_index, time)` says where an actor is."""
    count = spec.second_count * SAMPLE_RATE_HZ
    both = np.zeros((count, 2), np.float32)
    for index, actor in enumerate(spec.actors):
        for part in actor.parts:
            if not any(part.sounding):
                continue
            sound = part_sound(part, (recordings or {}).get(part.name))
            left, right = _pan(spec, index, actor_x, count)
            both[:, 0] += sound * left
            both[:, 1] += sound * right
    rng = np.random.default_rng([spec.seed, 77])
    if spec.music_db is not None:
        both += (_music(count, rng) * np.float32(10 ** (spec.music_db / 20)))[:, None]
    if spec.noise_db is not None:
        for side in (0, 1):
            both[:, side] += levelled(dulled(hiss(rng, count), 2500)) * np.float32(
                10 ** (spec.noise_db / 20)
            )
    peak = float(np.abs(both).max(initial=0.0))
    return both * np.float32(_PEAK / peak) if peak > _PEAK else both


def _voice(part: Part, count: int, rng: np.random.Generator, recording: Sound | None) -> Sound:
    if recording is not None:
        return levelled(np.resize(recording, count))
    return VOICES[part.category](count, rng, float(2 ** (part.pitch / 12)))


def _faded(sound: Sound) -> Sound:
    ramp = np.linspace(0, 1, _FADE, dtype=np.float32)
    sound = sound.copy()
    sound[:_FADE] *= ramp
    sound[-_FADE:] *= ramp[::-1]
    return sound


def _pan(
    spec: SceneSpec, actor: int, actor_x: Callable[[int, float], float], count: int
) -> tuple[Sound, Sound]:
    """Constant-power gains (count,) for left and right; both 0.707 when panning is off."""
    if not spec.stereo_pan:
        middle = np.full(1, np.sqrt(0.5), np.float32)
        return middle, middle
    times = np.arange(spec.second_count * 10 + 1) / 10
    places = np.clip([actor_x(actor, float(time)) for time in times], 0.0, 1.0)
    angle = np.interp(np.arange(count) / SAMPLE_RATE_HZ, times, places * np.pi / 2)
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def _music(count: int, rng: np.random.Generator) -> Sound:
    """A soft arpeggio over four chords: music from nowhere in the picture."""
    table, root = wavetable(slope(1.8, 8), seed=20), 130.8 * 2 ** (int(rng.integers(12)) / 12)
    step = SAMPLE_RATE_HZ // 4
    envelope = decay(step * 4, 1.6)
    track = np.zeros(count + step * 4, np.float32)
    for number in range(count // step + 1):
        chord = (0, 9, 5, 7)[(number // 8) % 4]
        semitones = chord + (0, 4, 7, 12, 16, 12, 7, 4)[number % 8]
        tone = play(table, root * 2 ** (semitones / 12), step * 4) * envelope
        track[number * step : (number + 4) * step] += tone
    return levelled(track[:count])
