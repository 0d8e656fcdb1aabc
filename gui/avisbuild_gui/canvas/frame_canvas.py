"""The canvas in the middle of the window: one frame, its masks, the prompt, the draft."""

from collections.abc import Sequence

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QGraphicsView, QWidget

from avisbuild.segment import Image, MaskArray, Prompt
from avisbuild_gui.canvas.layers import Look, MaskLayer, Tool
from avisbuild_gui.theme import Theme


class FrameCanvas(QGraphicsView):
    """One frame with its masks. Positions are pixels of the frame; pixel centres lie at whole numbers.

    Signals:
        clicked: a point of the frame, and whether it is part of the object (left) or not (Alt or right).
        box_drawn: a dragged box x0, y0, x1, y1, within the frame.
        stroke_began: brush or eraser went down at x, y; `erase` with the eraser, or the brush with Alt or right.
        stroke_moved: it moved to x, y, which may lie outside the frame by the brush's radius.
        stroke_ended: it was lifted, or the frame went away.
        hovered: the pointer moved over the frame with no button down.
        left: the pointer left the frame.
        view_changed: zoom, pan or window size changed.
        brush_scaled: the wheel was turned with Ctrl by so many steps; up is positive, and bigger.
    """

    clicked = pyqtSignal(float, float, bool)
    box_drawn = pyqtSignal(float, float, float, float)
    stroke_began = pyqtSignal(float, float, bool)
    stroke_moved = pyqtSignal(float, float)
    stroke_ended = pyqtSignal()
    hovered = pyqtSignal(float, float)
    left = pyqtSignal()
    view_changed = pyqtSignal()
    brush_scaled = pyqtSignal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""

    def show_frame(self, image: Image | None, message: str = "") -> None:
        """Show a frame (H, W, 3) uint8 RGB, or `message` where there is none.

        Masks, draft, preview and prompt of the frame before go; so this comes first. Zoom and pan stay
        unless the size differs.
        """

    def show_masks(self, layers: Sequence[MaskLayer]) -> None:
        """Show these masks and no others; all of the frame's size."""

    def show_draft(self, mask: MaskArray | None, colour: str = "") -> None:
        """Show the mask (H, W) bool that is not committed yet, or none."""

    def update_draft(self, mask: MaskArray, box_xyxy: tuple[int, int, int, int]) -> None:
        """The draft changed only within the half-open box of whole pixels x0, y0, x1, y1."""

    def show_preview(self, mask: MaskArray | None) -> None:
        """Show what a click under the pointer would give, or nothing."""

    def show_prompt(self, prompt: Prompt) -> None:
        """Show the clicks and the box of a prompt; an empty prompt shows none."""

    def set_tool(self, tool: Tool) -> None:
        """Take another tool; a stroke or box that is under way ends."""

    def set_brush_diameter(self, diameter_px: float) -> None:
        """The diameter of brush and eraser in pixels of the frame."""

    def set_look(self, look: Look) -> None:
        """Paint masks in another way."""

    def viewport_place(self) -> tuple[float, tuple[float, float]]:
        """Zoom (pixels of the window per pixel of the frame), and the point of the frame in the middle."""
        return 1.0, (0.0, 0.0)

    def restore_place(self, zoom: float, centre_xy: tuple[float, float]) -> None:
        """Go back to what `viewport_place` gave; kept for the first frame where none is shown yet."""

    def zoom_to_fit(self) -> None:
        """Show the whole frame, and keep showing it when the window's size changes."""

    def zoom_by(self, factor: float) -> None:
        """Zoom in (factor > 1) or out about the middle of the view."""

    def zoom_to(self, zoom: float) -> None:
        """Zoom to so many pixels of the window per pixel of the frame; the middle stays."""
