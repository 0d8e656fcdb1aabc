"""What speaks for it that a patch near a click is as wrong as what was clicked."""

import json
from functools import cache
from importlib import resources

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.segment.classical.geodesic import colour_log_odds, distances
from avisbuild.segment.classical.superpixels import Floats
from avisbuild.segment.classical.window import Window

_FREE_CONTRAST = 3.0
_FARTHEST = 100.0
_FAR_DEPTHS = 4.0
_GEODESIC_TRUST = 4.0
_SURE, _MOST_ODDS = 8.0, 5.0
_WEIGHTS_FILE = "correction_weights.json"


def signs(window: Window) -> Floats:
    """Eleven signs for each patch, (N, 11): where it lies, what edges are between, how like it is."""
    patches, depth = window.patches, window.depth_px
    away = np.hypot(*(patches.centres_xy - window.prompt.points_xy[-1]).T)
    same = window.patches_clicked(positive=window.positive)
    opposite = window.patches_clicked(positive=not window.positive)
    anchors = {patch for patch in opposite if window.open[patch]} - {window.clicked}
    rim = patches.rim()
    if window.positive:
        far = anchors | set(rim[window.open[rim]].tolist())
    else:
        far = set(np.flatnonzero(window.open & (away > _FAR_DEPTHS * depth)).tolist())
    from_click = _far_from(window, {window.clicked, *same})
    near = np.exp(-from_click / 10)
    belonging = np.where(window.open, 0.9 * np.exp(-((away / (2 * depth)) ** 2)) * near, 1.0)
    alike = np.where(window.open, np.exp(-((away / (1.5 * depth)) ** 2)) * near, 0.0)
    return np.stack(
        [
            np.log(away / depth + 0.3),
            np.log(_from_closed(window) / depth + 0.3),
            np.log1p(from_click),
            np.log1p(_far_from(window, set(np.flatnonzero(~window.open).tolist()))),
            np.log1p(_far_from(window, far - {window.clicked})),
            np.log1p(_far_from(window, anchors)),
            np.clip(colour_log_odds(patches, belonging), -_MOST_ODDS, _MOST_ODDS),
            np.clip(colour_log_odds(patches, np.clip(alike, 1e-6, 1)), -_MOST_ODDS, _MOST_ODDS),
            np.log1p(_unlike(window, away, from_click) / 5),
            _by_clicks_alone(window),
            window.thing,
        ],
        axis=1,
    )


def log_odds(found: Floats, *, positive: bool) -> Floats:
    """How likely each patch is wrong, as log odds (N,), by its signs (N, 11).

    A small network, fitted to simulated clicks on bad masks by `benchmarks/fit_corrections.py`.
    """
    layers = weights()["plus" if positive else "minus"]
    values = found.astype(np.float32)
    for number, (matrix, bias) in enumerate(layers):
        values = values @ matrix.T + bias
        if number < len(layers) - 1:
            values = np.tanh(values)
    return np.asarray(np.clip(values[:, 0], -_SURE, _SURE), np.float64)


@cache
def weights() -> dict[str, list[tuple[NDArray[np.float32], NDArray[np.float32]]]]:
    """The layers of the networks for "plus" and "minus": weights (out, in) and bias (out,) of each."""
    text = resources.files(__package__).joinpath(_WEIGHTS_FILE).read_text("utf-8")
    return {
        kind: [
            (np.array(each["weights"], np.float32), np.array(each["bias"], np.float32))
            for each in layers
        ]
        for kind, layers in json.loads(text).items()
    }


def _far_from(window: Window, seeds: set[int]) -> Floats:
    far = distances(window.patches, seeds, free_contrast=_FREE_CONTRAST)
    return np.minimum(far, _FARTHEST)


def _from_closed(window: Window) -> Floats:
    """How far each patch's centre is from what the click may not turn, in pixels."""
    turning = ~window.standing if window.positive else window.standing
    framed = np.pad(turning.astype(np.uint8), 1, mode="edge")
    depth = cv2.distanceTransform(framed, cv2.DIST_L2, 3)[1:-1, 1:-1]
    height, width = turning.shape
    columns, rows = np.round(window.patches.centres_xy).astype(np.intp).T
    return np.asarray(
        depth[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)], np.float64
    )


def _unlike(window: Window, away: Floats, from_click: Floats) -> Floats:
    """How much each patch's colour differs from those around the click, in Lab."""
    patches = window.patches
    around = away < 0.7 * window.depth_px
    around[window.clicked] = True
    counted = patches.areas * around * np.exp(-from_click / 5)
    mean = counted @ patches.colours / max(float(counted.sum()), 1e-9)
    return np.asarray(np.linalg.norm(patches.colours - mean, axis=1))


def _by_clicks_alone(window: Window) -> Floats:
    """What the clicks would say if no mask stood, as log odds (N,) for turning; 0 without a positive one."""
    patches = window.patches
    inside = set(window.patches_clicked(positive=True))
    if not inside:
        return np.zeros(patches.count)
    outside = {*window.patches_clicked(positive=False), *patches.rim().tolist()} - inside
    ratio = (_far_from(window, outside) + 1) / (_far_from(window, inside) + 1)
    known = _GEODESIC_TRUST * np.log(ratio)
    known += colour_log_odds(patches, 1 / (1 + np.exp(-np.clip(known, -_SURE, _SURE))))
    return np.clip(known if window.positive else -known, -_SURE, _SURE)
