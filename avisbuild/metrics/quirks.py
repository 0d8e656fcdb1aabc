"""Which quirk of the published code moved which figure: each is taken away alone, and the change told."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from avisbuild.metrics.figures import FSLA_FIGURES, Figures, Table, fsla_table
from avisbuild.metrics.fsla import KINDS, FslaCounts, compute_fsla
from avisbuild.metrics.fsla_reference import FSLA_QUIRKS
from avisbuild.metrics.hota import (
    HOTA_FIGURES,
    HotaCounts,
    HotaFigures,
    compute_hota,
    hota_curves,
    mean_figures,
    own_hotas,
    summed,
)
from avisbuild.metrics.protocol import ALPHAS, EvaluationProtocol
from avisbuild.metrics.scoring import FSLA_SWITCHES, VideoScores
from avisbuild.metrics.track_map import MAP_FIGURES, MapCounts, MapFigures, compute_track_map

REFERENCE = EvaluationProtocol.REFERENCE
QUIRKS = {
    "F1": "a mask without a pixel still contributes its category to the frame",
    "F2": "only the text PPTl0 is known as an empty mask, that is, 921,600 pixels",
    "F1+F2": "a mask without a pixel that is not PPTl0 is an object of its category",
    "F3": "in frames with one source the matching is read backwards",
    "F4": "in frames with several sources all pairs of the video must pass",
    "F5": "categories of a frame are compared as sets",
    "F6": "true tracks are addressed by id in one place and by file order in another",
    "F7": "predicted tracks are addressed in a list that lacks the null ones",
    "F8": "IoU must be above alpha; HOTA takes it at alpha too (both protocols)",
    "F9": "a kind without frames is NaN",
    "F10": "every prediction counts, whatever its score, and there is no class average (both protocols)",
    "F11": "[] instead of null in the truth ends the program",
    "F12": "counts of right frames are cut down to whole numbers",
    "H1": "a mask without a pixel is a detection",
    "H2": "categories that do not occur are averaged in, as 0",
    "H3": "LocA without a match counts as 1",
    "H4": "HOTA is a mean of square roots, not the root of DetA times AssA (both protocols)",
    "H5": "crowds are objects like others",
    "H6": "categories that are only predicted are averaged in (both protocols)",
    "A1": "the true track of the first prediction of all can be matched again",
    "A2": "a size class without truth is -100",
    "A3": "a track on the edge of two size classes is in both",
    "A4": "areas are those stated in the truth file",
    "A5": "predictions of equal score count in the order of the file and of the videos' names",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How figures change when one quirk is taken away: only those that do, in percentage points.

    None where the figure is undefined with or without it. `videos` has the change of FSLA, or of the quirk's
    own main figure, of each video on its own.
    """

    figures: Mapping[str, float | None]
    videos: Mapping[str, float | None]


def quirk_shifts(
    videos: Sequence[VideoScores], reference: Figures, categories: Sequence[int]
) -> dict[str, Shift]:
    """The shift of every quirk that the reference protocol has, and of two that hide each other."""
    return {
        **_fsla_shifts(videos, reference),
        **_hota_shifts(videos, reference, categories),
        **_map_shifts(videos, reference, categories),
    }


def _fsla_shifts(videos: Sequence[VideoScores], reference: Figures) -> dict[str, Shift]:
    shifts = {}
    for quirk in FSLA_SWITCHES:
        counts, moved = [], {}
        for video in videos:
            with_it = video.counts[REFERENCE].fsla
            without = video.without.fsla.get(quirk, with_it) if video.without else with_it
            counts.append(without)
            change = _own_change(with_it, without)
            if change != 0:
                moved[video.name] = change
        changes = _changes(reference.table, fsla_table(compute_fsla(counts, REFERENCE)))
        if changes or quirk in FSLA_QUIRKS:
            shifts[quirk] = Shift(figures=changes, videos=moved)
    kinds = zip(FSLA_FIGURES[1:], reference.frames, strict=True)
    no_frames: dict[str, float | None] = {name: None for name, frames in kinds if not frames}
    shifts["F9"] = Shift(figures=no_frames, videos={})
    shifts["F10"] = Shift(figures={}, videos={})
    ended = {stop.video: None for stop in reference.stops if stop.quirk == "F11"}
    shifts["F11"] = Shift(figures=dict.fromkeys(FSLA_FIGURES) if ended else {}, videos=ended)
    right = sum((video.counts[REFERENCE].fsla.right.mean(axis=1) for video in videos), np.zeros(3))
    cut = dict(zip(KINDS, (right - np.array(reference.right)).tolist(), strict=True))
    lost = {f"counts.{kind}.right": value for kind, value in cut.items() if value > 1e-9}
    shifts["F12"] = Shift(figures=lost, videos={})
    return shifts


