"""Where each key occurs in all sounds together: laid end to end, sorted once, looked up without searching."""

from collections.abc import Sequence
from itertools import count
from math import ceil

import numpy as np
from numpy.typing import NDArray

from avisbuild.releases.audit.sounds.keys import KEY_BITS, SPEEDS, keys_of
from avisbuild.releases.audit.sounds.peaks import Peaks

# A key met so often, a steady beat or a jingle in hundreds of videos, tells nothing and costs much.
_MOST_PLACES = 400


class KeyIndex:
    """All sounds in one line, in the order in which they were given.

    Two arrays hold it: `_begins`, where the places of a key begin, and `_places`, in the order of keys. A
    minute has 19,000 keys of 4 bytes: 926 minutes take 70 MB, four times that while they are sorted, and
    17 MB more whatever there is. Sounds that are given later lie later, with so much room between that a
    place in the line less a frame of a sound that is looked up (its lag) tells which two are meant.
    """

    def __init__(self, sounds: Sequence[Peaks], frame_counts: Sequence[int]) -> None:
        longest = max(frame_counts, default=0)
        self._before = ceil(longest * SPEEDS[-1]) + 2
        self._room = self._before + longest + 2
        self.line_length = len(sounds) * self._room
        if self.line_length >= 1 << 32:
            raise ValueError(f"expected under 4.3 billion frames, got {self.line_length}")
        parts = [
            keys.astype(np.uint64) << np.uint64(32) | frames.astype(np.uint64) + np.uint64(start)
            for start, (keys, frames) in zip(
                map(self.start, count()), map(keys_of, sounds), strict=False
            )
        ]
        line = np.concatenate([np.zeros(0, np.uint64), *parts])
        del parts
        line.sort()
        counts = np.bincount((line >> np.uint64(32)).view(np.int64), minlength=1 << KEY_BITS)
        self._places = line.astype(np.uint32)
        kept = np.where(counts > _MOST_PLACES, 0, counts)
        if kept.sum() < len(line):
            self._places = self._places[np.repeat(kept == counts, counts)]
        self._begins = np.concatenate([np.zeros(1, np.int32), np.cumsum(kept, dtype=np.int32)])

    def start(self, number: int) -> int:
        """Where in the line a sound begins."""
        return number * self._room + self._before

    def sounds_at(self, lags: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number of the sound that each lag is of."""
        return lags // self._room

    def places(
        self, keys: NDArray[np.int32], *, before: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where these keys occur in the line before a place: each place, and the number of its key."""
        begins, stops = self._begins[keys], self._begins[keys + 1]
        counts = stops - begins
        which = np.repeat(np.arange(len(keys)), counts)
        ends = np.cumsum(counts)
        at = np.arange(len(which)) - np.repeat(ends - counts - begins, counts)
        places = self._places[at].astype(np.int64)
        early = places < before
        return places[early], which[early]
