"""Two walks that meet: one from the annotated second before, one from that after."""

import numpy as np

from avisbuild.propagation.base import SecondProposal

_AGREE = 0.8


def combine_proposals(one: SecondProposal, other: SecondProposal) -> SecondProposal:
    """The more confident of two proposals for the same second.

    Where they agree, each confirms the other; where they do not, one of them is wrong, and nobody knows
    yet which: the confidence falls by how much they differ.
    """
    better, worse = sorted((one, other), key=lambda each: -each.confidence)
    overlap = _iou(better, worse)
    if overlap >= _AGREE:
        confidence = 1 - (1 - better.confidence) * (1 - worse.confidence)
    else:
        # A walk that has lost its object takes nothing away from one that has not.
        confidence = better.confidence * (1 - worse.confidence * (1 - overlap))
    return SecondProposal(second=better.second, mask=better.mask, confidence=min(confidence, 0.99))


def _iou(one: SecondProposal, other: SecondProposal) -> float:
    both = int(np.count_nonzero(one.mask & other.mask))
    return both / max(1, int(np.count_nonzero(one.mask | other.mask)))
