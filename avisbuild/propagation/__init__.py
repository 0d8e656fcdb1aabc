"""Carrying masks through a video: walked over every frame between two seconds, as proposals only."""

from avisbuild.propagation.base import Moment, SecondProposal
from avisbuild.propagation.carry import carry, carry_all
from avisbuild.propagation.cuts import is_cut
from avisbuild.propagation.meeting import combined
from avisbuild.propagation.walk import Walker, propagate

__all__ = [
    "Moment",
    "SecondProposal",
    "Walker",
    "carry",
    "carry_all",
    "combined",
    "is_cut",
    "propagate",
]
