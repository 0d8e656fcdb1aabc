"""Shares for people far away: some videos of a project in one file, a project of it, and its way back."""

from avisbuild_pipelines.sharing.choosing import chosen_videos
from avisbuild_pipelines.sharing.merging import merge_with_backup, opened_share
from avisbuild_pipelines.sharing.packing import SharePlan, pack, plan_share
from avisbuild_pipelines.sharing.unpacking import Unpacked, unpack

__all__ = [
    "SharePlan",
    "Unpacked",
    "chosen_videos",
    "merge_with_backup",
    "opened_share",
    "pack",
    "plan_share",
    "unpack",
]
