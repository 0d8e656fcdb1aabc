"""Seconds that were listened to: a thin bar at the foot of the ruler, there or not, in one colour (R45)."""

from PyQt6.QtCore import QRect
from PyQt6.QtGui import QColor, QPainter

from avisbuild_gui.theme import Theme, mixed


def heard_rect(run: QRect) -> QRect:
    """Where in its part of the ruler a run of heard seconds has its bar."""
    high = max(2, run.height() // 7)
    return QRect(run.left(), run.bottom() + 1 - high, max(1, run.width() - 1), high)


def paint_heard(painter: QPainter, run: QRect, theme: Theme) -> None:
    """Mark a run of seconds as heard; `run` is its part of the ruler."""
    painter.fillRect(heard_rect(run), heard_colour(theme))


def heard_colour(theme: Theme) -> QColor:
    """Quiet, and told from the ruler's lines in either theme."""
    return mixed(theme.waveform, theme.panel, 0.85)
