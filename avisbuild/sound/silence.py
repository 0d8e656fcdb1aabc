"""Which seconds may be silent: suggestions from the level alone, which a person accepts or not (R14)."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Blocks = NDArray[np.bool_]


class LevelCurve(Protocol):
    """What a rule looks at: a level every 1 / `fine_rate_hz` s in dB of full scale, (T * fine_rate_hz,)."""

    @property
    def fine_level_db(self) -> NDArray[np.float32]: ...
    @property
    def fine_rate_hz(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceRule:
    """Praat's two passes over a level curve, then a share of each second.

    What lies more than `below_loud_db` under the video's loud level (the 95th percentile of the curve) is
    silent, as is what lies under `floor_db` of full scale. Where a recording hisses, so is what lies within
    `above_quiet_db` of its quiet level (the 2nd percentile), if that is `at_least_below_loud_db` under the
    loud one. Loud bursts shorter than `shortest_burst_s` are dropped, then silent gaps shorter than
    `shortest_gap_s`. A second is suggested when at least `least_share` of it is silent.
    """

    below_loud_db: float = 30.0
    floor_db: float = -60.0
    above_quiet_db: float = 4.0
    at_least_below_loud_db: float = 15.0
    shortest_burst_s: float = 0.1
    shortest_gap_s: float = 0.3
    least_share: float = 0.9

    def __post_init__(self) -> None:
        lengths = self.shortest_burst_s, self.shortest_gap_s
        margins = self.below_loud_db, self.above_quiet_db, self.at_least_below_loud_db
        if min(lengths + margins) < 0 or not 0 < self.least_share <= 1:
            raise ValueError(f"expected margins and lengths from 0, a share in (0, 1], got {self}")


def silent_seconds(analysis: LevelCurve, rule: SilenceRule | None = None) -> tuple[bool, ...]:
    """Suggest seconds without any sound, one entry a second; a person confirms or refuses each."""
    rule = rule or SilenceRule()
    rate = analysis.fine_rate_hz
    silent = without_short_runs(
        analysis.fine_level_db < threshold_db(analysis.fine_level_db, rule),
        shortest_burst=round(rule.shortest_burst_s * rate),
        shortest_gap=round(rule.shortest_gap_s * rate),
    )
    shares = silent.reshape(-1, rate).mean(axis=1)
    return tuple(bool(share >= rule.least_share) for share in shares)


def threshold_db(level_db: NDArray[np.float32], rule: SilenceRule) -> float:
    """Below which level a video is silent; level_db: (N,) in dB of full scale."""
    quiet, loud = (float(level) for level in np.percentile(level_db, (2, 95)))
    hiss = min(quiet + rule.above_quiet_db, loud - rule.at_least_below_loud_db)
    return max(loud - rule.below_loud_db, rule.floor_db, hiss)


def without_short_runs(silent: Blocks, *, shortest_burst: int, shortest_gap: int) -> Blocks:
    """Drop loud runs shorter than a burst, then silent runs shorter than a gap; silent: (N,) bool.

    Done twice it changes nothing more, and more silence in never gives less silence out.
    """
    kept = _with_short_runs_turned(silent, value=False, shortest=shortest_burst)
    if kept.all():
        return kept
    return _with_short_runs_turned(kept, value=True, shortest=shortest_gap)


def _with_short_runs_turned(blocks: Blocks, *, value: bool, shortest: int) -> Blocks:
    turned = blocks.copy()
    edges = np.flatnonzero(np.diff(blocks)) + 1
    starts, stops = np.r_[0, edges], np.r_[edges, len(blocks)]
    for start, stop in zip(starts, stops, strict=True):
        if blocks[start] == value and stop - start < shortest:
            turned[start:stop] = not value
    return turned
