"""Which predicted track stands for which true one over a whole video (docs/metrics.md, alignment)."""

import numpy as np
from numpy.typing import NDArray

from avisbuild.metrics.protocol import EPS

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


def align(iou: _Floats, truth_frames: _Ints, pred_frames: _Ints) -> _Floats:
    """How well whole tracks agree, (G, P) in [0, 1], from their overlaps (T, G, P).

    `truth_frames` (G,) and `pred_frames` (P,) say in how many frames each track is; none is 0.
    """
    total = iou.sum(axis=1, keepdims=True) + iou.sum(axis=2, keepdims=True) - iou
    shares = np.divide(iou, total, out=np.zeros_like(iou), where=total > EPS)
    potential = shares.sum(axis=0)
    scores: _Floats = potential / (truth_frames[:, None] + pred_frames[None, :] - potential)
    return scores


def match(scores: _Floats) -> tuple[_Ints, _Ints]:
    """The pairs (rows, columns) with the greatest sum of scores: min(G, P) of them, rows ascending."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(-scores)
    return rows, columns
