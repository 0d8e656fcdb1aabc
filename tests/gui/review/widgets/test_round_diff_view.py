"""R25, seen: both sides show the same part of the frame, what differs is outlined, nothing is drawn on."""

import numpy as np
import pytest
from gui.review.conftest import square
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from avisbuild.records import InstanceId
from avisbuild.review.diff import RoundChanges
from avisbuild.store import NOW
from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.review.blink import Side
from avisbuild_gui.review.compared_sides import ComparedSides
from avisbuild_gui.review.round_diff import ShownDiff
from avisbuild_gui.review.widgets.difference_item import COLOUR
from avisbuild_gui.review.widgets.round_diff_view import RoundDiffView
from avisbuild_gui.theme import LIGHT
from avisbuild_gui.values import MaskLayer

_FRAME = np.full((90, 160, 3), 60, np.uint8)


def _layer(left: int) -> MaskLayer:
    return MaskLayer(instance_id=InstanceId("dog"), rle=square(left), colour="#4ff7f7")


@pytest.fixture
def view(qtbot: QtBot) -> RoundDiffView:
    """A canvas with a view over it, in which a mask has moved."""
    canvas = FrameCanvas(LIGHT)
    qtbot.addWidget(canvas)
    canvas.resize(900, 400)
    canvas.show_frame(_FRAME)
    canvas.show()
    found = RoundDiffView(LIGHT, canvas)
    found.show_diff(
        ShownDiff(handovers=(), start=0, stop=NOW, changes=RoundChanges(video_id="a"), rows=())
    )
    found.show_frame(_FRAME)
    difference = np.zeros((90, 160), np.bool_)
    difference[40:56, 20:60] = True
    found.show_sides(
        ComparedSides(before=(_layer(20),), after=(_layer(44),), difference=difference)
    )
    return found


def _lefts(canvas: FrameCanvas) -> list[bytes]:
    return [layer.rle.counts for layer in canvas._items.layers]


def test_each_side_has_its_masks_and_both_outline_what_differs(view: RoundDiffView) -> None:
    assert _lefts(view.before) == [square(20).counts]
    assert _lefts(view.after) == [square(44).counts]
    for canvas in (view.before, view.after):
        image = canvas.grab().toImage()
        colours = {
            image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, 400, 3)
        }
        assert COLOUR.name() in colours


def test_both_sides_show_the_same_part_as_large(view: RoundDiffView) -> None:
    view.before.zoom_by(3)
    assert view.after.zoom_and_centre() == view.before.zoom_and_centre()
    view.look_at(None)
    assert view.before.is_fitted


def test_in_one_picture_the_masks_of_either_side_are_seen(view: RoundDiffView) -> None:
    view.show_one(one=True)
    assert not view.before.isVisibleTo(view)
    view.show_side(Side.BEFORE)
    assert _lefts(view.after) == [square(20).counts]
    assert view.headings[Side.AFTER].text() == "Before: The beginning"
    view.show_side(Side.AFTER)
    assert view.headings[Side.AFTER].text() == "After: Now"


def test_no_button_reaches_the_canvas_below(view: RoundDiffView) -> None:
    """Not even one that is pressed on a notice over it, which hands it on."""
    below = view.parent()
    assert isinstance(below, FrameCanvas)
    told = list[str]()
    below.pressed.connect(lambda: told.append("pressed"))
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(below.viewport(), left, pos=QPoint(300, 200))
    assert told == []
    view.show_diff(None)
    QTest.mouseClick(below.viewport(), left, pos=QPoint(300, 200))
    assert told == ["pressed"]
