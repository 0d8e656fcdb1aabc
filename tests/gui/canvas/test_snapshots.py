"""A few pictures of the canvas, against ones that were looked at."""

import numpy as np
import pytest
from golden.canvas_pictures import EXPECTED, STATES, picture_of
from gui.canvas.canvas_case import as_array
from PyQt6.QtGui import QImage
from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("state", STATES)
def test_the_canvas_looks_as_it_did(qtbot: QtBot, state: str) -> None:
    """R30. Soft rims may differ a little from one Qt to the next; a line, a hatch or a sign may not."""
    expected = as_array(QImage(str(EXPECTED / f"canvas-{state}.png")))
    difference = np.abs(as_array(picture_of(state)) - expected).max(axis=2)
    assert difference.mean() < 1.0
    assert (difference > 60).mean() < 0.003
