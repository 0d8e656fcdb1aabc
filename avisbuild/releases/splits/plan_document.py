"""`splits.json`: how a split was made, how balanced it is, and which videos belong together and why.

With the table of videos it is the lock of a split: the digest says whether the same videos were planned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from avisbuild.documents.checking import validate
from avisbuild.records import Split, SplitPlan, VideoId
from avisbuild.releases.splits.balance import balance_document
from avisbuild.releases.splits.groups import Group, Groups, Tie
from avisbuild.releases.splits.items import SplitItem
from avisbuild.releases.splits.planning import PlannedSplit

SPLIT_PLAN_FILE = "splits.json"
# Of the way that splits are searched for; another number may give another plan for the same seed.
ALGORITHM = 1


# What a release's card repeats of it.
_IN_CARD = (
    "groups",
    "cut_groups",
    "leaking_groups",
    "leak_accepted",
    "largest_gap",
    "p_value",
    "input_sha256",
)


def split_summary(plan: SplitPlan) -> dict[str, Any]:
    """What a release's card says of how its split was planned; nothing where the manifest said it."""
    document = plan.document or {}
    return {key: document[key] for key in _IN_CARD if key in document}


def told_plan(planned: PlannedSplit) -> SplitPlan:
    """The plan together with what is told of it, for whoever writes a release."""
    return replace(planned.plan, document=plan_document(planned))


def plan_document(planned: PlannedSplit) -> dict[str, Any]:
    """Everything that is told of a split, as a document of the `split-plan` schema; no time, no path."""
    balance = planned.balance
    largest = balance.largest
    document = {
        "version": 1,
        "algorithm": ALGORITHM,
        "method": planned.plan.method,
        "seed": planned.plan.seed,
        "input_sha256": input_digest(planned.items, planned.groups),
        "by_uploader": planned.by_uploader,
        "leak_accepted": planned.leak_accepted,
        "videos": len(planned.items),
        "sizes": _sizes(planned),
        "kept": planned.kept,
        "left_out": list(planned.left_out),
        "groups": len(planned.groups.all),
        "cut_groups": len(planned.cut),
        "leaking_groups": len(planned.leaking),
        "largest_gap": round(largest.largest_gap, 4) if largest else 0.0,
        "p_value": None if balance.p_value is None else round(balance.p_value, 4),
        "cut": [
            {
                "group": each.group,
                "videos": {str(split): list(names) for split, names in each.members.items()},
            }
            for each in planned.cut
        ],
        "together": [_group(group, planned.plan.assignment) for group in planned.groups.shared()],
        "balance": balance_document(balance),
    }
    validate(document, "split-plan", where=SPLIT_PLAN_FILE)
    return document


def input_digest(items: Sequence[SplitItem], groups: Groups) -> str:
    """SHA-256 of what was planned: every video with what it is balanced by, and its group."""
    keys = groups.of_video()
    lines = [
        repr(
            (
                str(item.video_id),
                keys[item.video_id].members,
                item.labels,
                item.seconds,
                item.silent_seconds,
                item.instances,
                str(item.pinned or ""),
            )
        )
        for item in sorted(items, key=lambda item: item.video_id)
    ]
    return sha256("\n".join(lines).encode()).hexdigest()


def _sizes(planned: PlannedSplit) -> dict[str, int]:
    given = list(planned.plan.assignment.values())
    return {str(split): given.count(split) for split in Split}


def _group(group: Group, assignment: Mapping[VideoId, Split]) -> dict[str, Any]:
    return {
        "group": group.key,
        "splits": [
            split for split in Split if split in {assignment[each] for each in group.members}
        ],
        "videos": list(group.members),
        "ties": [_tie(tie) for tie in group.ties],
    }


def _tie(tie: Tie) -> dict[str, str]:
    return {
        "first": tie.first,
        "second": tie.second,
        "evidence": str(tie.evidence),
        "what": tie.what,
    }
