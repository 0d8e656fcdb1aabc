"""The edges of masks as lines between pixels, so that at any zoom one sees which pixels belong.

Points are corners of pixels: pixel (x, y) covers x to x + 1 and y to y + 1, as in the scene.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QByteArray, QDataStream, QPointF
from PyQt6.QtGui import QPainterPath, QPolygonF

from avisbuild.segment import MaskArray

Points = NDArray[np.int32]

_LINE_TO = 1
_ELEMENT = np.dtype([("kind", ">i4"), ("xy", ">f8", 2)])


def contours(mask: MaskArray) -> list[Points]:
    """The closed edge of every part and of every hole, each (N, 2) int32 of x, y.

    OpenCV walks along the middles of pixels. On the mask at twice its size every edge has pixels of its
    own on the inside, an even one after a left or upper edge, an odd one before a right or lower edge.
    """
    twice = np.repeat(np.repeat(mask.view(np.uint8), 2, axis=0), 2, axis=1)
    found, _ = cv2.findContours(twice, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    return [_corners(points.reshape(-1, 2).astype(np.int32)) for points in found]


def closed_path(outlines: Sequence[Points], left: int, top: int) -> QPainterPath:
    """The outlines, moved by (left, top), as one path; filled, it is the mask, holes left out."""
    path = QPainterPath()
    for points in outlines:
        polygon = QPolygonF()
        polygon.fill(QPointF(), len(points) + 1)
        memory = polygon.data()
        memory.setsize(16 * (len(points) + 1))
        values = np.frombuffer(memory, np.float64).reshape(-1, 2)  # type: ignore[call-overload]
        values[:-1] = points
        values[-1] = points[0]
        values += (left, top)
        path.addPolygon(polygon)
    return path


def edge_path(outlines: Sequence[Points], left: int, top: int) -> QPainterPath:
    """The outlines as single level and upright lines, which Qt strokes ten times faster than a polygon."""
    lines = [np.hstack((np.roll(points, 1, axis=0), points)) for points in outlines]
    return _lines_path(np.add(np.concatenate(lines), (left, top, left, top)))


def edge_path_within(mask: MaskArray, box_xyxy: tuple[int, int, int, int]) -> QPainterPath:
    """The edges on the left and upper sides of the pixels in a half-open box of the mask (H, W).

    At the frame's right and lower rim also those on the other side; so boxes side by side give each
    edge once.
    """
    height, width = mask.shape
    x0, y0, x1, y1 = box_xyxy
    x_stop, y_stop = x1 + (x1 == width), y1 + (y1 == height)
    part = mask[max(0, y0 - 1) : y_stop, max(0, x0 - 1) : x_stop]
    top, left = int(y0 == 0), int(x0 == 0)
    is_inside = top == left == 0 and x1 < width and y1 < height
    if not part.any() or (is_inside and part.all()):
        return QPainterPath()
    region = np.zeros((y_stop - y0 + 1, x_stop - x0 + 1), np.bool_)
    region[top : top + part.shape[0], left : left + part.shape[1]] = part
    y, x_start, x_end = _runs(region[:-1, 1:] ^ region[1:, 1:])
    x, y_start, y_end = _runs((region[1:, :-1] ^ region[1:, 1:]).T)
    level = np.stack((x_start, y, x_end, y), axis=1)
    upright = np.stack((x, y_start, x, y_end), axis=1)
    return _lines_path(np.add(np.concatenate((level, upright)), (x0, y0, x0, y0)))


def _corners(points: Points) -> Points:
    """Turn pixels of the doubled mask into corners of pixels: each once, none on a straight line."""
    corners = (points + 1) // 2
    corners = corners[(corners != np.roll(corners, 1, axis=0)).any(axis=1)]
    before = corners - np.roll(corners, 1, axis=0)
    after = np.roll(corners, -1, axis=0) - corners
    turns: NDArray[np.bool_] = (before * after[:, ::-1] * (1, -1)).sum(axis=1) != 0
    turning: Points = corners[turns]
    return turning


def _lines_path(lines: NDArray[np.integer]) -> QPainterPath:
    """Single lines (N, 4) from x, y to x, y as a path, read from the bytes that Qt writes for one.

    Thousands of calls of moveTo and lineTo would take longer than all the rest of a mask.
    """
    path = QPainterPath()
    if not len(lines):
        return path
    elements = np.zeros(2 * len(lines), _ELEMENT)
    elements["kind"][1::2] = _LINE_TO
    elements["xy"] = lines.reshape(-1, 2)
    head, tail = np.array([len(elements)], ">i4").tobytes(), bytes(8)
    stream = QDataStream(QByteArray(head + elements.tobytes() + tail))
    stream.setVersion(QDataStream.Version.Qt_6_0)
    stream >> path  # type: ignore[operator]
    return path


def _runs(lines: MaskArray) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every run in every row: rows, starts, stops."""
    padded = np.zeros((lines.shape[0], lines.shape[1] + 2), np.int8)
    padded[:, 1:-1] = lines
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    return rows, starts, np.nonzero(steps == -1)[1]
