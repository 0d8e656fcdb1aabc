"""One video's truth beside its prediction; their masks are compared once, for all metrics."""

from collections.abc import Sequence
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco

from avisbuild.masks.many import CocoRle
from avisbuild.metrics.tracks import Tracks

# So many frames go to pycocotools at once, each with a width of its own above any true one.
_FRAMES_AT_ONCE = 16
_MARK = 1 << 16
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
        return overlaps(self.truth, self.pred)[0] if self._iou is None else self._iou

    @cached_property
    def track_iou(self) -> _Floats:
        """Intersection over union (G, P) of whole tracks, summed over all frames; 0 for two empty ones."""
        sums = self.truth.areas.T[:, :, None] + self.pred.areas.T[:, None, :]
        # A frame's intersection is a whole number, so rounding gives it back exactly.
        shared = np.rint(self.iou * sums / (1.0 + self.iou)).sum(axis=0)
        whole = np.array([areas.sum() for areas in self.truth.all_areas])[:, None]
        unions = whole + np.array([areas.sum() for areas in self.pred.all_areas])[None] - shared
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


def overlaps(truth: Tracks, pred: Tracks, *, with_itself: bool = False) -> list[_Floats]:
    """The IoU (T, G, P) of true with predicted masks; if asked for, that of the truth with itself too."""
    frames, count, pred_count = truth.frame_count, len(truth), len(pred)
    table = np.zeros((frames, count, pred_count + count * with_itself))
    true_here = truth.present.T
    columns_here = np.hstack((pred.present.T, _later(true_here))) if with_itself else pred.present.T
    asked = np.flatnonzero(true_here.any(axis=1) & columns_here.any(axis=1))
    masks = [*pred.masks, *truth.masks]
    for start in range(0, asked.size, _FRAMES_AT_ONCE):
        some = asked[start : start + _FRAMES_AT_ONCE]
        true_place, row = np.nonzero(true_here[some])
        pred_place, column = np.nonzero(columns_here[some])
        found = coco.iou(
            _marked(truth.masks, row, true_place, some),
            _marked(masks, column, pred_place, some),
            [0] * column.size,
        )
        first, second = np.nonzero(true_place[:, None] == pred_place)
        values = np.maximum(found[first, second], 0.0)
        table[some[true_place[first]], row[first], column[second]] = values
    if not with_itself:
        return [table]
    # A mask overlaps itself wholly, and of two masks the first as the second the first.
    own = table[:, :, pred_count:]
    upper = np.triu(own, 1)
    own[...] = upper + upper.transpose(0, 2, 1)
    np.einsum("tgg->tg", own)[...] = true_here
    return [table[:, :, :pred_count], own]


def _later(true_here: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where a true mask (T, G) has an earlier one beside it: the pairs of these settle all pairs."""
    return true_here & (np.cumsum(true_here, axis=1) > 1)


def _marked(
    masks: Sequence[Sequence[CocoRle | None]], tracks: _Ints, places: _Ints, frames: _Ints
) -> list[CocoRle]:
    """The masks, with the place of their frame added to their width.

    A call of pycocotools costs more than the comparing in it, but it passes over masks of different sizes at
    once. So the masks of several frames go in together, and only those of the same frame have the same width.
    No run length depends on it.
    """
    marked = []
    for track, place, frame in zip(
        tracks.tolist(), places.tolist(), frames[places].tolist(), strict=True
    ):
        mask = cast(CocoRle, masks[track][frame])
        height, width = mask["size"]
        marked.append(CocoRle(size=(height, width + place * _MARK), counts=mask["counts"]))
    return marked


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

    def texts(self) -> list[str]:
        return [
            "" if mask is None or not area else str(mask["counts"])
            for mask, area in zip(
                self.tracks.masks[self.track],
                self.tracks.all_areas[self.track].tolist(),
                strict=True,
            )
        ]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Strings) and self.texts() == other.texts()

    def __lt__(self, other: "_Strings") -> bool:
        return self.texts() < other.texts()

    def __hash__(self) -> int:
        return hash(self.track)