def _own_change(with_it: FslaCounts, without: FslaCounts) -> float | None:
    """How FSLA of one video changes; None where the published program ends."""
    if without is with_it:
        return 0.0
    if with_it.stop or without.stop:
        return None if bool(with_it.stop) != bool(without.stop) else 0.0
    gained = int((without.right - with_it.right).sum())
    return 100.0 * gained / len(ALPHAS) / int(with_it.frames.sum())


def _hota_shifts(
    videos: Sequence[VideoScores], reference: Figures, categories: Sequence[int]
) -> dict[str, Shift]:
    before = {name: reference.table[name] for name in HOTA_FIGURES}
    kept = [video.counts[REFERENCE].hota for video in videos]
    curves = {class_id: hota_curves(total) for class_id, total in summed(kept).items()}
    listed = [curve for class_id, curve in curves.items() if class_id in set(categories)]
    true_classes = {
        class_id
        for video in kept
        for class_id, counts in video.by_class.items()
        if (counts[0] + counts[1]).any()
    } & set(categories)
    blank = [hota_curves(np.zeros((7, 19)))] * (len(set(categories)) - len(listed))
    true = [curve for class_id, curve in curves.items() if class_id in true_classes]

    def shift(after: Mapping[str, float | None] | HotaFigures) -> Shift:
        table = after if isinstance(after, Mapping) else after.table()
        return Shift(figures=_changes(before, table), videos={})

    root = dict(before)
    if before["DetA"] is not None and before["AssA"] is not None:
        root["HOTA"] = math.sqrt(before["DetA"] * before["AssA"])
    return {
        "H1": _hota_swap("H1", videos, before, categories),
        "H2": shift(mean_figures(listed, loca_always=True)),
        "H3": shift(mean_figures([*listed, *blank], loca_always=False)),
        "H4": shift(root),
        "H5": _hota_swap("H5", videos, before, categories),
        "H6": shift(mean_figures(true, loca_always=True)),
    }


def _hota_swap(
    quirk: str, videos: Sequence[VideoScores], before: Table, categories: Sequence[int]
) -> Shift:
    """A quirk that changes what counts as a detection, so that videos move on their own."""
    kept = [video.counts[REFERENCE].hota for video in videos]
    counts = [
        video.without.hota.get(quirk, with_it) if video.without else with_it
        for video, with_it in zip(videos, kept, strict=True)
    ]
    if all(without is with_it for without, with_it in zip(counts, kept, strict=True)):
        return Shift(figures={}, videos={})
    pairs = zip(_own_hota(kept), _own_hota(counts), strict=True)
    changes = [_change(with_it, without) for with_it, without in pairs]
    moved = {
        video.name: change for video, change in zip(videos, changes, strict=True) if change != 0
    }
    after = compute_hota(counts, REFERENCE, categories).overall.table()
    return Shift(figures=_changes(before, after), videos=moved)


def _own_hota(counts: Sequence[HotaCounts]) -> list[float | None]:
    return [figures.HOTA for figures in own_hotas(counts, loca_always=True)]


def _map_shifts(
    videos: Sequence[VideoScores], reference: Figures, categories: Sequence[int]
) -> dict[str, Shift]:
    before = {name: reference.table[name] for name in MAP_FIGURES}
    kept = [video.counts[REFERENCE].track_map for video in videos]

    def without(quirk: str) -> list[MapCounts]:
        return [
            video.without.track_map.get(quirk, counts) if video.without else counts
            for video, counts in zip(videos, kept, strict=True)
        ]

    def changed(quirk: str) -> dict[str, float | None]:
        return {v.name: None for v in videos if v.without and quirk in v.without.track_map}

    def shift(figures: MapFigures, moved: Callable[[], dict[str, float | None]] = dict) -> Shift:
        changes = _changes(before, figures.table())
        return Shift(figures=changes, videos=moved() if changes else {})

    def score(counts: Sequence[MapCounts], **options: Any) -> MapFigures:
        return compute_track_map(counts, REFERENCE, categories, **options).overall

    first = min((c.name for c in kept if c.matching.scores.size), default="")
    free = shift(score(kept, first_stays_free=False))
    gone = {name: None for name, value in before.items() if value == -100.0}
    return {
        "A1": Shift(
            figures=free.figures, videos={first: free.figures.get("mAP")} if free.figures else {}
        ),
        "A2": Shift(figures=gone, videos={}),
        "A3": shift(score(without("A3")), lambda: changed("A3")),
        "A4": shift(score(without("A4")), lambda: changed("A4")),
        "A5": shift(score(kept, ties_together=True)),
    }


def _changes(before: Mapping[str, float | None], after: Mapping[str, float | None]) -> Table:
    changes = {name: _change(before[name], after[name]) for name in after}
    return {name: change for name, change in changes.items() if change != 0}


def _change(before: float | None, after: float | None) -> float | None:
    """The difference; 0 for rounding and where both are undefined alike, None where one is."""
    undefined = [value is None or math.isnan(value) for value in (before, after)]
    if all(undefined):
        return 0.0
    if before is None or after is None or any(undefined):
        return None
    return after - before if abs(after - before) > 1e-9 else 0.0
