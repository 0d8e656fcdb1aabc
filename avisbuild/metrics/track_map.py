"""Track mAP: how well whole tracks are ranked, by the IoU of tracks through space and time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from avisbuild.metrics.average_precision import ClassCurves, category_curves, ranked
from avisbuild.metrics.pair import VideoPair
from avisbuild.metrics.protocol import EPS, EvaluationProtocol
from avisbuild.metrics.track_matching import (
    Matching,
    TrackTable,
    is_contested,
    match_tracks,
)

MAP_FIGURES = ("mAP", "AP_s", "AP_m", "AP_l", "AR")
AREA_EDGES = (0.0, 128.0**2, 256.0**2, 1e10)
_FIELDS = {"mAP": "mean_ap"}
NO_TRUTH = -100.0
_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class MapCounts:
    """What a video adds: its matched tracks.

    `if_first` are the matches if this is the first video that has predictions, where quirk A1 strikes.
    """

    name: str
    matching: Matching
    if_first: Matching | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFigures:
    """Average precision and recall in percent; without truth None, under the reference protocol -100."""

    mean_ap: float | None
    AP_s: float | None
    AP_m: float | None
    AP_l: float | None
    AR: float | None

    def table(self) -> dict[str, float | None]:
        """The figures by the names of MAP_FIGURES."""
        return {name: getattr(self, _FIELDS.get(name, name)) for name in MAP_FIGURES}


@dataclass(frozen=True, slots=True, kw_only=True)
class MapResult:
    """`overall` is the mean over the categories that have truth."""

    overall: MapFigures
    by_class: Mapping[int, MapFigures]


class TrackMap:
    """Mean average precision of whole tracks at IoU 0.50 to 0.95, also for small, medium and large ones.

    Strict: areas come from the masks, each track is in one size class, tracks of equal score count
    together, tracks without a pixel do not count. The reference protocol has the quirks A1 to A5 of the
    published code and looks at its `categories` only.
    """

    def __init__(
        self,
        protocol: EvaluationProtocol = EvaluationProtocol.STRICT,
        *,
        categories: Sequence[int] = (),
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
        return compute_track_map(self._videos, self.protocol, self.categories)

    def count(self, pair: VideoPair) -> MapCounts:
        """What one video adds."""
        if self.protocol is EvaluationProtocol.STRICT:
            return strict_matches(pair)
        return reference_matches(pair)


def strict_matches(pair: VideoPair) -> MapCounts:
    """One video with areas from the masks and half-open size classes."""
    table = _table(pair, pair.truth.mean_areas, half_open=True)
    matching = match_tracks(table, pair.truth_order.tolist(), pair.pred_order.tolist())
    return MapCounts(name=pair.name, matching=matching)


def reference_matches(
    pair: VideoPair, *, stored_areas: bool = True, half_open: bool = False
) -> MapCounts:
    """One video as published: A3, a mean area on an edge is in two size classes; A4, stored areas."""
    truth, pred = pair.truth, pair.pred
    areas = truth.mean_areas
    if stored_areas and truth.stored_areas is not None:
        areas = np.array(truth.stored_areas, dtype=np.float64)
    table = _table(pair, areas, half_open=half_open)
    rows = range(len(truth))
    columns = np.argsort(-pred.score_array, kind="stable").tolist()
    if_first = None
    if len(pred) and is_contested(pair.track_iou[:, pred.class_ids == pred.categories[0]]):
        # A1: the code takes the prediction with the number 0 for "not matched yet".
        if_first = match_tracks(table, rows, columns, leaves_free=0)
    return MapCounts(name=pair.name, matching=match_tracks(table, rows, columns), if_first=if_first)


def _table(pair: VideoPair, true_areas: _Floats, *, half_open: bool) -> TrackTable:
    truth, pred = pair.truth, pair.pred
    return TrackTable(
        true_class=truth.categories,
        pred_class=pred.categories,
        scores=pred.score_array,
        iou=pair.track_iou,
        true_outside=_outside(true_areas, half_open=half_open) | truth.is_crowd,
        pred_outside=_outside(pred.mean_areas, half_open=half_open),
    )


def _outside(areas: _Floats, *, half_open: bool) -> NDArray[np.bool_]:
    """Which tracks are not in a size class, (4, N): all, small, medium, large."""
    outside = np.zeros((4, areas.size), dtype=np.bool_)
    for size, (low, high) in enumerate(pairwise(AREA_EDGES), start=1):
        inside = (areas >= low - EPS) & (areas <= high + EPS)
        if half_open:
            inside = (areas >= low) & (areas < high)
        outside[size] = ~inside
    return outside


def compute_track_map(
    videos: Iterable[MapCounts],
    protocol: EvaluationProtocol,
    categories: Sequence[int],
    *,
    first_stays_free: bool = True,
    ties_together: bool | None = None,
) -> MapResult:
    """The figures of these videos together; A1 and A5 can be set apart from the protocol."""
    reference = protocol is EvaluationProtocol.REFERENCE
    ranking = ranked(in_order(videos, first_stays_free=reference and first_stays_free))
    together = not reference if ties_together is None else ties_together
    curves = {
        class_id: category_curves(ranking, class_id, ties_together=together)
        for class_id in (categories if reference else ranking.present())
    }
    missing = NO_TRUTH if reference else None
    return MapResult(
        overall=map_figures(list(curves.values()), missing),
        by_class={class_id: map_figures([curve], missing) for class_id, curve in curves.items()},
    )


def in_order(videos: Iterable[MapCounts], *, first_stays_free: bool) -> list[Matching]:
    """The matches of the videos in ascending order of name."""
    matches = []
    for video in sorted(videos, key=lambda counts: counts.name):
        has_predictions = video.matching.scores.size > 0
        if first_stays_free and has_predictions and video.if_first is not None:
            matches.append(video.if_first)
        else:
            matches.append(video.matching)
        first_stays_free = first_stays_free and not has_predictions
    return matches


def map_figures(curves: Sequence[ClassCurves], missing: float | None) -> MapFigures:
    """Means over the categories that have truth, then over the IoU thresholds, in percent."""

    def mean(rows: list[_Floats]) -> float | None:
        defined = [row for row in rows if not np.isnan(row[0])]
        return 100.0 * float(np.mean(np.stack(defined), axis=0).mean()) if defined else missing

    sizes = range(len(AREA_EDGES))
    m_ap, ap_s, ap_m, ap_l = (mean([curve.precision[size] for curve in curves]) for size in sizes)
    recall = mean([curve.recall[0] for curve in curves])
    return MapFigures(mean_ap=m_ap, AP_s=ap_s, AP_m=ap_m, AP_l=ap_l, AR=recall)
