"""What suggests masks, and accepts or drops what was suggested."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.proposals.commit_first import CommitFirst
from avisbuild_gui.proposals.proposals import Proposals
from avisbuild_gui.texts import mark

_propose = partial(Action, group=Group.PROPOSALS)


def proposal_actions(proposals: Proposals, propagation: CommitFirst) -> tuple[Action, ...]:
    """Copied from a neighbour, prompted by one, or propagated through the frames."""
    return (
        _propose(
            "copy_previous",
            mark("Copy the mask before to here"),
            keys=("G",),
            run=partial(proposals.copy_nearest, -1),
        ),
        _propose(
            "copy_next",
            mark("Copy the mask after to here"),
            keys=("Ctrl+G",),
            run=partial(proposals.copy_nearest, 1),
        ),
        _propose(
            "prompt_from_previous",
            mark("Prompt with the box of the mask before"),
            keys=("Shift+G",),
            run=proposals.prompt_from_previous,
        ),
        _propose(
            "propagate_forward",
            mark("Propagate forward over the range"),
            keys=("T",),
            run=partial(propagation.propagate, 1),
        ),
        _propose(
            "propagate_backward",
            mark("Propagate backward over the range"),
            keys=("Shift+T",),
            run=partial(propagation.propagate, -1),
        ),
        _propose(
            "accept_proposal",
            mark("Accept the proposal"),
            keys=("Y",),
            run=proposals.accept_here,
        ),
        _propose(
            "accept_proposals",
            mark("Accept the proposals of the range"),
            keys=("Shift+Y",),
            run=proposals.accept_all,
        ),
        _propose(
            "drop_proposals",
            mark("Drop the proposals of the range"),
            keys=("Shift+Delete",),
            run=proposals.drop_all,
        ),
    )
