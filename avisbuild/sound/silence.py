"""Where a video is likely silent: a level rule in two passes, for suggestions only (R14).

Frames louder than a threshold are sound. First, bursts of sound that are too short to be an event are
dropped, then pauses that are too short to be a silence are closed: in this order, so that a click in a
pause does not break it, while the pauses between the beats of a drum are no silences.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from avisbuild.sound.analysis import SoundAnalysis


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceRule:
    """When a second is suggested as silent.

    A frame is loud from `below_loud_db` under the video's loud level (its 95th percentile) on, but never
    under `floor_db` of full scale, and always from `surely_loud_db` on. A second is silent when `share` of
    its frames is.
    """

    below_loud_db: float = 30.0
    floor_db: float = -60.0
    surely_loud_db: float = -35.0
    shortest_sound_s: float = 0.06
    shortest_silence_s: float = 0.5
    share: float = 0.9

    def threshold_db(self, level_db: NDArray[np.float32]) -> float:
        """The level from which on a frame of this video is sound, in dB of full scale."""
        if not len(level_db):
            return self.floor_db
        relative = float(np.percentile(level_db, 95)) - self.below_loud_db
        return min(max(relative, self.floor_db), self.surely_loud_db)


def silent_seconds(analysis: SoundAnalysis, rule: SilenceRule | None = None) -> tuple[bool, ...]:
    """Which seconds are likely silent, one flag a second."""
    rule = rule or SilenceRule()
    rate_hz = analysis.fine_rate_hz
    loud = analysis.fine_level_db >= rule.threshold_db(analysis.fine_level_db)
    loud = without_short_runs(loud, round(rule.shortest_sound_s * rate_hz), of=True)
    loud = without_short_runs(loud, round(rule.shortest_silence_s * rate_hz), of=False)
    by_second = (~loud).reshape(analysis.second_count, rate_hz).mean(axis=1)
    return tuple(bool(share >= rule.share) for share in by_second)


def without_short_runs(flags: NDArray[np.bool_], shortest: int, *, of: bool) -> NDArray[np.bool_]:
    """The flags with every run of `of` that is shorter than `shortest` turned over.

    Runs at the two ends stay: what comes before and after them is not known.
    """
    kept = flags.copy()
    runs = list(_runs(flags))
    for value, start, stop in runs:
        if value == of and stop - start < shortest and start > 0 and stop < len(flags):
            kept[start:stop] = not of
    return kept


def _runs(flags: NDArray[np.bool_]) -> Iterator[tuple[bool, int, int]]:
    start = 0
    for value, run in groupby(flags.tolist()):
        stop = start + sum(1 for _ in run)
        yield value, start, stop
        start = stop
