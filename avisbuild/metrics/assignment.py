"""The best pairs of masks in each frame of a video."""

import numpy as np
from numpy.typing import NDArray

from avisbuild.metrics.alignment import match

_Bools = NDArray[np.bool_]
_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


def best_pairs(scores: _Floats, true_here: _Bools, pred_here: _Bools) -> tuple[_Ints, _Ints, _Ints]:
    """Frames, rows and columns (K,) of the pairs that maximise each frame's sum of scores (T, G, P) > 0.

    A frame in which every row has its own unbeaten column needs no search; the others are solved one by
    one, among the masks that are there.
    """
    flipped = scores.shape[1] > scores.shape[2]
    table = scores.transpose(0, 2, 1) if flipped else scores
    best = table.max(axis=2)
    wanted = best > 0
    rivals = (table == best[:, :, None]).sum(axis=2) > 1
    column = table.argmax(axis=2)
    clash = _same_column(column, wanted) | (rivals & wanted).any(axis=1)
    easy = wanted & ~clash[:, None]
    frame, row = np.nonzero(easy)
    column = column[frame, row]
    found = [(frame, column, row) if flipped else (frame, row, column)]
    for hard in np.flatnonzero(clash).tolist():
        rows, columns = np.flatnonzero(true_here[:, hard]), np.flatnonzero(pred_here[:, hard])
        chosen, partner = match(scores[hard][np.ix_(rows, columns)])
        found.append((np.full(chosen.size, hard), rows[chosen], columns[partner]))
    frames, firsts, seconds = (np.concatenate(part) for part in zip(*found, strict=True))
    return frames, firsts, seconds


def _same_column(column: _Ints, wanted: _Bools) -> _Bools:
    """Frames (T,) in which two rows want the same column."""
    clash = np.zeros(len(column), dtype=np.bool_)
    for row in range(column.shape[1]):
        for other in range(row):
            clash |= wanted[:, row] & wanted[:, other] & (column[:, row] == column[:, other])
    return clash
