"""What a comment that is about to be made is about: by a point of the frame, or by a cell alone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from avisbuild import masks
from avisbuild.annotation import VideoView
from avisbuild.records import Comment, InstanceId

Xy = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentPlace:
    """A second, the instance in it if any, and the point of its frame if any."""

    second: int
    instance_id: InstanceId | None = None
    point_xy: Xy | None = None


def place_at(view: VideoView, second: int, active: InstanceId | None, point: Xy) -> CommentPlace:
    """A place that was pointed at: of the instance whose mask lies there, else of the active one."""
    height, width = view.video.size
    x, y = min(max(point[0], 0.0), width - 1.0), min(max(point[1], 0.0), height - 1.0)
    order = sorted(view.by_id, key=lambda each: each != active)
    hit = (each for each in order if _covers(view, each, second, (x, y)))
    known = active if active in view.by_id else None
    return CommentPlace(second=second, instance_id=next(hit, known), point_xy=(x, y))


def place_of_cell(view: VideoView, second: int, active: InstanceId | None) -> CommentPlace:
    """A place that nobody pointed at: on the active instance's mask, where it has one."""
    if active is None or active not in view.by_id:
        return CommentPlace(second=second)
    point = _middle_of_mask(view, active, second)
    return CommentPlace(second=second, instance_id=active, point_xy=point)


def next_comment(
    comments: Sequence[Comment], current: int, second: int, *, step: int = 1
) -> Comment | None:
    """The open comment after (or before) the current one, by second and number, and round.

    Without a current one (0) it is the first from the second on screen on. None where none is open.
    """
    places = {each.number: _order(each) for each in comments}
    waiting = sorted((each for each in comments if not each.resolved), key=_order)
    if not waiting:
        return None
    here = places.get(current, (second, 0 if step > 0 else math.inf))
    ahead = [each for each in waiting if (_order(each) > here if step > 0 else _order(each) < here)]
    found = ahead or waiting
    return found[0] if step > 0 else found[-1]


def _order(comment: Comment) -> tuple[int, int]:
    """Those about no second come first."""
    return (-1 if comment.second is None else comment.second), comment.number


def _covers(view: VideoView, instance_id: InstanceId, second: int, point: Xy) -> bool:
    rle = view.mask_at(instance_id, second)
    return rle is not None and bool(masks.decode(rle)[round(point[1]), round(point[0])])


def _middle_of_mask(view: VideoView, instance_id: InstanceId, second: int) -> Xy | None:
    """The pixel of the mask that is nearest to its middle."""
    rle = view.mask_at(instance_id, second)
    if rle is None:
        return None
    rows, columns = np.nonzero(masks.decode(rle))
    if not len(rows):
        return None
    away = (rows - np.mean(rows)) ** 2 + (columns - np.mean(columns)) ** 2
    nearest = int(np.argmin(away))
    return float(columns[nearest]), float(rows[nearest])
