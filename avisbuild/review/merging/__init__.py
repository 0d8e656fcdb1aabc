"""Merging the work of somebody far away: by three states of each row, and a person where both changed it.

`base` is what both began with, `ours` what this project has now, `theirs` what the share has.
"""

from avisbuild.review.merging.applying import Merged, merge, undo_merge
from avisbuild.review.merging.conflict import Choice, Conflict, Decisions
from avisbuild.review.merging.planning import MergePlan, plan_merge

__all__ = [
    "Choice",
    "Conflict",
    "Decisions",
    "MergePlan",
    "Merged",
    "merge",
    "plan_merge",
    "undo_merge",
]
