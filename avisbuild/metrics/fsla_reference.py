"""FSLA as the published code counts it, quirk by quirk (docs/metrics.md has the list F1 to F12)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.metrics.alignment import align, match
from avisbuild.metrics.pair import VideoPair

FSLA_QUIRKS = frozenset(f"F{number}" for number in range(1, 13))
# The counts of 921,600 background pixels: the only empty mask that the published code knows.
EMPTY_COUNTS = "PPTl0"
NEVER, ALWAYS = -np.inf, np.inf
_Bools = NDArray[np.bool_]
_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where the published program ends without a number, and by which quirk."""

    quirk: str
    video: str
    frame: int
    problem: str


class ReferenceFrames:
    """One video as the published code sees it: every mask that is not null is a detection."""

    def __init__(self, pair: VideoPair) -> None:
        self.pair = pair
        self.quirks = FSLA_QUIRKS
        truth, pred = pair.truth, pair.pred
        ids = np.arange(len(truth)) if truth.ids is None else np.array(truth.ids)
        by_id = np.argsort(ids, kind="stable")
        self.rows = by_id[truth.written[by_id].any(axis=1)] if len(truth) else by_id
        self.columns = np.flatnonzero(pred.written.any(axis=1))
        self.true_here = truth.written
        self.pred_here = pred.written[self.columns]
        self.pred_class = pred.class_ids[self.columns]
        self.spelled_empty = pred.spelled_empty(EMPTY_COUNTS)[self.columns]
        self.without_pixel = ~pred.present[self.columns]
        self.empty = self.spelled_empty
        classes = np.array(sorted({*truth.categories, *self.pred_class.tolist()}))[:, None]
        # How many true masks of each class a frame has (K, T), and which predicted track has which class.
        self.true_count = (truth.class_ids == classes).astype(np.int64) @ truth.written
        self.pred_is = (self.pred_class == classes).astype(np.int64)
        self.stops: list[tuple[int, str, str]] = []
        self.pair_rows, self.pair_columns = self._match()
        self._published: tuple[_Floats, Stop | None] | None = None

    def may_move(self, quirk: str) -> bool:
        """Whether taking this quirk away can change a frame of this video; a quick test, not a proof."""
        if quirk == "F2":
            return bool((self.pred_here & (self.spelled_empty != self.without_pixel)).any())
        if quirk == "F3":
            return bool((self.pair_rows != self.pair_columns).any())
        if quirk == "F5":
            passing = self.levels()[0] > NEVER
            solid = self.pred_is @ (self.pred_here & ~self.spelled_empty)
            return bool((self.true_count != solid)[:, passing].any())
        if quirk == "F6":
            return self.rows.size < len(self.pair.truth) or bool((np.diff(self.rows) < 0).any())
        if quirk == "F7":
            return not bool(self.pred_here.all())
        return quirk in ("F1", "F4", "F8")

    def levels(self, quirks: frozenset[str] = FSLA_QUIRKS) -> tuple[_Floats, Stop | None]:
        """The IoU (T,) that alpha must stay below for a frame to be right, and the first stop."""
        # F8 is a matter of comparing with alpha, which comes later.
        if quirks | {"F8"} != FSLA_QUIRKS:
            return self._levels(quirks)
        if self._published is None:
            self._published = self._levels(FSLA_QUIRKS)
        return self._published

    def _levels(self, quirks: frozenset[str]) -> tuple[_Floats, Stop | None]:
        self.quirks, self.stops = quirks, []
        self.empty = self.spelled_empty if "F2" in quirks else self.without_pixel
        true_count = self.true_here.sum(axis=0)
        levels = np.full(self.pair.truth.frame_count, NEVER)
        solid_count = (self.pred_here & ~self.empty).sum(axis=0)
        allowed = self._classes_agree() & (true_count == solid_count)
        levels[allowed & (true_count == 0)] = ALWAYS
        single = np.flatnonzero(allowed & (true_count == 1))
        multi = np.flatnonzero(allowed & (true_count >= 2))
        if single.size:
            levels[single] = self._single(single)
        if multi.size:
            levels[multi] = self._multi(multi)
        self._note_empty_lists()
        return levels, self._first_stop()

    def _match(self) -> tuple[_Ints, _Ints]:
        rows, columns = self.rows, self.columns
        if not (rows.size and columns.size):
            nothing = np.zeros(0, dtype=np.int64)
            return nothing, nothing
        iou = self.pair.iou[:, rows][:, :, columns]
        true_frames = self.true_here[rows].sum(axis=1)
        return match(align(iou, true_frames, self.pred_here.sum(axis=1)))

    def _classes_agree(self) -> _Bools:
        """F1: a mask without a pixel still contributes its class. F5: sets know no multiplicity."""
        solid = self.pred_here & ~self.empty
        pred_count = self.pred_is @ (self.pred_here if "F1" in self.quirks else solid)
        agree: _Bools = ((self.true_count > 0) == (pred_count > 0)).all(axis=0)
        if "F5" not in self.quirks:
            agree &= (self.true_count == self.pred_is @ solid).all(axis=0)
        return agree

    def _single(self, frames: _Ints) -> _Floats:
        """Frames with one true mask. F3: its place is looked up among the columns, not the rows."""
        track = np.argmax(self.true_here[:, frames], axis=0)
        place = track if "F6" in self.quirks else self._rank(track)
        number = self._predicted_number()[place]
        addressed, found = self._addressed(number, frames, number >= 0)
        levels = self.pair.iou[frames, track, self.columns[addressed]] if self.columns.size else 0.0
        return np.where(found, levels, NEVER)

    def _multi(self, frames: _Ints) -> _Floats:
        """Frames with two and more true masks. F4: every pair of the video must pass, silent ones too."""
        truth = self.pair.truth
        levels = np.full(frames.size, ALWAYS)
        seen = np.zeros(frames.size, dtype=np.int64)
        for row, column in zip(self.pair_rows.tolist(), self.pair_columns.tolist(), strict=True):
            track = row if "F6" in self.quirks else self.rows[row]
            sounds = self.true_here[track, frames]
            asked = np.ones(frames.size, dtype=np.bool_) if "F4" in self.quirks else sounds
            addressed, found = self._addressed(np.full(frames.size, column), frames, asked)
            iou = self.pair.iou[frames, track, self.columns[addressed]]
            empty = self.empty[addressed, frames]
            quiet = empty & found if "F7" in self.quirks else empty | ~found
            level = np.where(sounds, np.where(found, iou, NEVER), np.where(quiet, ALWAYS, NEVER))
            same = self.pred_class[addressed] == truth.categories[track]
            both_absent = ~sounds & ~found if "F7" not in self.quirks else np.zeros_like(sounds)
            level = np.where(same | both_absent, level, NEVER)
            levels = np.where(asked, np.minimum(levels, level), levels)
            seen += sounds
        if "F4" not in self.quirks:
            levels = np.where(seen == self.true_here[:, frames].sum(axis=0), levels, NEVER)
        return levels

    def _predicted_number(self) -> _Ints:
        """The number of the predicted track that the code takes for each true one; -1 for none."""
        numbers = np.full(max(len(self.pair.truth), self.columns.size) + 1, -1)
        if "F3" in self.quirks:
            numbers[self.pair_columns] = np.arange(self.pair_columns.size)
        else:
            numbers[self.pair_rows] = self.pair_columns
        return numbers

    def _rank(self, track: _Ints) -> _Ints:
        ranks = np.zeros(len(self.pair.truth), dtype=np.int64)
        ranks[self.rows] = np.arange(self.rows.size)
        return ranks[track]

    def _addressed(self, number: _Ints, frames: _Ints, asked: _Bools) -> tuple[_Ints, _Bools]:
        """The column that `number` (F,) stands for in each frame, and where it has a detection there.

        F7: the number counts the detections of the frame, not the tracks; beyond the last, the program ends.
        """
        if not self.columns.size:
            return np.zeros(frames.size, dtype=np.int64), np.zeros(frames.size, dtype=np.bool_)
        safe = np.clip(number, 0, self.columns.size - 1)
        here = self.pred_here[:, frames]
        if "F7" not in self.quirks:
            return safe, asked & here[safe, np.arange(frames.size)]
        beyond = asked & (number >= here.sum(axis=0))
        for frame in frames[beyond].tolist():
            self.stops.append((frame, "F7", "IndexError: null shifts the predictions of the frame"))
        in_order = np.argsort(~here, axis=0, kind="stable")
        return in_order[safe, np.arange(frames.size)], asked & ~beyond

    def _note_empty_lists(self) -> None:
        for frame in self.pair.truth.empty_list or ():
            if frame is not None and "F11" in self.quirks:
                self.stops.append((frame, "F11", "the truth says [] instead of null"))

    def _first_stop(self) -> Stop | None:
        if not self.stops:
            return None
        frame, quirk, problem = min(self.stops)
        return Stop(quirk=quirk, video=self.pair.name, frame=frame, problem=problem)
