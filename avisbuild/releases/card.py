"""`release.json`: what a release is, where it comes from and what it holds."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata
from typing import Any

import avisbuild
from avisbuild.documents.checking import validate
from avisbuild.formats.aviseg import VideoTruth
from avisbuild.records import RoundState, Snapshot, Split, SplitPlan, Video
from avisbuild.releases.silent_file import SilentCounts
from avisbuild.releases.splits.plan_document import split_summary

RELEASE_CARD = "release.json"
# What decides the bytes of a release beside avisbuild itself.
_TOOLS = ("numpy", "pycocotools")


@dataclass(slots=True)
class SplitCounts:
    """What one split holds; `left_out` names the instances that never sound in view."""

    videos: int = 0
    frames: int = 0
    instances: int = 0
    masks: int = 0
    left_out: list[str] = field(default_factory=list)
    instances_by_video: list[int] = field(default_factory=list)

    def add(self, video: Video, truth: VideoTruth) -> None:
        """Add one video with its truth to the counts of its split."""
        self.videos += 1
        self.frames += video.second_count
        self.instances += len(truth.annotations)
        self.instances_by_video.append(len(truth.annotations))
        self.masks += truth.mask_count
        self.left_out += [f"{video.video_id} {name}" for name in truth.silent]


def release_card(
    snapshot: Snapshot,
    plan: SplitPlan,
    *,
    included: Collection[RoundState],
    counts: Mapping[Split, SplitCounts],
    silent: Mapping[Split, SilentCounts] | None = None,
    notes: list[str],
    format_: str = "aviseg",
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The card as a document; it holds no time and no path, so that a release can be repeated.

    `silent` is what the layer of visible silent objects holds, None where it was not asked for; `more` is
    what only this format tells.
    """
    card = {
        "format": format_,
        "version": 1,
        "recipe": snapshot.recipe_name,
        "taxonomy": snapshot.taxonomy.name,
        "split": {"method": plan.method, "seed": plan.seed} | split_summary(plan),
        "included": sorted(included),
        "journal_head": snapshot.journal_head,
        "tools": {"avisbuild": avisbuild.__version__}
        | {name: metadata.version(name) for name in _TOOLS},
        "counts": {
            split.value: {
                "videos": count.videos,
                "frames": count.frames,
                "instances": count.instances,
                "masks": count.masks,
            }
            for split, count in counts.items()
        },
        "left_out": [name for count in counts.values() for name in count.left_out],
        "notes": notes,
        **(more or {}),
    }
    if silent is not None:
        card["silent"] = {split.value: asdict(count) for split, count in silent.items()}
    validate(card, "release", where=RELEASE_CARD)
    return card
