"""What changes say, as messages: to the command line and within what the window says."""

from collections.abc import Sequence

from avisbuild.messages import Message, joined
from avisbuild.records import Instance, Taxonomy
from avisbuild.review.diff import CellChange
from avisbuild.review.instance_changes import InstanceChange, InstanceChangeKind

_INSTANCE_KINDS = {
    InstanceChangeKind.ADDED: "instance-came",
    InstanceChangeKind.REMOVED: "instance-went",
    InstanceChangeKind.RENAMED: "instance-renamed",
    InstanceChangeKind.MERGED: "instance-merged-into",
    InstanceChangeKind.SPLIT: "instance-split-from",
}


def what_changed(change: CellChange) -> Message:
    """`sounding → silent, mask removed`, without the cell's name."""
    parts = []
    if change.has_other_state:
        before, after = Message(change.state_before.value), Message(change.state_after.value)
        parts.append(Message("state-became", before=before, after=after))
    if change.is_moved:
        parts.append(Message("mask-moved", iou=change.iou))
    elif change.has_other_mask:
        parts.append(Message("mask-went" if change.mask_after is None else "mask-came"))
    return joined(parts, by="listed")


def instance_message(change: InstanceChange, taxonomy: Taxonomy) -> Message:
    """`dog_2: merged into dog_1`."""
    fields: dict[str, str] = {"name": instance_name(change.instance, taxonomy)}
    if change.before is not None:
        fields["before"] = instance_name(change.before, taxonomy)
    if change.other is not None:
        fields["other"] = instance_name(change.other, taxonomy)
    return Message(_INSTANCE_KINDS[change.kind], **fields)


def silences_message(seconds: Sequence[int]) -> Message:
    """`confirmed as silent before or after only, seconds: 3, 4`."""
    return Message("silences-differ", seconds=", ".join(map(str, seconds)))


def instance_name(instance: Instance, taxonomy: Taxonomy) -> str:
    """`dog_1`; `7_1` where category 7 is retired by now."""
    if instance.category_id in taxonomy.by_id:
        return instance.name(taxonomy)
    return f"{instance.category_id}_{instance.number}"
