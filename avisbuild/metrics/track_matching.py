"""Which predicted tracks count as found, at every IoU threshold and in every size class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.metrics.protocol import EPS, IOU_THRESHOLDS

SIZE_COUNT = 4
_THRESHOLDS = [min(float(threshold), 1 - 1e-10) - EPS for threshold in IOU_THRESHOLDS]
_Bools = NDArray[np.bool_]
_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TrackTable:
    """The tracks of a video: their IoU (G, P), and which are ignored in each size class (4, G), (4, P)."""

    true_class: Sequence[int]
    pred_class: Sequence[int]
    scores: _Floats
    iou: _Floats
    true_outside: _Bools
    pred_outside: _Bools


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Matching:
    """The predicted tracks (D,) of a video by descending score, and whether they are right.

    `right` and `ignored` are (4, 10, D): size class, IoU threshold, track. `truth_count` is the number of
    true tracks of each category that are not ignored, by size class.
    """

    scores: _Floats
    class_ids: _Ints
    right: _Bools
    ignored: _Bools
    truth_count: Mapping[int, list[int]]


def match_tracks(
    table: TrackTable,
    rows: Sequence[int],
    columns: Sequence[int],
    *,
    leaves_free: int | None = None,
) -> Matching:
    """Match the tracks `columns` in this order, each to the free true track of its category that fits best.

    Of equal overlaps the later true track in `rows` wins, regular ones come before ignored ones. The
    prediction `leaves_free` does not take its true track away from others.
    """
    order = np.array(columns, dtype=np.int64)
    right = np.zeros((SIZE_COUNT, len(_THRESHOLDS), order.size), dtype=np.bool_)
    ignored = np.repeat(table.pred_outside[:, None, order], len(_THRESHOLDS), axis=1)
    own_columns: dict[int, list[int]] = {}
    for place, column in enumerate(columns):
        own_columns.setdefault(table.pred_class[column], []).append(place)
    truth_count: dict[int, list[int]] = {}
    for class_id, own in _by_class(table.true_class, rows).items():
        outside = table.true_outside[:, own]
        truth_count[class_id] = (len(own) - outside.sum(axis=1)).tolist()
        places = own_columns.get(class_id, [])
        if places:
            iou = table.iou[own][:, order[places]]
            free = [columns[place] == leaves_free for place in places]
            _match_class(iou, outside, free, right, ignored, places)
    return Matching(
        scores=table.scores[order],
        class_ids=np.array([table.pred_class[column] for column in columns], dtype=np.int64),
        right=right,
        ignored=ignored,
        truth_count=truth_count,
    )


def _by_class(classes: Sequence[int], tracks: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for track in tracks:
        found.setdefault(classes[track], []).append(track)
    return found


def _match_class(
    iou: _Floats,
    outside: _Bools,
    stay_free: Sequence[bool],
    right: _Bools,
    ignored: _Bools,
    places: Sequence[int],
) -> None:
    if not is_contested(iou):
        # Each track has one partner at most, so the order, of tracks and of size classes, says nothing.
        partner = iou.argmax(axis=0)
        matched = iou.max(axis=0) >= np.array(_THRESHOLDS)[:, None]
        on_ignored = matched & outside[:, None, partner]
        right[..., places] = matched & ~on_ignored
        ignored[..., places] = np.where(matched, on_ignored, ignored[..., places])
        return
    for size in range(SIZE_COUNT):
        order = np.argsort(outside[size], kind="stable")
        is_ignored = outside[size][order]
        taken = _greedy(iou[order].T.tolist(), is_ignored.tolist(), stay_free)
        matched = taken >= 0
        on_ignored = matched & is_ignored[taken]
        right[size][:, places] = matched & ~on_ignored
        ignored[size][:, places] = np.where(matched, on_ignored, ignored[size][:, places])


def is_contested(iou: _Floats) -> bool:
    """Whether some track (G, P) of either side fits more than one of the other."""
    fits = iou >= _THRESHOLDS[0]
    return bool(max(fits.sum(axis=0).max(initial=0), fits.sum(axis=1).max(initial=0)) > 1)


def _greedy(iou: list[list[float]], is_ignored: list[bool], stay_free: Sequence[bool]) -> _Ints:
    """The place of the true track that each prediction takes at each threshold, (10, D); -1 for none."""
    taken = np.full((len(_THRESHOLDS), len(iou)), -1)
    for level, threshold in enumerate(_THRESHOLDS):
        free = [True] * len(is_ignored)
        for column, overlaps in enumerate(iou):
            place = _best_place(overlaps, is_ignored, free, threshold)
            taken[level, column] = place
            if place >= 0 and not stay_free[column]:
                free[place] = False
    return taken


def _best_place(
    overlaps: list[float], is_ignored: list[bool], free: list[bool], threshold: float
) -> int:
    best, place = threshold, -1
    for candidate, overlap in enumerate(overlaps):
        if not free[candidate]:
            continue
        if place >= 0 and is_ignored[candidate] and not is_ignored[place]:
            break
        if overlap >= best:
            best, place = overlap - EPS, candidate
    return place
