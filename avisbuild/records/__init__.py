"""The domain as frozen values, in which all others meet; nothing here reads or writes anything."""

from avisbuild.records.category import Category, KeptCategory, Taxonomy, colour_of_its_own
from avisbuild.records.ids import (
    CategoryId,
    InstanceId,
    VideoId,
    new_instance_id,
    stable_instance_id,
    video_id,
)
from avisbuild.records.instance import Instance
from avisbuild.records.mask import Mask, MaskSource, Proposal, Provenance, Rle
from avisbuild.records.recipe import GuidelineRule, Recipe
from avisbuild.records.round import (
    LEGAL_MOVES,
    Assignment,
    Comment,
    CommentReason,
    Dismissal,
    Heard,
    Lock,
    Round,
    RoundState,
    SetAside,
    Silence,
    state_when_handed_in,
)
from avisbuild.records.snapshot import Snapshot, Track
from avisbuild.records.sounding import Sounding, SoundingCell, SoundingSpan, sounding_spans
from avisbuild.records.split import Split, SplitMethod, SplitPlan, SplitSizes
from avisbuild.records.video import Video

__all__ = [
    "LEGAL_MOVES",
    "Assignment",
    "Category",
    "CategoryId",
    "Comment",
    "CommentReason",
    "Dismissal",
    "GuidelineRule",
    "Heard",
    "Instance",
    "InstanceId",
    "KeptCategory",
    "Lock",
    "Mask",
    "MaskSource",
    "Proposal",
    "Provenance",
    "Recipe",
    "Rle",
    "Round",
    "RoundState",
    "SetAside",
    "Silence",
    "Snapshot",
    "Sounding",
    "SoundingCell",
    "SoundingSpan",
    "Split",
    "SplitMethod",
    "SplitPlan",
    "SplitSizes",
    "Taxonomy",
    "Track",
    "Video",
    "VideoId",
    "colour_of_its_own",
    "new_instance_id",
    "sounding_spans",
    "stable_instance_id",
    "state_when_handed_in",
    "video_id",
]
