"""What tests of the canvas share: a mouse told in pixels of the frame, masks from pictures, screenshots."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QImage, QMouseEvent, QPaintEvent, QWheelEvent
from PyQt6.QtWidgets import QApplication

from avisbuild.masks import encode
from avisbuild.records import InstanceId
from avisbuild.segment import MaskArray
from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.values import MaskKind, MaskLayer

LEFT, MIDDLE, RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)
ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NO_KEY = Qt.KeyboardModifier.NoModifier
NO_BUTTON = Qt.MouseButton.NoButton


class Mouse:
    """Sends what a window system would send, at exact positions; x and y are pixels of the frame."""

    def __init__(self, canvas: FrameCanvas) -> None:
        self.canvas = canvas
        self._held = NO_BUTTON

    def at(self, x: float, y: float) -> QPointF:
        """Where the frame's point lies in the window, by Qt's own transformation."""
        transform = self.canvas.viewportTransform()
        return transform.map(QPointF(x + 0.5, y + 0.5))

    def press(
        self,
        x: float,
        y: float,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NO_KEY,
        *,
        twice: bool = False,
    ) -> None:
        """A button goes down; `twice`: as the second press of a double click."""
        self._held = button
        kind = QEvent.Type.MouseButtonDblClick if twice else QEvent.Type.MouseButtonPress
        self._send(kind, self.at(x, y), button, keys)

    def move(self, x: float, y: float, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """The mouse moves, with the button that is held."""
        self._send(QEvent.Type.MouseMove, self.at(x, y), NO_BUTTON, keys)

    def release(
        self,
        x: float,
        y: float,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NO_KEY,
    ) -> None:
        """A button goes up."""
        self._held = NO_BUTTON
        self._send(QEvent.Type.MouseButtonRelease, self.at(x, y), button, keys)

    def click(
        self,
        x: float,
        y: float,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NO_KEY,
    ) -> None:
        """Down and up."""
        self.press(x, y, button, keys)
        self.release(x, y, button, keys)

    def drag(
        self,
        *points_xy: tuple[float, float],
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NO_KEY,
    ) -> None:
        """Down at the first point, along the others, up at the last. Places are taken before it starts."""
        places = [self.at(x, y) for x, y in points_xy]
        self._held = button
        self._send(QEvent.Type.MouseButtonPress, places[0], button, keys)
        for place in places[1:]:
            self._send(QEvent.Type.MouseMove, place, NO_BUTTON, keys)
        self._held = NO_BUTTON
        self._send(QEvent.Type.MouseButtonRelease, places[-1], button, keys)

    def wheel(
        self,
        x: float,
        y: float,
        turn: tuple[int, int],
        keys: Qt.KeyboardModifier = NO_KEY,
        *,
        fingers: tuple[int, int] = (0, 0),
    ) -> None:
        """The wheel turns by eighths of a degree; `fingers`: two of them push by so many pixels."""
        place = self.at(x, y)
        phase = Qt.ScrollPhase.ScrollUpdate if any(fingers) else Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(
            place,
            self._global(place),
            QPoint(*fingers),
            QPoint(*turn),
            NO_BUTTON,
            keys,
            phase,
            False,  # noqa: FBT003
        )
        QApplication.sendEvent(self.canvas.viewport(), event)

    def leave(self) -> None:
        """The pointer leaves the window."""
        QApplication.sendEvent(self.canvas.viewport(), QEvent(QEvent.Type.Leave))

    def _send(
        self, kind: QEvent.Type, place: QPointF, button: Qt.MouseButton, keys: Qt.KeyboardModifier
    ) -> None:
        event = QMouseEvent(kind, place, self._global(place), button, self._held, keys)
        QApplication.sendEvent(self.canvas.viewport(), event)

    def _global(self, place: QPointF) -> QPointF:
        viewport = self.canvas.viewport()
        assert viewport is not None
        return viewport.mapToGlobal(place)


def screenshot(canvas: FrameCanvas) -> NDArray[np.int16]:
    """What is on the canvas now, (H, W, 3) int16 RGB in pixels of the screen; int16, to subtract them."""
    QApplication.processEvents()
    viewport = canvas.viewport()
    assert viewport is not None
    return as_array(viewport.grab().toImage())


def on_screen(canvas: FrameCanvas) -> NDArray[np.int16]:
    """What has been painted so far: what a screenshot would paint anew may still lie there from before."""
    for _ in range(20):
        QApplication.processEvents()
    screen = canvas.screen()
    assert screen is not None
    return as_array(screen.grabWindow(canvas.winId()).toImage())


def as_array(image: QImage) -> NDArray[np.int16]:
    """A picture of Qt as (H, W, 3) int16 RGB."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    memory = plain.constBits()
    assert memory is not None
    rows = np.frombuffer(memory.asstring(plain.sizeInBytes()), np.uint8)
    rows = rows.reshape(plain.height(), plain.bytesPerLine())[:, : 3 * plain.width()]
    return rows.reshape(plain.height(), plain.width(), 3).astype(np.int16)


def mask_of(rows: Sequence[str]) -> MaskArray:
    """A mask (H, W) from a picture: # is part of it."""
    return np.array([[character == "#" for character in row] for row in rows])


def mask_with_box(x0: int, y0: int, x1: int, y1: int, size: tuple[int, int]) -> MaskArray:
    """A mask (H, W) of one half-open box."""
    mask = np.zeros(size, np.bool_)
    mask[y0:y1, x0:x1] = True
    return mask


def layer_of(
    mask: MaskArray,
    *,
    colour: str = "#ff0000",
    kind: MaskKind = MaskKind.COMMITTED,
    name: str = "",
    is_active: bool = False,
) -> MaskLayer:
    """A layer with this mask."""
    return MaskLayer(
        instance_id=InstanceId(name or "dog_1"),
        rle=encode(mask),
        colour=colour,
        kind=kind,
        name=name,
        is_active=is_active,
    )


SIZE = (120, 160)
GREY = np.full((*SIZE, 3), 128, np.uint8)
STAIRS = np.zeros(SIZE, np.bool_)
STAIRS[50:56, 70:78] = mask_of(
    ["##......", "#######.", "##...##.", "##.#.###", "##...###", "########"]
)
WHOLE = (80.0, 60.0)


def origin(canvas: FrameCanvas) -> tuple[int, int]:
    """Where the frame's left top corner lies in the window."""
    corner = canvas.viewportTransform().map(QPointF(0, 0))
    assert corner == QPointF(round(corner.x()), round(corner.y()))
    return round(corner.x()), round(corner.y())


class Watched(FrameCanvas):
    """Keeps how many pixels each painting covered."""

    def __init__(self, theme: object) -> None:
        self.areas: list[int] = []
        super().__init__(theme)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent | None) -> None:
        assert event is not None
        rect = event.rect()
        self.areas.append(rect.width() * rect.height())
        super().paintEvent(event)


def settle() -> None:
    """Let everything be painted."""
    for _ in range(20):
        QApplication.processEvents()


def middle_of(canvas: FrameCanvas, row: int, column: int) -> tuple[int, int]:
    """The pixel of the window in the middle of a pixel of the frame."""
    point = canvas.viewportTransform().map(QPointF(column + 0.5, row + 0.5))
    return int(point.y()), int(point.x())


def rgb(colour: str) -> NDArray[np.int_]:
    """A colour "#rrggbb" as three numbers."""
    return np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)])
