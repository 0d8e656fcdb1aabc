"""The frame with its masks, and everything a hand does on it."""

from avisbuild_gui.canvas.frame_canvas import FrameCanvas
from avisbuild_gui.canvas.layers import Look, MaskKind, MaskLayer, Tool

__all__ = ["FrameCanvas", "Look", "MaskKind", "MaskLayer", "Tool"]
