"""Carrying masks through a video: walked over every frame between two seconds, as proposals only."""

from avisbuild.propagation.base import Moment, SecondProposal
from avisbuild.propagation.cuts import is_cut
from avisbuild.propagation.meeting import combined
from avisbuild.propagation.propagate import propagate, propagate_all
from avisbuild.propagation.walk import Walker, follow

__all__ = [
    "Moment",
    "SecondProposal",
    "Walker",
    "combined",
    "follow",
    "is_cut",
    "propagate",
    "propagate_all",
]
