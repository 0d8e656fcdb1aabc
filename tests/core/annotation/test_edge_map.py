"""Paths along edges: on the edge of a drawn shape, and on real pictures better than a straight line."""

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from avisbuild.annotation.edge_map import EdgeMap
from avisbuild.segment import Image

_REAL = Path(__file__).parents[4] / "shared" / "media" / "00000768.mp4"


def _disc(radius: float = 40.0) -> Image:
    rows, columns = np.mgrid[:120, :160]
    inside = np.hypot(columns - 80, rows - 60) <= radius
    return np.where(inside[..., None], (200, 60, 40), (30, 90, 120)).astype(np.uint8)


def _pixels_on(path: tuple[tuple[float, float], ...]) -> NDArray[np.int64]:
    """Every pixel that a path passes, (N, 2) of x, y, in order."""
    canvas: list[NDArray[np.float64]] = []
    for start, stop in pairwise(path):
        count = int(max(abs(stop[0] - start[0]), abs(stop[1] - start[1]), 1))
        canvas.append(np.linspace(start, stop, count + 1))
    return np.rint(np.concatenate(canvas)).astype(np.int64)


def test_a_path_between_two_points_of_a_circle_follows_the_circle() -> None:
    """R42."""
    path = EdgeMap.around(_disc(), (40.0, 60.0)).path_to((80.0, 20.0))
    pixels = _pixels_on(path)
    assert path[0] == (40.0, 60.0)
    assert path[-1] == (80.0, 20.0)
    assert np.abs(np.hypot(pixels[:, 0] - 80, pixels[:, 1] - 60) - 40).max() <= 2.5


def test_a_path_has_the_anchor_and_the_point_as_they_were_given() -> None:
    """Between them are pixels, but nothing of what was pointed at is rounded."""
    edges = EdgeMap.around(_disc(), (40.3, 60.2))
    path = edges.path_to((79.7, 20.4))
    assert (path[0], path[-1]) == ((40.3, 60.2), (79.7, 20.4))


def test_beyond_the_map_a_path_goes_on_straight() -> None:
    edges = EdgeMap.around(_disc(), (40.0, 60.0), reach_px=30)
    path = edges.path_to((150.0, 60.0))
    assert path[-1] == (150.0, 60.0)
    assert path[-2] == (70.0, 60.0)
    assert all(x <= 70 for x, _ in path[:-1])


@pytest.mark.parametrize("anchor", [(0.0, 0.0), (159.0, 119.0), (-0.4, 60.0), (400.0, -9.0)])
def test_an_anchor_at_the_frame_s_edge_or_beside_it_does(anchor: tuple[float, float]) -> None:
    path = EdgeMap.around(_disc(), anchor, reach_px=50).path_to((80.0, 20.0))
    assert (path[0], path[-1]) == (anchor, (80.0, 20.0))


@pytest.mark.skipif(not _REAL.exists(), reason="no real pictures on this machine")
def test_on_a_real_picture_a_path_keeps_to_the_edge_where_a_straight_line_leaves_it() -> None:
    """R42: around heads, shoulders and a guitar."""
    video = cv2.VideoCapture(str(_REAL))
    video.set(cv2.CAP_PROP_POS_FRAMES, 60)
    _, picture = video.read()
    video.release()
    image: Image = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).astype(np.uint8)
    grey = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (0, 0), 1).astype(np.float32)
    steepness = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    gains = []
    for start, stop in (
        ((205.0, 217.0), (300.0, 130.0)),
        ((287.0, 60.0), (350.0, 50.0)),
        ((218.0, 308.0), (290.0, 274.0)),
        ((107.0, 105.0), (164.0, 130.0)),
    ):
        path = EdgeMap.around(image, start).path_to(stop)
        along, straight = _pixels_on(path), _pixels_on((start, stop))
        gains.append(
            float(
                steepness[along[:, 1], along[:, 0]].mean()
                / steepness[straight[:, 1], straight[:, 0]].mean()
            )
        )
    assert min(gains) > 1.5, gains
