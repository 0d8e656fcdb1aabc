"""Nothing depends on colour alone: every state has a sign of its own, at every size, in both themes."""

from itertools import combinations

import numpy as np
import pytest
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QImage, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from avisbuild.annotation import CellSign
from avisbuild_gui.theme import (
    DARK,
    LIGHT,
    Theme,
    even_scale,
    icon_pixmap,
    lightness,
    paint_cell,
    qt_palette,
    sign_short_text,
    sign_text,
    stylesheet,
)
from avisbuild_gui.theme.icons import STROKES


def greys(image: QImage) -> np.ndarray:
    """(H, W) luma of an image."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    bits = grey.constBits()
    assert bits is not None
    buffer = np.frombuffer(bits.asarray(grey.sizeInBytes()), np.uint8)
    return buffer.reshape(grey.height(), grey.bytesPerLine())[:, : grey.width()].astype(float)


def cell(sign: CellSign, theme: Theme, width: int, height: int) -> np.ndarray:
    pixmap = QPixmap(width, height)
    painter = QPainter(pixmap)
    paint_cell(painter, QRectF(0, 0, width, height), sign, theme)
    painter.end()
    return greys(pixmap.toImage())


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("size", [(3, 20), (8, 19), (20, 22), (60, 50)], ids=str)
def test_every_two_states_differ_by_shape_in_grey(
    qtbot: QtBot, theme: Theme, size: tuple[int, int]
) -> None:
    """R16, R40: the drawing tells them apart; only an empty and a full cell differ by their tone."""
    greys_of = {sign: cell(sign, theme, *size) for sign in CellSign}
    for one, other in combinations(CellSign, 2):
        first, second = _drawing(greys_of[one]), _drawing(greys_of[other])
        if first is None and second is None:
            assert {one, other} == {CellSign.MASKED, CellSign.SILENT}
            assert abs(greys_of[one].mean() - greys_of[other].mean()) > 50
        elif first is not None and second is not None:
            assert np.abs(first - second).max() > 0.4, (one, other)
            assert np.abs(first - (1 - second)).max() > 0.4, (one, other)


def _drawing(grey: np.ndarray) -> np.ndarray | None:
    """What is drawn in a cell, stretched from 0 to 1 whatever its colours; None where it is of one tone."""
    return None if np.ptp(grey) < 3 else (grey - grey.min()) / np.ptp(grey)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_sign_stands_out_from_its_cell(qtbot: QtBot, theme: Theme) -> None:
    for sign in set(CellSign) - {CellSign.MASKED}:
        grey = cell(sign, theme, 8, 19)
        assert np.ptp(grey) > 40, sign


def test_every_state_has_words_of_its_own() -> None:
    assert len({sign_text(sign) for sign in CellSign}) == len(CellSign)
    assert len({sign_short_text(sign) for sign in CellSign}) == len(CellSign)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_scale_of_sound_gets_lighter_or_darker_at_every_step(theme: Theme) -> None:
    rgb = even_scale(theme.window, theme.waveform, theme.text)
    tones = np.array([lightness(f"#{r:02x}{g:02x}{b:02x}") for r, g, b in rgb])
    steps = np.diff(tones) * np.sign(tones[-1] - tones[0])
    assert (steps > 0).mean() > 0.95  # eight bits a channel round some steps away
    assert steps.min() > -0.004
    assert steps.max() < 0.01


def test_every_icon_is_drawn_and_no_two_are_alike(qtbot: QtBot) -> None:
    drawn = {name: greys(icon_pixmap(name, "#ffffff", 24).toImage()).tobytes() for name in STROKES}
    assert all(any(each) for each in drawn.values())
    assert len(set(drawn.values())) == len(drawn)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_text_stands_out_from_what_it_is_written_on(qtbot: QtBot, theme: Theme) -> None:
    for back in (theme.window, theme.panel, theme.raised, theme.selection):
        assert abs(lightness(theme.text) - lightness(back)) > 0.5
        assert abs(lightness(theme.text_dim) - lightness(back)) > 0.3


def test_a_theme_reaches_style_sheet_and_palette(qtbot: QtBot) -> None:
    assert DARK.panel in stylesheet(DARK)
    assert "%(" not in stylesheet(DARK)
    assert qt_palette(DARK).window().color().name() == DARK.window
