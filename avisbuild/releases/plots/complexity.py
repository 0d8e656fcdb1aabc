"""How hard a video is to follow: camera motion, occlusion, position change and re-entry.

Occlusion and re-entry are told from masks alone, so each has a rule that guesses:

- An instance is hidden by as much as its mask is smaller than it usually is within ten seconds, unless it
  touches the picture's border. A second without a mask counts as hidden if its state says `occluded`.
- It has come back if, after seconds without a mask, it has one again, and was out of the picture between:
  its state says `offscreen`, or its way before or after leads over the border.
- A second without mask and sound tells nothing in a set that keeps no masks of silent objects.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from avisbuild.records import Sounding
from avisbuild.releases.plots.camera import Motion, mean_camera_motion
from avisbuild.releases.plots.facts import MaskFacts, Point, TrackFacts, VideoFacts

AXES = ("camera motion", "occlusion", "position change", "re-entry")
UNITS = {
    "camera motion": "% of the diagonal a second",
    "occlusion": "% of the objects' seconds hidden",
    "position change": "% of the diagonal a second",
    "re-entry": "times an object comes back, a minute",
}
_NEAR_S = 10
_USUAL_PERCENTILE = 90
_BORDER = 0.01
# A smaller loss is the object's own movement.
_LEAST_LOSS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Complexity:
    """The four figures of one video, in `UNITS`; None where a figure cannot be computed."""

    camera_motion: float | None
    occlusion: float | None
    position_change: float | None
    reentry: float | None

    @property
    def values(self) -> dict[str, float | None]:
        """By the names of `AXES`."""
        figures = (self.camera_motion, self.occlusion, self.position_change, self.reentry)
        return dict(zip(AXES, figures, strict=True))


def complexity_of(video: VideoFacts, motions: Sequence[Motion | None] = ()) -> Complexity:
    """The figures of a video; `motions` from each second to the next, empty where there are no frames."""
    aspect = video.width_px / video.height_px
    keeps_silent = any(
        mask is not None and state is Sounding.SILENT
        for track in video.tracks
        for mask, state in zip(track.masks, track.states, strict=True)
    )
    losses = [loss for track in video.tracks for loss in _losses(track, keeps_silent)]
    steps = [step for track in video.tracks for step in _steps(track, motions, aspect)]
    returns = sum(_returns(track, keeps_silent) for track in video.tracks)
    seen = any(mask is not None for track in video.tracks for mask in track.masks)
    return Complexity(
        camera_motion=mean_camera_motion(motions, aspect) if motions else None,
        occlusion=100 * float(np.mean(losses)) if losses else None,
        position_change=100 * float(np.mean(steps)) if steps else None,
        reentry=60 * returns / video.second_count if seen else None,
    )


def _losses(track: TrackFacts, keeps_silent: bool) -> Iterator[float]:
    """How much of the object is hidden in each second in which that can be told."""
    for start, stop in _gaps(track):
        if not _is_out(track, start, stop):
            for second in range(start, stop):
                if keeps_silent or track.states[second] is Sounding.OCCLUDED:
                    yield 1.0
    shares = np.array([mask.share if mask else np.nan for mask in track.masks])
    for second, mask in enumerate(track.masks):
        if mask is None:
            continue
        if _touches(mask):
            yield 0.0
            continue
        near = shares[max(0, second - _NEAR_S) : second + _NEAR_S + 1]
        usual = float(np.nanpercentile(near, _USUAL_PERCENTILE))
        loss = 1 - mask.share / usual if usual else 0.0
        yield loss if loss > _LEAST_LOSS else 0.0


def _steps(track: TrackFacts, motions: Sequence[Motion | None], aspect: float) -> Iterator[float]:
    """How far the object moves from each second to the next beyond what the camera does, of the diagonal."""
    for second, (one, two) in enumerate(pairwise(track.masks)):
        if one is None or two is None:
            continue
        expected = _carried(one.centre, motions[second] if motions else None)
        across = (two.centre[0] - expected[0]) * aspect
        yield float(np.hypot(across, two.centre[1] - expected[1]) / np.hypot(aspect, 1.0))


def _carried(point: Point, motion: Motion | None) -> Point:
    if motion is None:
        return point
    x, y = motion[:, :2] @ np.array(point) + motion[:, 2]
    return float(x), float(y)


def _returns(track: TrackFacts, keeps_silent: bool) -> int:
    """How often the object is back after having been out of the picture."""
    return sum(
        _is_out(track, start, stop)
        for start, stop in _gaps(track)
        if keeps_silent
        or any(state is not Sounding.SILENT for state in track.states[start:stop])
        or _touches_at(track, start - 1)
        or _touches_at(track, stop)
    )


def _gaps(track: TrackFacts) -> Iterator[tuple[int, int]]:
    """The runs of seconds without a mask between two that have one, half-open."""
    place = 0
    for is_there, run in groupby(track.masks, key=lambda mask: mask is not None):
        length = len(list(run))
        if not is_there and place > 0 and place + length < len(track.masks):
            yield place, place + length
        place += length


def _is_out(track: TrackFacts, start: int, stop: int) -> bool:
    states = track.states[start:stop]
    if Sounding.OFFSCREEN in states or Sounding.OCCLUDED in states:
        return Sounding.OFFSCREEN in states
    return _leads_out(track, start - 1, -1) or _leads_out(track, stop, 1)


def _leads_out(track: TrackFacts, second: int, way: int) -> bool:
    """Whether the mask touches a border, or goes so fast that it is out of the picture two seconds on."""
    mask = track.masks[second]
    beside = track.masks[second + way] if 0 <= second + way < len(track.masks) else None
    if mask is None:
        return False
    if _touches(mask):
        return True
    if beside is None:
        return False
    goal = mask.centre[0] + 2 * (mask.centre[0] - beside.centre[0])
    return not 0 <= goal <= 1


def _touches_at(track: TrackFacts, second: int) -> bool:
    mask = track.masks[second]
    return mask is not None and _touches(mask)


def _touches(mask: MaskFacts) -> bool:
    """Whether it reaches a side of the picture; many a thing stands on the lower border all the time."""
    return mask.left < _BORDER or mask.right > 1 - _BORDER
