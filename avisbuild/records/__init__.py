"""The domain as frozen values (design.md, section 2); nothing here reads or writes anything."""

from avisbuild.records.category import Category, Frequency, Taxonomy
from avisbuild.records.ids import CategoryId, InstanceId, VideoId, video_id
from avisbuild.records.instance import Instance
from avisbuild.records.mask import Mask, MaskSource, Proposal, Provenance, Rle
from avisbuild.records.recipe import Recipe
from avisbuild.records.round import Comment, Round, RoundState
from avisbuild.records.snapshot import Snapshot, Track
from avisbuild.records.sounding import Sounding, SoundingSpan, spans_of, states_of
from avisbuild.records.split import Split, SplitPlan, SplitSizes
from avisbuild.records.video import Video

__all__ = [
    "Category",
    "CategoryId",
    "Comment",
    "Frequency",
    "Instance",
    "InstanceId",
    "Mask",
    "MaskSource",
    "Proposal",
    "Provenance",
    "Recipe",
    "Rle",
    "Round",
    "RoundState",
    "Snapshot",
    "Sounding",
    "SoundingSpan",
    "Split",
    "SplitPlan",
    "SplitSizes",
    "Taxonomy",
    "Track",
    "Video",
    "VideoId",
    "spans_of",
    "states_of",
    "video_id",
]
