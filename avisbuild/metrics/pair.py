"""One video's truth beside its prediction; their masks are compared once, for all metrics."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from avisbuild.masks.many import counts_bytes, iou_table
from avisbuild.metrics.tracks import Tracks

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


class VideoPair:
    """What a metric's `update` takes: truth and prediction of one video, and how much they overlap."""

    def __init__(
        self, truth: Tracks, pred: Tracks, *, name: str = "", iou: _Floats | None = None
    ) -> None:
        if truth.frame_count != pred.frame_count:
            raise ValueError(
                f"expected {truth.frame_count} frames in the prediction, got {pred.frame_count}"
            )
        self.truth = truth
        self.pred = pred
        self.name = name
        self._iou = iou

    @cached_property
    def iou(self) -> _Floats:
        """Intersection over union (T, G, P) of each true with each predicted mask; 0 where one is absent.

        Masks of different sizes have 0, as in the published code.
        """
        return overlaps(self.truth, self.pred) if self._iou is None else self._iou

    @cached_property
    def track_iou(self) -> _Floats:
        """Intersection over union (G, P) of whole tracks, summed over all frames; 0 for two empty ones."""
        sums = self.truth.areas.T[:, :, None] + self.pred.areas.T[:, None, :]
        # A frame's intersection is a whole number, so rounding gives it back exactly.
        shared = np.rint(self.iou * sums / (1.0 + self.iou)).sum(axis=0)
        unions = self.truth.whole_areas[:, None] + self.pred.whole_areas[None] - shared
        table: _Floats = np.zeros_like(shared)
        np.divide(shared, unions, out=table, where=unions > 0)
        return table

    @cached_property
    def truth_order(self) -> _Ints:
        """The true tracks with a pixel, in an order that depends on nothing but what they are."""
        return _content_order(self.truth)

    @cached_property
    def pred_order(self) -> _Ints:
        """The predicted tracks with a pixel by descending score, equal ones by what they are."""
        return _content_order(self.pred)


def overlaps(truth: Tracks, pred: Tracks) -> _Floats:
    """Intersection over union (T, G, P) of each true with each predicted mask; 0 where one is absent."""
    return iou_table(truth.runs, truth.frame_places, pred.runs, pred.frame_places)


def _content_order(tracks: Tracks) -> _Ints:
    areas = [found.tolist() for found in tracks.all_areas]
    scores = tracks.score_array.tolist()

    def key(track: int) -> tuple[float, int, list[int], _Strings]:
        return -scores[track], tracks.categories[track], areas[track], _Strings(tracks, track)

    with_pixels = [track for track in range(len(tracks)) if any(areas[track])]
    return np.array(sorted(with_pixels, key=key), dtype=np.int64)


class _Strings:
    """Compares the masks of two tracks as text, which only tracks of equal areas need."""

    __slots__ = ("track", "tracks")

    def __init__(self, tracks: Tracks, track: int) -> None:
        self.tracks = tracks
        self.track = track

    def texts(self) -> list[bytes]:
        masks = zip(
            self.tracks.masks[self.track], self.tracks.all_areas[self.track].tolist(), strict=True
        )
        return [b"" if mask is None or not area else counts_bytes(mask) for mask, area in masks]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Strings) and self.texts() == other.texts()

    def __lt__(self, other: "_Strings") -> bool:
        return self.texts() < other.texts()

    def __hash__(self) -> int:
        return hash(self.track)
