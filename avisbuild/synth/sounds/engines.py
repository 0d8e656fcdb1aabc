"""Machines: pulses of an engine, the noise around them."""

import numpy as np

from avisbuild.synth.sounds.tones import (
    Sound,
    dulled,
    formants,
    hiss,
    levelled,
    play,
    resonant,
    slope,
    wavetable,
    wobble,
)


def car(count: int, rng: np.random.Generator, ratio: float) -> Sound:
    """A petrol engine that revs slowly up and down, with the rush of tyres."""
    revs = 62 * ratio * wobble(count, 0.35, 0.25, float(rng.uniform(0, 6)))
    motor = play(wavetable(slope(0.6, 30, peak=3, width=3), seed=9), revs, count) * wobble(
        count, 15.0, 0.15
    )
    return levelled(motor + 1.6 * dulled(hiss(rng, count), 700))


def mower(count: int, rng: np.random.Generator, ratio: float) -> Sound:
    """A small single-cylinder engine and the whirr of its blade."""
    motor = play(wavetable(slope(0.25, 40), seed=10), 47 * ratio * wobble(count, 3.0, 0.02), count)
    blade = play(wavetable(slope(0.8, 6), seed=11), 235 * ratio, count)
    return levelled(
        formants(motor, ((420, 160, 1.0), (1300, 400, 0.6))) * 3
        + 0.25 * blade
        + 0.35 * dulled(hiss(rng, count), 3000)
    )


def harvester(count: int, rng: np.random.Generator, ratio: float) -> Sound:
    """A slow diesel, and a chain saw that bites every two seconds."""
    diesel = play(wavetable(slope(0.7, 30), seed=12), 34 * ratio * wobble(count, 0.4, 0.06), count)
    saw = play(wavetable(slope(0.2, 30), seed=13), 165 * ratio * wobble(count, 0.5, 0.2), count)
    bite = np.clip(wobble(count, 0.5, 1.0) - 0.7, 0, 1)
    return levelled(
        diesel + resonant(saw, 1900, 900) * bite * 2.5 + 0.8 * dulled(hiss(rng, count), 350)
    )


def jet(count: int, rng: np.random.Generator, ratio: float) -> Sound:
    """The roar of a jet and the whine of its fan."""
    roar = dulled(hiss(rng, count), 900) * 3 + 0.2 * hiss(rng, count)
    whine = play(
        wavetable((1.0, 0.5, 0.0, 0.25), seed=14), 1350 * ratio * wobble(count, 0.2, 0.03), count
    )
    return levelled(levelled(roar) * wobble(count, 0.7, 0.2) + 0.28 * whine)
