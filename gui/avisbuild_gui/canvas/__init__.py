"""The frame with its masks, and everything a hand does on it."""

from avisbuild_gui.canvas.frame_canvas import FrameCanvas

__all__ = ["FrameCanvas"]
