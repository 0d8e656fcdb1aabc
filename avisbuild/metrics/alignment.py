"""Which predicted track stands for which true one over a whole video (docs/metrics.md, alignment)."""

from collections.abc import Callable
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from avisbuild.metrics.protocol import EPS

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]
_Solver = Callable[[_Floats], tuple[_Ints, _Ints]]


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
    rows, columns = _solver()(-scores)
    return rows, columns


@cache
def _solver() -> _Solver:
    """scipy's `linear_sum_assignment`, whose way to break ties decides some of the published figures.

    Importing scipy.optimize takes as long as scoring thirty videos, so its one compiled file is loaded
    alone where it can be found.
    """
    package = find_spec("scipy")
    for place in package.submodule_search_locations or () if package else ():
        for suffix in EXTENSION_SUFFIXES:
            path = Path(place, "optimize", f"_lsap{suffix}")
            if path.is_file():
                spec = spec_from_file_location("_lsap", path)
                if spec is not None and spec.loader is not None:
                    module = module_from_spec(spec)
                    spec.loader.exec_module(module)
                    return cast(_Solver, module.linear_sum_assignment)
    from scipy.optimize import linear_sum_assignment

    return cast(_Solver, linear_sum_assignment)
