"""Dense flow between two pictures: where each pixel of the new one was in the old one."""

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Floats = NDArray[np.float32]

_TOLERANCE_PX = 1.0
_TOLERANCE_SHARE = 0.05  # of the way gone: what moves fast is found less exactly


class FlowFinder:
    """Finds flow by dense inverse search; a flow is (h, w, 2) float32, in pixels as (x, y)."""

    def __init__(self) -> None:
        self._quick = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        self._exact = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)

    def step(self, old: Gray, new: Gray) -> Floats:
        """The flow back from a picture (h, w) uint8 to the one before it: 3 ms at 640 x 360."""
        return np.asarray(self._quick.calc(new, old, _still(new.shape)), np.float32)

    def toward(self, anchor: Gray, new: Gray, guess: Floats) -> Floats:
        """The flow back from a picture to one that lies far behind, looked for around a guess: 20 ms."""
        return np.asarray(self._exact.calc(new, anchor, guess.copy()), np.float32)


def moved(values: NDArray[np.float32], back: Floats) -> Floats:
    """Values (h, w) or (h, w, c) of the old picture as they are in the new one."""
    rows, columns = np.indices(back.shape[:2], np.float32)
    found = cv2.remap(
        values,
        columns + back[..., 0],
        rows + back[..., 1],
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(found, np.float32)


def one_after_other(first: Floats, second: Floats) -> Floats:
    """The flow of two moves: `first` from the middle picture to the oldest, `second` from the newest."""
    return moved(first, second) + second


def doubtful(back: Floats, forth: Floats) -> NDArray[np.bool_]:
    """The pixels (h, w) whose way back and forth does not end where it began: hidden, or not followed."""
    error = np.linalg.norm(moved(forth, back) + back, axis=-1)
    allowed = _TOLERANCE_PX + _TOLERANCE_SHARE * np.linalg.norm(back, axis=-1)
    uncertain: NDArray[np.bool_] = error > allowed
    return uncertain


def _still(size: tuple[int, ...]) -> Floats:
    return np.zeros((*size, 2), np.float32)
