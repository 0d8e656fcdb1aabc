"""Pairs of peaks as numbers of 22 bits: what is looked up of a sound, at its own speed and at others."""

import numpy as np
from numpy.typing import NDArray

from avisbuild.releases.audit.sounds.peaks import Peaks

KEY_BITS = 22
# How much faster than another a sound may play; nearer ones are told apart afterwards.
SPEEDS = tuple(percent / 100 for percent in range(95, 106))
# A peak is paired with so many that follow, at most so far away.
_NEXT = 24
_FURTHEST_FRAMES, _FURTHEST_BINS = 63, 96


def keys_of(peaks: Peaks) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The keys (K,) of a sound, and the frame (K,) of each.

    A key holds, from the highest bit, half the first bin, half the step in bins and the step in frames, so
    that a bin more or less makes the same key half of the time.
    """
    keys, frames = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for ahead in range(1, _NEXT + 1):
        first, second = peaks[:-ahead], peaks[ahead:]
        later, higher = (second - first).T
        near = (later <= _FURTHEST_FRAMES) & (np.abs(higher) <= _FURTHEST_BINS)
        first, later, higher = first[near], later[near], higher[near]
        step = (higher + _FURTHEST_BINS) >> 1
        keys.append((((first[:, 1] >> 1) << 7 | step) << 6 | later).astype(np.int32))
        frames.append(first[:, 0])
    return np.concatenate(keys), np.concatenate(frames)


def step_frames(keys: NDArray[np.int32]) -> NDArray[np.int32]:
    """How many frames each key reaches from its first peak to its second."""
    steps: NDArray[np.int32] = keys & 63
    return steps


def at_speed(peaks: Peaks, speed: float) -> Peaks:
    """The peaks of a sound that plays `speed` times too fast, as they would be at the right speed."""
    if speed == 1:
        return peaks
    scaled = np.rint(peaks * np.array([speed, 1 / speed])).astype(np.int32)
    ordered: Peaks = scaled[np.lexsort((scaled[:, 1], scaled[:, 0]))]
    return ordered
