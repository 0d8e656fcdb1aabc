"""Edges of masks, as paths of Qt."""

import numpy as np
from gui.canvas.canvas_case import as_array, mask_of
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PyQt6.QtGui import QColor, QImage, QPainter, QPainterPath
from pytestqt.qtbot import QtBot

from avisbuild.masks import decode, encode
from avisbuild.segment import MaskArray
from avisbuild_gui.canvas.outlines import closed_path, contours, edge_path, edge_path_within
from avisbuild_gui.canvas.pixmaps import occupied_columns

masks = arrays(np.bool_, st.tuples(st.integers(1, 14), st.integers(1, 14)))
Edge = tuple[int, int, int, int]


def filled(path: QPainterPath, width: int, height: int) -> MaskArray:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    painter.fillPath(path, QColor("white"))
    painter.end()
    return np.asarray(as_array(image)[..., 0] > 0)


def edges_of(mask: MaskArray) -> set[Edge]:
    """Every side of a pixel that has the mask on one side only."""
    padded = np.pad(mask, 1)
    level = {
        (int(x), int(y), int(x) + 1, int(y))
        for y, x in np.argwhere(padded[:-1, 1:-1] != padded[1:, 1:-1])
    }
    upright = {
        (int(x), int(y), int(x), int(y) + 1)
        for y, x in np.argwhere(padded[1:-1, :-1] != padded[1:-1, 1:])
    }
    return level | upright


def units(path: QPainterPath) -> list[Edge]:
    """The lines of a path, cut at every pixel."""
    found = []
    for number in range(0, path.elementCount(), 2):
        start, end = path.elementAt(number), path.elementAt(number + 1)
        (x0, x1), (y0, y1) = sorted((int(start.x), int(end.x))), sorted((int(start.y), int(end.y)))
        assert x0 == x1 or y0 == y1
        if y0 == y1:
            found += [(x, y0, x + 1, y0) for x in range(x0, x1)]
        else:
            found += [(x0, y, x0, y + 1) for y in range(y0, y1)]
    return found


@given(masks)
def test_the_outlines_filled_are_the_mask(mask: MaskArray) -> None:
    height, width = mask.shape
    path = closed_path(contours(mask), 0, 0)
    np.testing.assert_array_equal(filled(path, width, height), mask)


@given(masks)
def test_every_edge_is_drawn_once(mask: MaskArray) -> None:
    outlines = contours(mask)
    lines = units(edge_path(outlines, 0, 0)) if outlines else []
    assert len(lines) == len(set(lines))
    assert set(lines) == edges_of(mask)


@given(masks, st.integers(0, 14), st.integers(0, 14))
def test_boxes_side_by_side_give_every_edge_once(mask: MaskArray, x: int, y: int) -> None:
    height, width = mask.shape
    x, y = min(x, width), min(y, height)
    boxes = [(0, 0, x, y), (x, 0, width, y), (0, y, x, height), (x, y, width, height)]
    lines = [
        line
        for box in boxes
        if box[0] < box[2] and box[1] < box[3]
        for line in units(edge_path_within(mask, box))
    ]
    assert sorted(lines) == sorted(edges_of(mask))


def test_a_hole_has_an_outline_of_its_own() -> None:
    ring = mask_of(["#####", "#...#", "#...#", "#####"])
    assert sorted(len(outline) for outline in contours(ring)) == [4, 4]


def test_paths_lie_where_the_cut_out_mask_does(qtbot: QtBot) -> None:
    outlines = contours(mask_of(["##", "##"]))
    for path in (closed_path(outlines, 30, 7), edge_path(outlines, 30, 7)):
        assert path.boundingRect().getRect() == (30, 7, 2, 2)


@given(masks)
def test_only_the_columns_of_a_mask_are_unpacked_and_they_are_the_same(mask: MaskArray) -> None:
    left, columns = occupied_columns(encode(mask))
    again = np.zeros_like(mask)
    again[:, left : left + columns.shape[1]] = columns
    np.testing.assert_array_equal(again, decode(encode(mask)))
    assert not columns.size or (columns[:, 0].any() and columns[:, -1].any())
