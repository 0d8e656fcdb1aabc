"""The sounding grid: the sound of a video, and below it one lane an identity, one cell a second."""

from avisbuild_gui.sounding_grid.grid import SoundingGrid

__all__ = ["SoundingGrid"]
