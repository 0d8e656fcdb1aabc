"""What an audit found as one JSON document; its keys are a contract (README, design)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from avisbuild.records import VideoId
from avisbuild.releases.audit.audit import CutGroup, Found
from avisbuild.releases.audit.pairs import Pair
from avisbuild.releases.audit.weak_links import find_large_groups


def document_of(found: Found) -> dict[str, Any]:
    """`cut_groups` (a number), `cut`, `affected`, `near_duplicates`, and what else is to be known."""
    placement = found.placement
    return {
        "videos": len(placement.items),
        "splits": placement.videos_by_split(),
        "looked_at": len(found.media),
        "cut_groups": len(found.cut),
        "cut": [_cut_document(each) for each in found.cut],
        "affected": found.affected,
        "near_duplicates": [pair_document(pair, placement.splits) for pair in found.pairs],
        "large_groups": [
            {
                "group": large.group.key,
                "videos": len(large.group.members),
                "weakest_links": [pair_document(pair, placement.splits) for pair in large.links],
            }
            for large in find_large_groups(found.groups, found.pairs)
        ],
        "decisions": {
            "applied": found.decided.applied,
            "without_effect": found.decided.without_effect,
            "unknown": [[str(each.first), str(each.second)] for each in found.decided.unknown],
        },
        "shared_sounds": [asdict(each) for each in found.shared_sounds],
        "sound_not_judged": {name: str(why) for name, why in found.not_judged.items()},
        "unreadable": {name: str(problem) for name, problem in found.problems.items()},
    }


def pair_document(pair: Pair, splits: Mapping[VideoId, tuple[str, ...]]) -> dict[str, Any]:
    """A pair as the report tells it: what is not known is left out."""
    told = {
        "a": pair.first,
        "b": pair.second,
        "splits": [list(splits.get(name, ())) for name in (pair.first, pair.second)],
        "evidence": str(pair.evidence),
        "score": pair.score,
        "seconds": list(pair.seconds) if pair.seconds else None,
        "offset_s": pair.offset_s,
        "span_s": pair.span_s,
        "speed": pair.speed if pair.speed != 1 else None,
        "mirrored": pair.is_mirrored or None,
        "crop": list(pair.crop) if pair.crop else None,
        "note": pair.note or None,
    }
    return {key: value for key, value in told.items() if value is not None}


def _cut_document(each: CutGroup) -> dict[str, Any]:
    return {
        "group": each.group.key,
        "videos": {split: list(videos) for split, videos in each.videos.items()},
        "reasons": [
            {"a": tie.first, "b": tie.second, "evidence": str(tie.evidence), "what": tie.what}
            for tie in each.group.ties
        ],
    }
