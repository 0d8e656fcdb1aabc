"""Commands: what gestures do, each made for the view that the person saw when making it."""

from avisbuild.annotation.commands.instances import (
    add_instance,
    affected_seconds,
    change_category,
    merge_instances,
    new_instance,
    remove_instance,
    renumber_instance,
    split_instance,
    swap_instances,
)
from avisbuild.annotation.commands.masks import Overlap, commit_mask, remove_masks
from avisbuild.annotation.commands.proposals import (
    accept_proposals,
    add_proposals,
    drop_proposals,
)
from avisbuild.annotation.commands.rounds import reopen, submit
from avisbuild.annotation.commands.silences import accept_silences, reopen_silences
from avisbuild.annotation.commands.sounding import set_sounding, toggle_sounding

__all__ = [
    "Overlap",
    "accept_proposals",
    "accept_silences",
    "add_instance",
    "add_proposals",
    "affected_seconds",
    "change_category",
    "commit_mask",
    "drop_proposals",
    "merge_instances",
    "new_instance",
    "remove_instance",
    "remove_masks",
    "renumber_instance",
    "reopen",
    "reopen_silences",
    "set_sounding",
    "split_instance",
    "submit",
    "swap_instances",
    "toggle_sounding",
]
