"""Mending instances: merging, splitting and swapping, one step of undo each (R21)."""

from dataclasses import dataclass, replace

from avisbuild import masks
from avisbuild.annotation.command import Command
from avisbuild.annotation.commands.instances import new_instance, with_free_number
from avisbuild.annotation.view import VideoView
from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.records import (
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Proposal,
    Provenance,
    Rle,
    Sounding,
    SoundingSpan,
)
from avisbuild.store import Edit

_UNKNOWN = Provenance(source=MaskSource.IMPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellContent:
    """A cell's sounding state, its mask with where that comes from, and its proposals."""

    state: Sounding = Sounding.SILENT
    rle: Rle | None = None
    provenance: Provenance = _UNKNOWN
    proposals: tuple[Proposal, ...] = ()


def merge_instances(view: VideoView, instance_id: InstanceId, into: InstanceId) -> Command:
    """Make two instances one, `into`; see `merged` for what becomes of each second.

    Raises ProjectError for one and the same instance.
    """
    _refuse_same(view, instance_id, into, "merge-with-itself")

    def carry_out(edit: Edit, now: VideoView) -> None:
        for second in range(now.video.second_count):
            before = cell_content(now, into, second)
            _put(edit, into, second, merged(now, instance_id, into, second), before=before)
        edit.drop(Instance, instance_id=instance_id)

    label = Message("merge-instances", name=view.name(instance_id), into=view.name(into))
    return Command(label=label, carry_out=carry_out)


def split_instance(view: VideoView, instance_id: InstanceId, second: int) -> Command:
    """From `second` on, be another instance of the same category, with the next number.

    Raises ProjectError where nothing would be left on one of the sides.
    """
    refuse_empty_side(view, instance_id, second)
    other = new_instance(view, view.track(instance_id).instance.category_id)

    def carry_out(edit: Edit, now: VideoView) -> None:
        refuse_empty_side(now, instance_id, second)
        edit.add(with_free_number(now, other))
        for later in range(second, now.video.second_count):
            mine = cell_content(now, instance_id, later)
            _put(edit, other.instance_id, later, mine, before=CellContent())
            _put(edit, instance_id, later, CellContent(), before=mine)

    name = other.name(view.taxonomy)
    label = Message("split-instance", name=view.name(instance_id), second=second, new=name)
    return Command(label=label, carry_out=carry_out)


def swap_instances(view: VideoView, one: InstanceId, other: InstanceId, second: int) -> Command:
    """Exchange two instances from `second` on: states, masks and proposals.

    Raises ProjectError for one and the same instance.
    """
    _refuse_same(view, one, other, "swap-with-itself")

    def carry_out(edit: Edit, now: VideoView) -> None:
        for later in range(second, now.video.second_count):
            mine, theirs = cell_content(now, one, later), cell_content(now, other, later)
            _put(edit, other, later, mine, before=theirs)
            _put(edit, one, later, theirs, before=mine)

    label = Message("swap-instances", name=view.name(one), other=view.name(other), second=second)
    return Command(label=label, carry_out=carry_out)


def cell_content(view: VideoView, instance_id: InstanceId, second: int) -> CellContent:
    """What `view` knows of one cell; silent and without a mask where nobody was there yet."""
    cell = instance_id, second
    return CellContent(
        state=view.sounding_at(*cell),
        rle=view.mask_at(*cell),
        provenance=view.provenances.get(cell, _UNKNOWN),
        proposals=view.proposals_at(*cell),
    )


def merged(view: VideoView, instance_id: InstanceId, into: InstanceId, second: int) -> CellContent:
    """What a cell of `into` holds when another instance has become one with it; no pixel is lost.

    It sounds in view where either does; else it has the state of `into`, or of the other where `into` is
    silent. The mask is the one there is, or the union of both, which no prompt gives: its provenance keeps
    the author and the time of both. Proposals count where there is no mask.
    """
    gone, kept = cell_content(view, instance_id, second), cell_content(view, into, second)
    state = gone.state if kept.state is Sounding.SILENT else kept.state
    if Sounding.SOUNDING in (gone.state, kept.state):
        state = Sounding.SOUNDING
    if kept.rle is None:
        proposals = () if gone.rle else (*kept.proposals, *gone.proposals)
        return replace(gone, state=state, proposals=proposals)
    if gone.rle is None:
        return replace(kept, state=state)
    rle = masks.union([gone.rle, kept.rle], view.video.size)
    origin = replace(
        kept.provenance,
        source=MaskSource.BRUSH,
        model="",
        weights_sha256="",
        prompts="",
        seconds_spent=kept.provenance.seconds_spent + gone.provenance.seconds_spent,
    )
    return CellContent(state=state, rle=rle, provenance=origin)


def refuse_empty_side(view: VideoView, instance_id: InstanceId, second: int) -> None:
    """Raise ProjectError where a split would leave one of the two with nothing."""
    seconds = affected_seconds(view, instance_id)
    name = view.name(instance_id)
    if not seconds or seconds[-1] < second:
        raise ProjectError("nothing-after", name=name, second=second)
    if seconds[0] >= second:
        raise ProjectError("nothing-before", name=name, second=second)


def affected_seconds(view: VideoView, instance_id: InstanceId, start: int = 0) -> tuple[int, ...]:
    """The seconds from `start` on in which an instance has a state or a mask: what a repair would move."""
    track = view.track(instance_id)
    return tuple(
        second for second in range(start, view.video.second_count) if track.is_marked(second)
    )


def _refuse_same(view: VideoView, one: InstanceId, other: InstanceId, kind: str) -> None:
    if one == other:
        raise ProjectError(kind, name=view.name(one))


def _put(
    edit: Edit, instance_id: InstanceId, second: int, content: CellContent, *, before: CellContent
) -> None:
    """Write only what differs between `before`, which is in the cell, and `content`."""
    if content.state is not before.state:
        edit.set_sounding(
            SoundingSpan(
                instance_id=instance_id, start=second, stop=second + 1, state=content.state
            )
        )
    if content.rle is not None:
        edit.put(
            Mask(
                instance_id=instance_id,
                second=second,
                rle=content.rle,
                provenance=content.provenance,
            )
        )
    elif before.rle is not None:
        edit.drop(Mask, instance_id=instance_id, second=second)
    if before.proposals:
        edit.drop(Proposal, instance_id=instance_id, second=[second])
    for proposal in content.proposals:
        edit.put(replace(proposal, instance_id=instance_id))
