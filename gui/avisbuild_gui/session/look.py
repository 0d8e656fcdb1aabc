"""The tool in the hand, the brush's size, and how masks are painted (R30)."""

from dataclasses import replace

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild_gui.session.state import SessionState
from avisbuild_gui.values import BRUSH_STEP, LARGEST_BRUSH_PX, SMALLEST_BRUSH_PX, Look, Tool

_OPACITY_STEP = 0.1
_ZOOM_STEP = 1.25
WAVE_ZOOMS = (1, 4, 16)


class LookControls(QObject):
    """Changes nothing but what one sees, and the tool. Steps are positive for more and negative for less.

    Signals:
        tool_changed(Tool). brush_changed(diameter in pixels). look_changed(Look).
        zoom_asked(factor, 0 for the whole frame). legend_toggled: of the sounding grid.
        wave_zoomed(how many times as high the waveform is shown).
    """

    tool_changed = pyqtSignal(object)
    brush_changed = pyqtSignal(float)
    look_changed = pyqtSignal(object)
    zoom_asked = pyqtSignal(float)
    legend_toggled = pyqtSignal()
    wave_zoomed = pyqtSignal(int)

    def __init__(self, state: SessionState) -> None:
        super().__init__(state)
        self._state = state
        self._wave_zoom = 0

    def use_tool(self, tool: Tool) -> None:
        """Take a tool."""
        self._state.tool = tool
        self.tool_changed.emit(tool)

    def scale_brush(self, steps: int) -> None:
        """Take a brush so many steps larger; a step is a quarter."""
        self.use_brush_diameter(self._state.brush_diameter_px * BRUSH_STEP**steps)

    def use_brush_diameter(self, diameter_px: float) -> None:
        """Take a brush of this size, within bounds."""
        diameter_px = min(max(diameter_px, SMALLEST_BRUSH_PX), LARGEST_BRUSH_PX)
        self._state.brush_diameter_px = diameter_px
        self.brush_changed.emit(diameter_px)

    def toggle_hide_all(self) -> None:
        """Hide every mask, or show them again."""
        self.use_look(replace(self._state.look, hide_all=not self._state.look.hide_all))

    def toggle_outlines(self) -> None:
        """Show edges alone, or insides, too."""
        look = self._state.look
        self.use_look(replace(look, outlines_only=not look.outlines_only))

    def step_opacity(self, steps: int) -> None:
        """Show more of the masks, or more of the frame."""
        opacity = min(max(self._state.look.opacity + steps * _OPACITY_STEP, 0.0), 1.0)
        self.use_look(replace(self._state.look, opacity=round(opacity, 2)))

    def use_look(self, look: Look) -> None:
        """Paint masks in another way."""
        self._state.look = look
        self.look_changed.emit(look)

    def zoom_to_fit(self) -> None:
        """Show the whole frame."""
        self.zoom_asked.emit(0.0)

    def zoom(self, steps: int) -> None:
        """Go closer, or further away."""
        self.zoom_asked.emit(_ZOOM_STEP**steps)

    def toggle_legend(self) -> None:
        """Show or hide what the signs of the grid mean."""
        self.legend_toggled.emit()

    def zoom_wave(self) -> None:
        """Show the waveform higher, so that what is quiet is seen; after the highest, as it was."""
        self._wave_zoom = (self._wave_zoom + 1) % len(WAVE_ZOOMS)
        self.wave_zoomed.emit(WAVE_ZOOMS[self._wave_zoom])

    def tell(self) -> None:
        """Say tool, brush and look again."""
        self.tool_changed.emit(self._state.tool)
        self.brush_changed.emit(self._state.brush_diameter_px)
        self.wave_zoomed.emit(WAVE_ZOOMS[self._wave_zoom])
        self.look_changed.emit(self._state.look)
