"""The tool in the hand, the brush's size, and how masks are painted (R30)."""

from dataclasses import replace

from avisbuild_gui.session.core import SessionCore
from avisbuild_gui.values import Look, Tool

SMALLEST_BRUSH_PX, LARGEST_BRUSH_PX = 2.0, 600.0
_BRUSH_STEP = 1.25
_OPACITY_STEP = 0.1
_ZOOM_STEP = 1.25


class Looking(SessionCore):
    """Actions that change nothing but what one sees, and the tool."""

    def use_point_tool(self) -> None:
        """Click and drag boxes."""
        self.use_tool(Tool.POINT)

    def use_brush(self) -> None:
        """Paint."""
        self.use_tool(Tool.BRUSH)

    def use_eraser(self) -> None:
        """Paint away."""
        self.use_tool(Tool.ERASER)

    def use_hand(self) -> None:
        """Move the picture."""
        self.use_tool(Tool.PAN)

    def use_tool(self, tool: Tool) -> None:
        """Take a tool."""
        self.tool = tool
        self.tool_changed.emit(tool)

    def smaller_brush(self) -> None:
        """A brush a fifth smaller."""
        self.scale_brush(-1)

    def larger_brush(self) -> None:
        """A brush a quarter larger."""
        self.scale_brush(1)

    def scale_brush(self, steps: int) -> None:
        """A brush so many steps larger, or smaller."""
        self.use_brush_diameter(self.brush_diameter_px * _BRUSH_STEP**steps)

    def use_brush_diameter(self, diameter_px: float) -> None:
        """A brush of this size, within bounds."""
        self.brush_diameter_px = min(max(diameter_px, SMALLEST_BRUSH_PX), LARGEST_BRUSH_PX)
        self.brush_changed.emit(self.brush_diameter_px)

    def toggle_hide_all(self) -> None:
        """Hide every mask, or show them again."""
        self.use_look(replace(self.look, hide_all=not self.look.hide_all))

    def toggle_outlines(self) -> None:
        """Only edges, or insides, too."""
        self.use_look(replace(self.look, outlines_only=not self.look.outlines_only))

    def less_opacity(self) -> None:
        """More of the picture."""
        self._add_opacity(-_OPACITY_STEP)

    def more_opacity(self) -> None:
        """More of the masks."""
        self._add_opacity(_OPACITY_STEP)

    def use_look(self, look: Look) -> None:
        """Paint masks in another way."""
        self.look = look
        self.look_changed.emit(look)

    def zoom_to_fit(self) -> None:
        """The whole frame."""
        self.zoom_asked.emit(0.0)

    def zoom_in(self) -> None:
        """Closer."""
        self.zoom_asked.emit(_ZOOM_STEP)

    def zoom_out(self) -> None:
        """Further away."""
        self.zoom_asked.emit(1 / _ZOOM_STEP)

    def toggle_legend(self) -> None:
        """Show or hide what the signs of the grid mean."""
        self.legend_toggled.emit()

    def _add_opacity(self, share: float) -> None:
        opacity = round(min(max(self.look.opacity + share, 0.0), 1.0), 2)
        self.use_look(replace(self.look, opacity=opacity))
