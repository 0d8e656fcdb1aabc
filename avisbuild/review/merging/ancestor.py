"""What a share and this project have in common: the last state that both were in."""

from dataclasses import dataclass, field
from typing import Literal

from avisbuild.errors import ProjectError
from avisbuild.records import VideoId
from avisbuild.review.merging.other_ids import OtherIds
from avisbuild.store import Project
from avisbuild.store.journal import Head, Step
from avisbuild.store.sharing import MARK

# What a merge is called in the journal, and taking one back.
MERGE, UNDO_MERGE = "merge-share", "undo-merge-share"
_OF_NO_VIDEO = VideoId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancestor:
    """The common state: after which entry of which side's journal, and after which of the share's.

    `other_ids` are what has other ids here since then.
    """

    side: Literal["ours", "theirs"]
    sequence: int
    share_sequence: int
    other_ids: OtherIds = field(default_factory=OtherIds)


def find_ancestor(project: Project, share: Project) -> Ancestor:
    """Where both sides began to differ; raises ProjectError for a share of another project.

    That is what was merged of this share before, else where it was made, else how far the journals are equal.
    """
    found = [each for each in (_last_merged(project, share), _mark(project, share)) if each]
    if found:
        return max(found, key=lambda each: each.share_sequence)
    equal = _equal_beginning(project, share)
    if not equal:
        raise ProjectError("share-of-another", share=share.folder, project=project.folder)
    return Ancestor(side="ours", sequence=equal, share_sequence=equal)


def share_head(share: Project) -> Head:
    """Where the work in a share ends: marks at the end of it are none."""
    head = share.journal.head()
    while head.sequence and share.journal.entry(head.sequence).kind == MARK:
        before = head.sequence - 1
        head = Head(sequence=before, hash=share.journal.entry(before).hash if before else "")
    return head


def merges(project: Project) -> list[Step]:
    """The merges of shares that were not taken back, oldest first."""
    steps = project.journal.steps(_OF_NO_VIDEO)
    undone = {each.takes_back for each in steps if each.kind == UNDO_MERGE}
    return [each for each in steps if each.kind == MERGE and each.sequence not in undone]


def _last_merged(project: Project, share: Project) -> Ancestor | None:
    for step in reversed(merges(project)):
        sequence = int(step.fields["share_sequence"])
        if _has_held(share, sequence, str(step.fields["share_hash"])):
            return Ancestor(
                side="theirs",
                sequence=sequence,
                share_sequence=sequence,
                other_ids=OtherIds.of(step.fields.get("other_ids", {}), project=project.folder),
            )
    return None


def _mark(project: Project, share: Project) -> Ancestor | None:
    for step in reversed(share.journal.steps(_OF_NO_VIDEO)):
        if step.kind != MARK:
            continue
        sequence, expected = step.fields.get("sequence"), step.fields.get("hash")
        if isinstance(sequence, int) and _has_held(project, sequence, str(expected)):
            return Ancestor(side="ours", sequence=sequence, share_sequence=step.sequence)
    return None


def _has_held(project: Project, sequence: int, expected: str) -> bool:
    if not 0 < sequence <= project.journal.head().sequence:
        return False
    return project.journal.entry(sequence).hash == expected


def _equal_beginning(project: Project, share: Project) -> int:
    """How many entries two journals have in common: equal hashes mean equal beginnings."""
    low, high = 0, min(project.journal.head().sequence, share.journal.head().sequence)
    while low < high:
        middle = (low + high + 1) // 2
        if project.journal.entry(middle).hash == share.journal.entry(middle).hash:
            low = middle
        else:
            high = middle - 1
    return low
