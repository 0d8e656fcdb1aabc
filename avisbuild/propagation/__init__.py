"""Propagating masks through a video, over every frame between two seconds; what comes out are proposals."""

from avisbuild.propagation.base import EndReason, Moment, SecondProposal, WalkEnd
from avisbuild.propagation.combining import combine_proposals
from avisbuild.propagation.cuts import is_cut
from avisbuild.propagation.propagate import propagate, propagate_all
from avisbuild.propagation.walk import Walker, follow

__all__ = [
    "EndReason",
    "Moment",
    "SecondProposal",
    "WalkEnd",
    "Walker",
    "combine_proposals",
    "follow",
    "is_cut",
    "propagate",
    "propagate_all",
]
