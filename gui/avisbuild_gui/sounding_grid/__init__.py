"""The sounding grid: the sound of a video, below it a lane for each instance, with a cell for each second."""

from avisbuild_gui.sounding_grid.grid import SoundingGrid
from avisbuild_gui.sounding_grid.own_height import OwnHeight

__all__ = ["OwnHeight", "SoundingGrid"]
