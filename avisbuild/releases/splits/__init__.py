"""Which video goes to train, val and test: planning it, and the file that says it."""

from avisbuild.releases.splits.at_random import plan_as_asked, plan_random
from avisbuild.releases.splits.groups import Group, Groups, group_items
from avisbuild.releases.splits.item_table import read_items
from avisbuild.releases.splits.items import SplitItem, items_of
from avisbuild.releases.splits.sizes import read_sizes, scale_sizes
from avisbuild.releases.splits.table import SPLITS_FILE, read_splits_csv, splits_csv

__all__ = [
    "SPLITS_FILE",
    "Group",
    "Groups",
    "SplitItem",
    "group_items",
    "items_of",
    "plan_as_asked",
    "plan_random",
    "read_items",
    "read_sizes",
    "read_splits_csv",
    "scale_sizes",
    "splits_csv",
]
