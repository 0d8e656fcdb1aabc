"""What turning the wheel means: alone up and down, with Shift along the time, with Ctrl closer or further."""

from dataclasses import dataclass

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QWheelEvent

_ZOOM_A_NOTCH = 1.2
_PX_A_NOTCH = 66


@dataclass(frozen=True, slots=True)
class WheelMove:
    """A zoom by `factor` about `x`, or a scroll by pixels."""

    factor: float = 1.0
    x: float = 0.0
    right_px: int = 0
    down_px: int = 0


def wheel_move(event: QWheelEvent, *, left_px: int) -> WheelMove:
    """What the event asks for, in a widget whose seconds begin at `left_px`."""
    turn, fine = event.angleDelta(), event.pixelDelta()
    modifiers = event.modifiers()
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        notches = (turn.y() or turn.x()) / 120
        return WheelMove(factor=_ZOOM_A_NOTCH**notches, x=event.position().x() - left_px)
    across = fine.x() or round(turn.x() / 120 * _PX_A_NOTCH)
    along = fine.y() or round(turn.y() / 120 * _PX_A_NOTCH)
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return WheelMove(right_px=-(along or across))
    return WheelMove(right_px=-across, down_px=-along)
