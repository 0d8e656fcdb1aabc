"""Which earlier sounds have much in common with one, and how far the two are shifted: found by votes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.releases.audit.sounds.key_index import KeyIndex
from avisbuild.releases.audit.sounds.keys import SPEEDS, at_speed, keys_of
from avisbuild.releases.audit.sounds.peaks import Peaks

# Three seconds at eight votes: less is looked at no closer.
_LEAST_VOTES = 24
# A lag without so many votes of its own is none, whatever stands beside it.
_LEAST_OF_A_LAG = 8
# So many of the likeliest are looked at closer; of a hundred copies each is tied to some others.
_MOST_CANDIDATES = 32

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An earlier sound, the speed and the lag at which most keys agree, and how many do."""

    number: int
    speed: float
    lag: int
    votes: int


def candidates(index: KeyIndex, number: int, peaks: Peaks) -> list[Candidate]:
    """Earlier sounds that have many keys in common with sound `number`, the likeliest first."""
    best: dict[int, Candidate] = {}
    for speed in sorted(SPEEDS, key=lambda speed: abs(speed - 1)):
        for found in _at(index, number, peaks, speed):
            if found.number not in best or found.votes > best[found.number].votes:
                best[found.number] = found
    likely = sorted(best.values(), key=lambda found: (-found.votes, found.number))
    return likely[:_MOST_CANDIDATES]


def _at(index: KeyIndex, number: int, peaks: Peaks, speed: float) -> Sequence[Candidate]:
    """The best lag of each earlier sound at one speed: votes for it and for its two neighbours."""
    keys, frames = keys_of(at_speed(peaks, speed))
    places, which = index.places(keys, before=index.start(number))
    lags, votes = _counted(places - frames[which])
    summed = votes + _beside(lags, votes, -1) + _beside(lags, votes, 1)
    tops = np.flatnonzero((votes >= _LEAST_OF_A_LAG) & (summed >= _LEAST_VOTES))
    lags, votes = lags[tops], summed[tops]
    sounds = index.sounds_at(lags)
    order = _best_of_each(sounds, votes)
    return [
        Candidate(
            number=int(sounds[at]),
            speed=speed,
            lag=int(lags[at]) - index.start(int(sounds[at])),
            votes=int(votes[at]),
        )
        for at in order
    ]


def _counted(lags: Integers) -> tuple[Integers, Integers]:
    """Each lag once, in order, and how often it occurs."""
    ordered = np.sort(lags)
    begins = np.flatnonzero(np.diff(ordered, prepend=-1))
    return ordered[begins], np.diff(begins, append=len(ordered))


def _beside(lags: Integers, votes: Integers, step: int) -> Integers:
    """The votes of the lag that is one less, or one more, than each."""
    others = np.roll(lags, -step)
    return np.where(others == lags + step, np.roll(votes, -step), 0)


def _best_of_each(sounds: Integers, votes: Integers) -> Integers:
    """Where in the arrays each sound has its most votes, the first of equals."""
    order = np.lexsort((np.arange(len(sounds)), -votes, sounds))
    _, firsts = np.unique(sounds[order], return_index=True)
    best: Integers = order[firsts]
    return best
