"""Track mAP: how well whole tracks are ranked, by the IoU of tracks through space and time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.metrics.average_precision import ClassCurves, curves_of_class
from avisbuild.metrics.pair import VideoPair
from avisbuild.metrics.protocol import EPS, Protocol
from avisbuild.metrics.track_matching import Matching, TrackTable, match_tracks

MAP_FIGURES = ("mAP", "AP_s", "AP_m", "AP_l", "AR")
AREA_EDGES = (0.0, 128.0**2, 256.0**2, 1e10)
_NO_TRUTH = -100.0
_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class MapCounts:
    """What a video adds: its matched tracks by category.

    `first` is the category of the first prediction in the file with its matches if quirk A1 strikes here,
    None where nothing is predicted.
    """

    name: str
    by_class: Mapping[int, Matching]
    first: tuple[int, Matching] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFigures:
    """Average precision and recall in percent; without truth None, in the reference reading -100."""

    mAP: float | None
    AP_s: float | None
    AP_m: float | None
    AP_l: float | None
    AR: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapResult:
    """`overall` is the mean over the categories that have truth."""

    overall: MapFigures
    by_class: Mapping[int, MapFigures]


class TrackMap:
    """Mean average precision of whole tracks at IoU 0.50 to 0.95, also for small, medium and large ones.

    Strict: areas come from the masks, each track is in one size class, tracks of equal score count
    together, tracks without a pixel do not count. The reference reading has the quirks A1 to A5 of the
    published code and looks at its `categories` only.
    """

    def __init__(
        self, protocol: Protocol = Protocol.STRICT, *, categories: Sequence[int] = ()
    ) -> None:
        self.protocol = protocol
        self.categories = tuple(categories)
        self._videos: list[MapCounts] = []

    def update(self, pair: VideoPair) -> MapCounts:
        """Add one video; also gives what it adds."""
        counts = self.count(pair)
        self._videos.append(counts)
        return counts

    def add(self, counts: MapCounts) -> None:
        """Add one video that was counted elsewhere."""
        self._videos.append(counts)

    def compute(self) -> MapResult:
        """The figures over all videos so far; the reference takes them in ascending order of name."""
        return map_of(self._videos, self.protocol, self.categories)

    def count(self, pair: VideoPair) -> MapCounts:
        """What one video adds."""
        if self.protocol is Protocol.STRICT:
            return strict_matches(pair)
        return reference_matches(pair)


def strict_matches(pair: VideoPair) -> MapCounts:
    """One video with areas from the masks and half-open size classes."""
    truth, pred = pair.truth, pair.pred
    table = TrackTable(
        iou=pair.track_iou,
        true_outside=_outside(truth.mean_areas, half_open=True) | truth.is_crowd,
        pred_outside=_outside(pred.mean_areas, half_open=True),
    )
    by_class = _by_class(pair, pair.truth_order, pair.pred_order, table)
    return MapCounts(name=pair.name, by_class=by_class)


def reference_matches(
    pair: VideoPair, *, stored_areas: bool = True, half_open: bool = False
) -> MapCounts:
    """One video as published: A3, a mean area on an edge is in two size classes; A4, stored areas."""
    truth, pred = pair.truth, pair.pred
    areas = truth.mean_areas
    if stored_areas and truth.stored_areas is not None:
        areas = np.array(truth.stored_areas, dtype=np.float64)
    table = TrackTable(
        iou=pair.track_iou,
        true_outside=_outside(areas, half_open=half_open) | truth.is_crowd,
        pred_outside=_outside(pred.mean_areas, half_open=half_open),
    )
    rows = np.arange(len(truth))
    columns = np.argsort(-pred.score_array, kind="stable")
    first = None
    if len(pred):
        # A1: the code takes the track with the number 0 for "not matched yet".
        class_id = pred.categories[0]
        own_rows = rows[truth.class_ids == class_id]
        own_columns = columns[pred.class_ids[columns] == class_id]
        first = class_id, match_tracks(
            table, own_rows, own_columns, pred.score_array, leaves_free=0
        )
    by_class = _by_class(pair, rows, columns, table)
    return MapCounts(name=pair.name, by_class=by_class, first=first)


def _by_class(
    pair: VideoPair, rows: _Ints, columns: _Ints, table: TrackTable
) -> dict[int, Matching]:
    true_class, pred_class = pair.truth.class_ids[rows], pair.pred.class_ids[columns]
    return {
        class_id: match_tracks(
            table,
            rows[true_class == class_id],
            columns[pred_class == class_id],
            pair.pred.score_array,
        )
        for class_id in sorted({*true_class.tolist(), *pred_class.tolist()})
    }


def _outside(areas: _Floats, *, half_open: bool) -> NDArray[np.bool_]:
    """Which tracks are not in a size class, (4, N): all, small, medium, large."""
    outside = np.zeros((4, areas.size), dtype=np.bool_)
    for size, (low, high) in enumerate(zip(AREA_EDGES, AREA_EDGES[1:], strict=False), start=1):
        inside = (areas >= low - EPS) & (areas <= high + EPS)
        if half_open:
            inside = (areas >= low) & (areas < high)
        outside[size] = ~inside
    return outside


def map_of(
    videos: Iterable[MapCounts],
    protocol: Protocol,
    categories: Sequence[int],
    *,
    first_stays_free: bool = True,
) -> MapResult:
    """The figures of these videos together."""
    reference = protocol is Protocol.REFERENCE
    by_class = matches_by_class(videos, first_stays_free=reference and first_stays_free)
    if reference:
        by_class = {class_id: by_class.get(class_id, []) for class_id in categories}
    curves = {
        class_id: curves_of_class(matches, ties_together=not reference)
        for class_id, matches in by_class.items()
    }
    missing = _NO_TRUTH if reference else None
    return MapResult(
        overall=figures_of(list(curves.values()), missing),
        by_class={class_id: figures_of([curve], missing) for class_id, curve in curves.items()},
    )


def matches_by_class(
    videos: Iterable[MapCounts], *, first_stays_free: bool
) -> dict[int, list[Matching]]:
    """The matches of each category in ascending order of the videos' names."""
    by_class: dict[int, list[Matching]] = {}
    for video in sorted(videos, key=lambda counts: counts.name):
        matches = dict(video.by_class)
        if first_stays_free and video.first is not None:
            class_id, matching = video.first
            matches[class_id] = matching
            first_stays_free = False
        for class_id, matching in matches.items():
            by_class.setdefault(class_id, []).append(matching)
    return by_class


def figures_of(curves: Sequence[ClassCurves], missing: float | None) -> MapFigures:
    """Means over the categories that have truth, then over the IoU thresholds, in percent."""

    def mean(rows: list[_Floats]) -> float | None:
        defined = [row for row in rows if not np.isnan(row[0])]
        return 100.0 * float(np.mean(np.stack(defined), axis=0).mean()) if defined else missing

    sizes = range(len(AREA_EDGES))
    m_ap, ap_s, ap_m, ap_l = (mean([curve.precision[size] for curve in curves]) for size in sizes)
    recall = mean([curve.recall[0] for curve in curves])
    return MapFigures(mAP=m_ap, AP_s=ap_s, AP_m=ap_m, AP_l=ap_l, AR=recall)


