"""Drawn figures: people, musicians, animals and machines of the AVISeg categories."""

from avisbuild.synth.figures.catalogue import CUTOUT, DRAWN, FIGURES
from avisbuild.synth.figures.pose import Figure, Pose

__all__ = ["CUTOUT", "DRAWN", "FIGURES", "Figure", "Pose"]
