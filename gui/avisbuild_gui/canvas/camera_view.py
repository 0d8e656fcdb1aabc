"""A view that zooms about the pointer and keeps its place to the last digit."""

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QNativeGestureEvent, QPainter, QResizeEvent, QTransform, QWheelEvent
from PyQt6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QScrollBar, QWidget

from avisbuild_gui.canvas.camera import (
    Camera,
    Size,
    Xy,
    fitted,
    kept_on_frame,
    panned,
    scroll_xy,
    showing,
    to_frame,
    zoomed,
)

_ZOOM_A_NOTCH = 1.2
_NOTCH = 120
_PAN_A_NOTCH_PX = 60.0


class CameraView(QGraphicsView):
    """A scene seen by a camera of ours; the scroll bars of Qt, which know whole pixels only, follow it.

    The wheel zooms about the pointer; two fingers, Shift or Alt with the wheel, or a wheel that tilts, move
    the view.

    Signals:
        view_changed: zoom, pan or window size changed.
        brush_scaled: the wheel was turned with Ctrl by so many steps; up is positive, and bigger.
    """

    view_changed = pyqtSignal()
    brush_scaled = pyqtSignal(int)

    def __init__(self, scene: QGraphicsScene, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: Size | None = None
        self._camera = Camera(1.0, (0.0, 0.0))
        self._is_fitted = True
        self._is_view_waiting = False
        self._wheel_rest = 0
        self.setScene(scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setInteractive(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)

    @property
    def is_fitted(self) -> bool:
        """Whether the whole frame is shown, and stays so when the window's size changes."""
        return self._is_fitted

    def zoom_and_centre(self) -> tuple[float, tuple[float, float]]:
        """Zoom (pixels of the window per pixel of the frame), and the point of the frame in the middle."""
        return self._camera.zoom, self._camera.centre_xy

    def restore_view(self, zoom: float, centre_xy: tuple[float, float]) -> None:
        """Go back to what `zoom_and_centre` gave; kept for the first frame where none is shown yet."""
        camera = Camera(zoom, centre_xy)
        if self._frame is None:
            self._camera, self._is_view_waiting = camera, True
        else:
            self._see(camera, is_fitted=camera == fitted(self._frame, self._size))

    def zoom_to_fit(self) -> None:
        """Show the whole frame, and keep showing it when the window's size changes."""
        self._is_view_waiting = False
        self._is_fitted = True
        if self._frame is not None:
            self._see(fitted(self._frame, self._size), is_fitted=True)

    def zoom_by(self, factor: float) -> None:
        """Zoom in (factor > 1) or out about the middle of the view."""
        self.zoom_to(self._camera.zoom * factor)

    def zoom_to(self, zoom: float) -> None:
        """Zoom to so many pixels of the window per pixel of the frame; the middle stays."""
        if self._frame is not None:
            self._see(Camera(zoom, self._camera.centre_xy), is_fitted=False)

    def look_at(self, box_xyxy: tuple[float, float, float, float] | None) -> None:
        """Show a box of the frame well, and keep the view where it does so already; all of it for None."""
        if box_xyxy is None:
            self.zoom_to_fit()
        elif self._frame is not None:
            camera = showing(self._camera, box_xyxy, self._frame, self._size)
            if camera != self._camera:
                self._see(camera, is_fitted=camera == fitted(self._frame, self._size))

    def pan_by(self, dx: float, dy: float) -> None:
        """Push the picture by so many pixels of the window."""
        if self._frame is not None and (dx or dy):
            self._see(panned(self._camera, dx, dy), is_fitted=False)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if self._frame is not None and self._is_fitted:
            self.zoom_to_fit()
        elif self._frame is not None:
            self._see(self._camera, is_fitted=False)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        assert event is not None
        event.accept()
        turn, fingers = event.angleDelta(), event.pixelDelta()
        has_fingers = not fingers.isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._scale_brush(turn.y() or turn.x())
        elif has_fingers:
            self.pan_by(fingers.x(), fingers.y())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan_by((turn.x() or turn.y()) / _NOTCH * _PAN_A_NOTCH_PX, 0)
        elif turn.x():
            self.pan_by(turn.x() / _NOTCH * _PAN_A_NOTCH_PX, 0)
        elif turn.y():
            place = event.position()
            self._zoom_about((place.x(), place.y()), _ZOOM_A_NOTCH ** (turn.y() / _NOTCH))

    def viewportEvent(self, event: QEvent | None) -> bool:
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            place = event.position()
            self._zoom_about((place.x(), place.y()), 1 + event.value())
            return True
        return super().viewportEvent(event)

    def _take_frame_size(self, frame: Size) -> None:
        """Another frame is shown; the view stays where it is unless the frame's size differs."""
        if frame == self._frame:
            return
        self._frame = frame
        if self._is_view_waiting:
            self._is_view_waiting = False
            self._see(self._camera, is_fitted=self._camera == fitted(frame, self._size))
        else:
            self.zoom_to_fit()

    def _zoom_about(self, view_xy: Xy, factor: float) -> None:
        if self._frame is None or factor <= 0:
            return
        limits = Camera(self._camera.zoom * factor, self._camera.centre_xy)
        zoom = kept_on_frame(limits, self._frame, self._size).zoom
        if zoom != self._camera.zoom:
            self._see(zoomed(self._camera, zoom, view_xy, self._size), is_fitted=False)

    def _see(self, camera: Camera, *, is_fitted: bool) -> None:
        """Look through another camera."""
        assert self._frame is not None
        self._is_fitted = is_fitted
        self._camera = kept_on_frame(camera, self._frame, self._size)
        x, y = scroll_xy(self._camera, self._size)
        self.setTransform(QTransform.fromScale(self._camera.zoom, self._camera.zoom))
        _bar(self.horizontalScrollBar()).setValue(x)
        _bar(self.verticalScrollBar()).setValue(y)
        self._view_moved()
        self.view_changed.emit()

    def _view_moved(self) -> None:
        """The view moved; for the subclass that places something beside the frame."""

    def _frame_xy(self, view_xy: Xy) -> Xy:
        return to_frame(self._camera, view_xy, self._size)

    def _scale_brush(self, turn: int) -> None:
        self._wheel_rest += turn
        steps = int(self._wheel_rest / _NOTCH)
        self._wheel_rest -= steps * _NOTCH
        if steps:
            self.brush_scaled.emit(steps)

    @property
    def _surface(self) -> QWidget:
        viewport = self.viewport()
        assert viewport is not None
        return viewport

    @property
    def _size(self) -> Size:
        return self._surface.width(), self._surface.height()


def _bar(bar: QScrollBar | None) -> QScrollBar:
    assert bar is not None
    return bar
