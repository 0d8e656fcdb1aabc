"""A canvas in a small window, mouse events, and pictures as arrays."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator

import numpy as np
import pytest
from gui.canvas.canvas_case import Mouse
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.theme import DARK


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[FrameCanvas]:
    """A canvas of 400 x 300 that shows a grey frame of 160 x 120, the whole of it."""
    widget = FrameCanvas(DARK)
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.show()
    qtbot.waitExposed(widget)
    widget.show_frame(np.full((120, 160, 3), 128, np.uint8))
    QApplication.processEvents()
    yield widget
    widget.close()


@pytest.fixture
def mouse(canvas: FrameCanvas) -> Mouse:
    """A mouse over the canvas, told in pixels of the frame."""
    return Mouse(canvas)
