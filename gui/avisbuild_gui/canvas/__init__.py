"""The frame with its masks, and the clicks, boxes and strokes that are made on it."""

from avisbuild_gui.canvas.frame_canvas import FrameCanvas

__all__ = ["FrameCanvas"]
