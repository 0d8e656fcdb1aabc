"""How the whole picture moves from a second to the next, estimated from points that move together."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from avisbuild import inside
from avisbuild.untrusted.pictures import PICTURE_ERRORS, open_picture

Grey = NDArray[np.uint8]
Motion = NDArray[np.float64]
"""(2, 3): where a point (x, y) of one frame, each 0 to 1, lies in the next, if only the camera moved."""

_WIDTH_PX = 320
_POINTS = 300
_FEWEST_POINTS = 12
_LEAST_SHARE = 0.35
_NEAR_PX = 1.5


def read_small(path: Path) -> Grey | None:
    """A picture in grey, 320 pixels wide; None where there is none or it cannot be read."""
    try:
        with inside.reading(path) as stream, open_picture(stream, path.name) as picture:
            picture.draft("L", (_WIDTH_PX, _WIDTH_PX * picture.height // picture.width))
            return small_grey(np.array(picture.convert("L")))
    except PICTURE_ERRORS:
        return None


def small_grey(picture: NDArray[np.uint8]) -> Grey:
    """A picture of (H, W) or (H, W, 3) in grey, 320 pixels wide."""
    grey = np.array(Image.fromarray(picture).convert("L")) if picture.ndim == 3 else picture
    height = max(16, round(_WIDTH_PX * grey.shape[0] / grey.shape[1]))
    return np.asarray(cv2.resize(grey, (_WIDTH_PX, height), interpolation=cv2.INTER_AREA), np.uint8)


def camera_motions(frames: Iterable[Grey | None]) -> Iterator[Motion | None]:
    """The motion from each frame to the next; None where it cannot be told: a cut, a wall, no picture."""
    before: Grey | None = None
    for number, frame in enumerate(frames):
        if number:
            yield None if before is None or frame is None else _motion(before, frame)
        before = frame


def moved(motion: Motion, aspect: float) -> float:
    """How far the corners and the middle of the picture move, on average, as a share of its diagonal."""
    points = np.array([[0, 0], [1, 0], [0, 1], [1, 1], [0.5, 0.5]])
    shift = (points @ motion[:, :2].T + motion[:, 2] - points) * (aspect, 1.0)
    return float(np.hypot(shift[:, 0], shift[:, 1]).mean() / np.hypot(aspect, 1.0))


def mean_camera_motion(motions: Sequence[Motion | None], aspect: float) -> float | None:
    """Per cent of the diagonal a second, where it can be told; None where that is in under half of them."""
    told = [moved(each, aspect) for each in motions if each is not None]
    if not told or 2 * len(told) < len(motions):
        return None
    return 100 * float(np.mean(told))


def _motion(one: Grey, two: Grey) -> Motion | None:
    if one.shape != two.shape:
        return None
    points = cv2.goodFeaturesToTrack(one, _POINTS, 0.01, 5)
    if points is None or len(points) < _FEWEST_POINTS:
        return None
    there, found = _tracked(one, two, points)
    back, _ = _tracked(two, one, there)
    is_sure = found & (np.abs(back - points).max(axis=(1, 2)) < _NEAR_PX)
    if is_sure.sum() < _FEWEST_POINTS:
        return None
    matrix, inliers = cv2.estimateAffinePartial2D(
        points[is_sure], there[is_sure], ransacReprojThreshold=_NEAR_PX
    )
    if matrix is None or inliers.sum() < max(_FEWEST_POINTS, _LEAST_SHARE * is_sure.sum()):
        return None
    return _in_shares(matrix, one.shape)


def _tracked(one: Grey, two: Grey, points: Any) -> tuple[Any, NDArray[np.bool_]]:
    there, status, _ = cv2.calcOpticalFlowPyrLK(
        one, two, points, np.zeros_like(points), winSize=(15, 15), maxLevel=4
    )
    return there, status[:, 0] == 1


def _in_shares(matrix: NDArray[np.float64], shape: tuple[int, ...]) -> Motion:
    """The same motion for points whose x and y go from 0 to 1."""
    size = np.array([shape[1], shape[0]], np.float64)
    return np.column_stack([matrix[:, :2] * size / size[:, None], matrix[:, 2] / size])
