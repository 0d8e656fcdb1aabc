"""Which earlier sounds have much in common with one, and how far the two are shifted: found by votes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avisbuild.releases.audit.sounds.key_index import KeyIndex
from avisbuild.releases.audit.sounds.keys import SPEEDS, at_speed, keys_of, step_frames
from avisbuild.releases.audit.sounds.peaks import Peaks

# With fewer there is nothing to look at more closely: three seconds have thirty, a jingle twice that.
_LEAST_VOTES = 30
# A lag without so many votes of its own is none, whatever stands beside it.
_LEAST_OF_A_LAG = 10
# So many of the likeliest are looked at closer; of a hundred copies each is tied to some others.
_MOST_CANDIDATES = 24
# A sound that agrees with itself so much later repeats itself.
_REPEATS_AFTER_FRAMES = 16

Integers = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An earlier sound, the speed and the lag at which most keys agree, and how many do."""

    number: int
    speed: float
    lag: int
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Keys that two sounds have in common: the frame in the first and in the second, how far each reaches."""

    firsts: Integers
    seconds: Integers
    steps: Integers


class Lookup:
    """A sound, played at one speed, looked up in the earlier ones and in itself."""

    def __init__(self, index: KeyIndex, number: int, peaks: Peaks, speed: float) -> None:
        keys, frames = keys_of(at_speed(peaks, speed))
        self._places, which = index.places(keys, before=index.start(number + 1))
        self._frames, self._steps = frames[which], step_frames(keys)[which]
        self._index, self._number, self._speed = index, number, speed

    def hits(self, number: int) -> Hits:
        """What it has in common with one sound."""
        start, stop = self._index.start(number), self._index.start(number + 1)
        of = (self._places >= start) & (self._places < stop)
        return Hits(
            firsts=self._places[of] - start, seconds=self._frames[of], steps=self._steps[of]
        )

    def best_lags(self) -> list[Candidate]:
        """The best lag of each earlier sound: votes for it and for its two neighbours."""
        return self._best(self._places < self._index.start(self._number))

    def repeats(self) -> int:
        """The most votes that it has for itself, later: much of a steady engine, little of what is said."""
        itself = self._places >= self._index.start(self._number)
        lags = self._places - self._index.start(self._number) - self._frames
        best = self._best(itself & (np.abs(lags) > _REPEATS_AFTER_FRAMES))
        return max((each.votes for each in best), default=0)

    def _best(self, of: NDArray[np.bool_]) -> list[Candidate]:
        lags, votes = _counted(self._places[of] - self._frames[of])
        summed = votes + _beside(lags, votes, -1) + _beside(lags, votes, 1)
        tops = np.flatnonzero((votes >= _LEAST_OF_A_LAG) & (summed >= _LEAST_VOTES))
        lags, votes = lags[tops], summed[tops]
        sounds = self._index.sounds_at(lags)
        order = np.lexsort((lags, -votes, sounds))
        _, firsts = np.unique(sounds[order], return_index=True)
        return [
            Candidate(
                number=int(sounds[at]),
                speed=self._speed,
                lag=int(lags[at]) - self._index.start(int(sounds[at])),
                votes=int(votes[at]),
            )
            for at in order[firsts]
        ]


def likeliest(lookups: list[Lookup]) -> list[tuple[Candidate, Lookup]]:
    """Earlier sounds that have many keys in common, each with the lookup that found most; in their order.

    Of lookups that find as much, the first counts.
    """
    best: dict[int, tuple[Candidate, Lookup]] = {}
    for lookup in lookups:
        for found in lookup.best_lags():
            if found.number not in best or found.votes > best[found.number][0].votes:
                best[found.number] = found, lookup
    likely = sorted(best.values(), key=lambda each: (-each[0].votes, each[0].number))
    return sorted(likely[:_MOST_CANDIDATES], key=lambda each: each[0].number)


def every_speed(index: KeyIndex, number: int, peaks: Peaks) -> list[Lookup]:
    """A sound looked up at all speeds, its own first."""
    speeds = sorted(SPEEDS, key=lambda speed: abs(speed - 1))
    return [Lookup(index, number, peaks, speed) for speed in speeds]


def _counted(lags: Integers) -> tuple[Integers, Integers]:
    """Each lag once, in order, and how often it occurs."""
    ordered = np.sort(lags)
    begins = np.flatnonzero(np.diff(ordered, prepend=-1))
    return ordered[begins], np.diff(begins, append=len(ordered))


def _beside(lags: Integers, votes: Integers, step: int) -> Integers:
    """The votes of the lag that is one less, or one more, than each."""
    others = np.roll(lags, -step)
    return np.where(others == lags + step, np.roll(votes, -step), 0)
