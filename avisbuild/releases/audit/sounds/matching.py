"""Two sounds laid over each other: how exactly, at which speed, and for how many seconds they agree."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.releases.audit.sounds.lags import Candidate, Hits, Integers
from avisbuild.releases.audit.sounds.peaks import FRAME_S

# The speeds between two that were tried, nearest first: a change of a thousandth is told.
_FINER = tuple(sorted((step / 1000 for step in range(-6, 7)), key=abs))
# How far from its line a vote may lie, and how much better another speed must be to be taken.
_NEAR_FRAMES = 1.5
_CLEARLY = 1.05
# A speed that moves the end by less is none.
_TOLD_FRAMES = 1.0
# Two sounds are alike as wholes from so many votes on, by how long the shorter one is: chance agrees with
# itself for a while, not for a minute. Of others, those parts are alike in which votes are dense.
_VOTES_A_SECOND = 10
_LEAST_VOTES = 80
_FULL_RATE_S = 20.0
_VOTES_A_FURTHER_SECOND = 2
_VOTES_A_COVERED_SECOND, _VOTES_A_CLEAR_SECOND = 4, 35
# What is alike has no longer gap between votes.
_LONGEST_GAP_FRAMES = 16
# Under half a second, agreement is chance.
_LEAST_RUN_FRAMES = 16

Frames = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """For how long two sounds agree, with how many votes in that time.

    What is at t in the first is at t / `speed` + `offset_s` in the second.
    """

    speed: float
    offset_s: float
    span_s: float
    votes: int


def match(hits: Hits, candidate: Candidate, *, shorter_s: float) -> Match:
    """Lay two sounds over each other as a candidate says, then as well as can be."""
    firsts, seconds = hits.firsts.astype(np.float64), hits.seconds.astype(np.float64)
    near, finer, lag = _straightened(firsts, seconds, *_best_line(firsts, seconds, candidate.lag))
    speed = candidate.speed * finer
    is_whole = near.sum() >= _enough_votes(shorter_s)
    density = _VOTES_A_COVERED_SECOND if is_whole else _VOTES_A_CLEAR_SECOND
    span, votes = _agreement(firsts[near], hits.steps[near], density)
    if votes and abs(speed - 1) * np.ptp(firsts[near]) < _TOLD_FRAMES:
        speed, lag = 1.0, float(np.mean(firsts[near] - seconds[near] / candidate.speed))
    return Match(
        speed=round(float(speed), 4),
        offset_s=round(float(-lag * FRAME_S / speed), 4) + 0.0,
        span_s=round(span * FRAME_S, 3),
        votes=votes,
    )


def _enough_votes(seconds: float) -> float:
    full, further = min(seconds, _FULL_RATE_S), max(seconds - _FULL_RATE_S, 0.0)
    return max(_VOTES_A_SECOND * full + _VOTES_A_FURTHER_SECOND * further, _LEAST_VOTES)


def _best_line(firsts: Frames, seconds: Frames, lag: int) -> tuple[float, int]:
    """The finer speed and the lag at which most votes agree; none finer unless it is clearly better."""
    reach = int(max(abs(step) for step in _FINER) * seconds.max(initial=0)) + 2
    close = np.abs(firsts - seconds - lag) <= reach
    firsts, seconds = firsts[close], seconds[close]
    found = []
    for step in _FINER:
        lags = np.rint(firsts - seconds * (1 + step)).astype(np.int64) - lag + 2 * reach
        counts = np.bincount(lags, minlength=3)
        summed = counts[:-2] + 2 * counts[1:-1] + counts[2:]
        top = int(summed.argmax())
        found.append((int(summed[top]), 1 + step, top + 1 + lag - 2 * reach))
    best = max(found, key=lambda each: each[0])
    _, finer, shift = best if best[0] > _CLEARLY * found[0][0] else found[0]
    return finer, shift


def _straightened(
    firsts: Frames, seconds: Frames, finer: float, lag: float
) -> tuple[NDArray[np.bool_], float, float]:
    """The votes near a line, and the line that lies best through them."""
    near = np.zeros(len(firsts), np.bool_)
    for _ in range(2):
        near = np.abs(firsts - seconds * finer - lag) <= _NEAR_FRAMES
        if near.any() and np.ptp(seconds[near]) > 0:
            finer, lag = np.polyfit(seconds[near], firsts[near], 1)
    return near, float(finer), float(lag)


def _agreement(begins: Frames, steps: Integers, votes_a_second: int) -> tuple[float, int]:
    """How many frames are covered by keys that follow each other so closely, and how many keys cover them."""
    order = np.argsort(begins, kind="stable")
    begins, ends = begins[order], begins[order] + steps[order]
    if not len(begins):
        return 0.0, 0
    breaks = np.flatnonzero(np.diff(begins) > _LONGEST_GAP_FRAMES) + 1
    span, votes = 0.0, 0
    for run in np.split(np.arange(len(begins)), breaks):
        length = float(ends[run].max() - begins[run[0]])
        if length >= _LEAST_RUN_FRAMES and len(run) >= votes_a_second * length * FRAME_S:
            span, votes = span + length, votes + len(run)
    return span, votes
