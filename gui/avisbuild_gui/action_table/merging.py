"""Taking in what somebody far away did in a share."""

from functools import partial
from typing import Protocol

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.texts import mark

_project = partial(Action, group=Group.PROJECT)


class MergesShares(Protocol):
    """What this action asks a window for."""

    def merge_share(self) -> None: ...


def merging_actions(window: MergesShares) -> tuple[Action, ...]:
    """Choosing a share that came back."""
    return (
        _project(
            "merge_share",
            mark("Merge a share"),
            keys=("Ctrl+Shift+M",),
            run=window.merge_share,
        ),
    )
