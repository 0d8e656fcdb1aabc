"""A grid on a minute of two instances."""

import pytest
from drawn_views import drawn_sound, drawn_view
from gui.sounding_grid.grid_case import MINUTE, PERSON
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from avisbuild_gui.sounding_grid import SoundingGrid
from avisbuild_gui.theme import LIGHT


@pytest.fixture
def grid(qtbot: QtBot) -> SoundingGrid:
    grid = SoundingGrid(LIGHT)
    qtbot.addWidget(grid)
    grid.resize(1366, 300)
    grid.show()
    grid.show_video(drawn_view(*MINUTE))
    grid.show_sound(drawn_sound("0123456789" * 6))
    grid.show_place(5, PERSON)
    QApplication.processEvents()
    return grid
