"""Commands: what gestures do, each made for the view that the person saw when making it.

Whoever carries one out (`Workbench.run`) hands it the view as it is at that moment, which someone else may
have changed; what does not fit it raises, and nothing is changed.
"""

from avisbuild.annotation.commands.comments import (
    add_comment,
    comment_place,
    comment_said,
    remove_comment,
    reopen_comment,
    resolve_comment,
)
from avisbuild.annotation.commands.instances import (
    add_instance,
    change_category,
    new_instance,
    remove_instance,
    renumber_instance,
)
from avisbuild.annotation.commands.masks import Overlap, commit_mask, remove_masks
from avisbuild.annotation.commands.previews import Repair, preview_repair
from avisbuild.annotation.commands.proposals import (
    accept_proposals,
    acceptable,
    add_proposals,
    drop_proposals,
)
from avisbuild.annotation.commands.repairs import (
    affected_seconds,
    merge_instances,
    split_instance,
    swap_instances,
)
from avisbuild.annotation.commands.rounds import reopen, submit
from avisbuild.annotation.commands.setting_aside import set_aside, take_back
from avisbuild.annotation.commands.silences import (
    accept_silences,
    refused_silences,
    reopen_silences,
)
from avisbuild.annotation.commands.sounding import (
    mark_heard,
    markable_seconds,
    set_cells,
    set_sounding,
    toggle_sounding,
)
from avisbuild.annotation.commands.suspects import dismiss_suspect, restore_suspect

__all__ = [
    "Overlap",
    "Repair",
    "accept_proposals",
    "accept_silences",
    "acceptable",
    "add_comment",
    "add_instance",
    "add_proposals",
    "affected_seconds",
    "change_category",
    "comment_place",
    "comment_said",
    "commit_mask",
    "dismiss_suspect",
    "drop_proposals",
    "mark_heard",
    "markable_seconds",
    "merge_instances",
    "new_instance",
    "preview_repair",
    "refused_silences",
    "remove_comment",
    "remove_instance",
    "remove_masks",
    "renumber_instance",
    "reopen",
    "reopen_comment",
    "reopen_silences",
    "resolve_comment",
    "restore_suspect",
    "set_aside",
    "set_cells",
    "set_sounding",
    "split_instance",
    "submit",
    "swap_instances",
    "take_back",
    "toggle_sounding",
]
