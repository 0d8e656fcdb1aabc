"""Mean average precision of each video on its own: many small curves, worked out together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.metrics.average_precision import curves
from avisbuild.metrics.protocol import EvaluationProtocol
from avisbuild.metrics.track_map import NO_TRUTH, MapCounts
from avisbuild.metrics.track_matching import Matching

_ALL_SIZES = 0
# So many curves are worked out at once: one by one takes five times as long, all of them all the memory.
_AT_ONCE = 256
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Category:
    """A category that has truth in a video: its predicted tracks, by descending score."""

    video: int
    class_id: int
    matching: Matching
    tracks: NDArray[np.int64]
    truth_count: int


def own_maps(videos: Sequence[MapCounts], protocol: EvaluationProtocol) -> list[float | None]:
    """The mAP in percent of each video, over the categories that have truth in it.

    It is what `compute_track_map` says of each video alone, quirk A1 left out.
    """
    reference = protocol is EvaluationProtocol.REFERENCE
    by_count: dict[int, list[_Category]] = {}
    for category in _categories(videos):
        by_count.setdefault(category.tracks.size, []).append(category)
    precision: list[dict[int, _Floats]] = [{} for _ in videos]
    for alike in by_count.values():
        for start in range(0, len(alike), _AT_ONCE):
            part = alike[start : start + _AT_ONCE]
            for category, row in zip(part, _precision(part, ties=not reference), strict=True):
                precision[category.video][category.class_id] = row
    missing = NO_TRUTH if reference else None
    return [_mean(found) if found else missing for found in precision]


def _categories(videos: Sequence[MapCounts]) -> Iterator[_Category]:
    for number, video in enumerate(videos):
        matching = video.matching
        for class_id, truth_count in matching.truth_count.items():
            if truth_count[_ALL_SIZES]:
                tracks = np.flatnonzero(matching.class_ids == class_id)
                yield _Category(number, class_id, matching, tracks, truth_count[_ALL_SIZES])


def _precision(categories: Sequence[_Category], *, ties: bool) -> _Floats:
    """Average precision (N, 10) of categories that have equally many predicted tracks."""
    hit = np.stack([each.matching.right[_ALL_SIZES][:, each.tracks] for each in categories])
    ignored = np.stack([each.matching.ignored[_ALL_SIZES][:, each.tracks] for each in categories])
    _, levels, track_count = hit.shape
    rows = (len(categories) * levels, track_count)
    right, wrong = (
        np.cumsum(outcome & ~ignored, axis=2, dtype=np.float64).reshape(rows)
        for outcome in (hit, ~hit)
    )
    counts = np.array([[each.truth_count] for each in categories], dtype=np.float64)
    scores = np.stack([each.matching.scores[each.tracks] for each in categories])
    average, _ = curves(
        right,
        wrong,
        counts.repeat(levels, axis=0),
        scores.repeat(levels, axis=0) if ties else None,
    )
    return average.reshape(len(categories), levels)


def _mean(by_class: dict[int, _Floats]) -> float:
    rows = [by_class[class_id] for class_id in sorted(by_class)]
    return 100.0 * float(np.mean(np.stack(rows), axis=0).mean())
