"""Drawn figures: people, musicians, animals and machines of the AVISeg categories."""

from avisbuild.synth.figures.catalogue import FIGURES
from avisbuild.synth.figures.pose import Figure, Pose

__all__ = ["FIGURES", "Figure", "Pose"]
