"""Which of two sides is seen: in turns at a pace that can be set, or the other one while a key is held."""

from enum import StrEnum

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from avisbuild_gui.values import BLINK_PACES_S, BLINK_S


class Side(StrEnum):
    """The annotation before, or after."""

    BEFORE = "before"
    AFTER = "after"

    @property
    def other(self) -> "Side":
        return Side.AFTER if self is Side.BEFORE else Side.BEFORE


class Blink(QObject):
    """Turns from side to side while it is on; off, it shows what is after.

    Signals:
        side_changed(Side): another side is to be seen.
        changed(): it went on or off, or has another pace.
    """

    side_changed = pyqtSignal(object)
    changed = pyqtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.side = Side.AFTER
        self.pace_s = BLINK_S
        self.is_on = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(lambda: self._show(self.side.other))

    def turn(self, *, on: bool) -> None:
        """Blink, beginning with what was before, or show what is after."""
        self.is_on = on
        if on:
            self._timer.start(round(1000 * self.pace_s))
        else:
            self._timer.stop()
        self._show(Side.BEFORE if on else Side.AFTER)
        self.changed.emit()

    def hold(self) -> None:
        """A key went down: the other side is seen, and stays as long as it is down."""
        self._timer.stop()
        self._show(self.side.other)

    def let_go(self) -> None:
        """It went up again."""
        self._show(Side.AFTER)
        if self.is_on:
            self._timer.start(round(1000 * self.pace_s))

    def use_pace(self, pace_s: float) -> None:
        """Each side is to be seen for so long."""
        self.pace_s = min(max(pace_s, BLINK_PACES_S[0]), BLINK_PACES_S[-1])
        if self._timer.isActive():
            self._timer.start(round(1000 * self.pace_s))
        self.changed.emit()

    def step_pace(self, steps: int) -> None:
        """A shorter or, with a positive number, a longer pace."""
        nearest = min(
            range(len(BLINK_PACES_S)), key=lambda index: abs(BLINK_PACES_S[index] - self.pace_s)
        )
        self.use_pace(BLINK_PACES_S[min(max(nearest + steps, 0), len(BLINK_PACES_S) - 1)])

    def _show(self, side: Side) -> None:
        if side is not self.side:
            self.side = side
            self.side_changed.emit(side)
