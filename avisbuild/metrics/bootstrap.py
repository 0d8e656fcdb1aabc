"""How sure the figures are: intervals from drawing the videos anew, whole videos at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.metrics.average_precision import Ranking, category_curves, ranked
from avisbuild.metrics.figures import FIGURES, FSLA_FIGURES
from avisbuild.metrics.hota import HotaCounts, hota_curves, mean_figures
from avisbuild.metrics.protocol import ALPHAS, EvaluationProtocol
from avisbuild.metrics.scoring import VideoCounts
from avisbuild.metrics.track_map import in_order, map_figures

_LEVEL = (2.5, 97.5)
_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 % of a figure over all draws, in percent; None where most draws leave it undefined."""

    low: float | None
    high: float | None


def bootstrap_intervals(
    videos: Sequence[VideoCounts],
    protocol: EvaluationProtocol,
    categories: Sequence[int],
    *,
    draws: int,
    seed: int = 0,
) -> dict[str, Interval]:
    """95 % intervals by drawing as many videos with replacement; the same seed gives the same intervals."""
    if not videos:
        return dict.fromkeys(FIGURES, Interval(None, None))
    videos = sorted(videos, key=lambda video: video.fsla.name)
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(len(videos), [1 / len(videos)] * len(videos), size=draws)
    table = np.concatenate(
        (
            _fsla(videos, weights),
            _hota([video.hota for video in videos], weights, protocol, categories),
            _track_map(videos, weights, protocol, categories),
        ),
        axis=1,
    )
    return {name: _interval(column) for name, column in zip(FIGURES, table.T, strict=True)}


def _interval(values: _Floats) -> Interval:
    defined = values[~np.isnan(values)]
    if defined.size * 2 < values.size or not defined.size:
        return Interval(None, None)
    low, high = np.percentile(defined, _LEVEL).tolist()
    return Interval(low, high)


def _fsla(videos: Sequence[VideoCounts], weights: _Ints) -> _Floats:
    """(draws, 4): overall, silent, single, multi."""
    if any(video.fsla.stop for video in videos):
        return np.full((len(weights), len(FSLA_FIGURES)), np.nan)
    right = np.stack([video.fsla.right.mean(axis=1) for video in videos])
    frames = np.stack([video.fsla.frames for video in videos])
    right = np.column_stack((right.sum(axis=1), right))
    frames = np.column_stack((frames.sum(axis=1), frames))
    total = (weights @ frames).astype(np.float64)
    undefined: _Floats = np.full_like(total, np.nan)
    np.divide(100.0 * (weights @ right), total, out=undefined, where=total > 0)
    return undefined


def _hota(
    videos: Sequence[HotaCounts],
    weights: _Ints,
    protocol: EvaluationProtocol,
    categories: Sequence[int],
) -> _Floats:
    present = sorted({class_id for video in videos for class_id in video.by_class})
    reference = protocol is EvaluationProtocol.REFERENCE
    classes = list(categories) if reference else present
    counts = np.zeros((len(videos), len(classes), 7, len(ALPHAS)))
    for number, video in enumerate(videos):
        for place, class_id in enumerate(classes):
            if class_id in video.by_class:
                counts[number, place] = video.by_class[class_id]
    rows = []
    for weight in weights:
        totals = np.tensordot(weight, counts, axes=1)
        drawn = [total for total in totals if reference or total[:3].any()]
        figures = mean_figures([hota_curves(total) for total in drawn], loca_always=reference)
        rows.append([_number(value) for value in figures.table().values()])
    return np.array(rows)


def _track_map(
    videos: Sequence[VideoCounts],
    weights: _Ints,
    protocol: EvaluationProtocol,
    categories: Sequence[int],
) -> _Floats:
    reference = protocol is EvaluationProtocol.REFERENCE
    matches = in_order([video.track_map for video in videos], first_stays_free=reference)
    ranking = ranked(matches)
    classes = [
        class_id for class_id in ranking.truth_count if not reference or class_id in categories
    ]
    return np.array([_map_row(ranking, classes, weight, reference=reference) for weight in weights])


def _map_row(
    ranking: Ranking, classes: Sequence[int], weight: _Ints, *, reference: bool
) -> list[float]:
    curves = [
        category_curves(ranking, class_id, ties_together=not reference, weights=weight)
        for class_id in classes
    ]
    return [_number(value) for value in map_figures(curves, None).table().values()]


def _number(value: float | None) -> float:
    return np.nan if value is None else value
