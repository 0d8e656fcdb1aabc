"""Which way up a picture is shown, and whether as in a mirror: one of the eight ways of a display matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Any, cast

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

_QUARTER = 90
_SLACK_DEGREES = 1.0  # as ffmpeg's


class OddTurnError(ValueError):
    """A picture is to be shown turned by something else than quarters; `degrees` says by how much."""

    def __init__(self, turned_degrees: float) -> None:
        super().__init__(f"turned by {turned_degrees:.1f} degrees")
        self.degrees = turned_degrees


@dataclass(frozen=True, slots=True)
class ShownWay:
    """First mirrored left to right, if so, then turned counter-clockwise by `rotation` degrees."""

    rotation: int = 0
    mirrored: bool = False

    @property
    def swaps_sides(self) -> bool:
        """Whether what was the width is shown as the height."""
        return self.rotation in (90, 270)

    def applied(self, plane: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A plane (height, width) as it is shown."""
        return np.rot90(plane[:, ::-1] if self.mirrored else plane, self.rotation // _QUARTER)


def shown_way(frame: VideoFrame) -> ShownWay:
    """The way a decoded picture's display matrix says. Raises OddTurnError."""
    data = cast("Mapping[str, Any]", frame.side_data).get("DISPLAYMATRIX")
    return ShownWay() if data is None else way_of_matrix(np.frombuffer(data, "<i4").tolist())


def is_turned_otherwise(frame: VideoFrame, way: ShownWay) -> bool:
    """Whether a key picture says another way; one that says nothing is shown as those before it."""
    if not frame.key_frame or "DISPLAYMATRIX" not in frame.side_data:
        return False
    try:
        return shown_way(frame) != way
    except OddTurnError:
        return True


def way_of_matrix(matrix: list[int]) -> ShownWay:
    """The way of nine numbers in rows: x is shown at (m0 x + m3 y), y at (m1 x + m4 y). Raises OddTurnError.

    A matrix without an area turns nothing, as in ffmpeg.
    """
    a, b, c, d = (float(matrix[place]) for place in (0, 1, 3, 4))
    if hypot(a, b) == 0 or hypot(c, d) == 0 or a * d == b * c:
        return ShownWay()
    mirrored = a * d < b * c
    angle = degrees(atan2(b, -a) if mirrored else atan2(-b, a)) % 360
    turned = round(angle / _QUARTER) * _QUARTER
    if abs(angle - turned) > _SLACK_DEGREES:
        raise OddTurnError(angle)
    return ShownWay(turned % 360, mirrored)
