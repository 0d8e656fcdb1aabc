"""Proposals: a program suggests masks, a person accepts or drops them."""

from collections.abc import Collection

from avisbuild import masks
from avisbuild.annotation.command import Command
from avisbuild.annotation.commands.masks import give_state
from avisbuild.annotation.commands.wording import names_said, seconds_said
from avisbuild.annotation.view import Cell, VideoView
from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.records import Mask, MaskSource, Proposal, Provenance, Sounding
from avisbuild.store import Edit

# As projects have spelled it since 0.1; a copied mask has no model.
COPIED_MODEL = "carried"


def add_proposals(view: VideoView, proposals: Collection[Proposal]) -> Command:
    """Lay suggested masks beside the person's own; a cell that has a mask gets none (R20).

    Raises ProjectError when all of the cells have one.
    """

    def carry_out(edit: Edit, now: VideoView) -> None:
        free = [each for each in proposals if now.mask_at(each.instance_id, each.second) is None]
        if proposals and not free:
            raise ProjectError("proposals-covered")
        for proposal in free:
            if masks.area(proposal.rle):
                edit.put(proposal)

    label = Message("suggest-masks", **_whose(view, proposals))
    return Command(label=label, carry_out=carry_out)


def accept_proposals(
    view: VideoView,
    cells: Collection[Cell],
    *,
    author: str,
    seconds_spent: float = 0.0,
    state: Sounding = Sounding.SOUNDING,
) -> Command:
    """Make the suggested masks of cells the person's own, where there is none yet.

    One cell alone becomes sounding, or `state`, as with a mask that is committed. Of several, those that do
    not sound in view are left as they are: no one looked at each. Raises ProjectError when none is left.
    """

    def carry_out(edit: Edit, now: VideoView) -> None:
        accepted = acceptable(now, cells)
        if not accepted:
            raise ProjectError("no-proposal")
        number = 1 if now.round is None else now.round.number
        for proposal in accepted:
            instance_id, second = proposal.instance_id, proposal.second
            provenance = Provenance(
                source=source_of_proposed(proposal),
                author=author,
                model=proposal.model,
                round_number=number,
                seconds_spent=round(seconds_spent / len(accepted), 3),
            )
            edit.put(
                Mask(
                    instance_id=instance_id,
                    second=second,
                    rle=proposal.rle,
                    provenance=provenance,
                )
            )
            give_state(edit, now, instance_id, second, state)
        _drop(edit, {(each.instance_id, each.second) for each in accepted})

    label = Message("accept-masks", **_whose(view, acceptable(view, cells)))
    return Command(label=label, carry_out=carry_out)


def drop_proposals(view: VideoView, cells: Collection[Cell]) -> Command:
    """Take the suggested masks of cells away."""

    def carry_out(edit: Edit, now: VideoView) -> None:
        _drop(edit, {cell for cell in cells if cell in now.proposals})

    dropped = [view.proposals[cell] for cell in cells if cell in view.proposals]
    label = Message("drop-suggestions", **_whose(view, dropped))
    return Command(label=label, carry_out=carry_out)


def acceptable(view: VideoView, cells: Collection[Cell]) -> list[Proposal]:
    """The proposals that `accept_proposals` makes masks: the best of each cell that may have it."""
    return [
        view.proposals[cell]
        for cell in dict.fromkeys(cells)
        if cell in view.proposals
        and view.mask_at(*cell) is None
        and (len(cells) == 1 or view.sounding_at(*cell) is Sounding.SOUNDING)
    ]


def _drop(edit: Edit, cells: set[Cell]) -> None:
    for instance_id in sorted({instance_id for instance_id, _ in cells}):
        seconds = [second for name, second in cells if name == instance_id]
        edit.drop(Proposal, instance_id=instance_id, second=seconds)


def _whose(view: VideoView, proposals: Collection[Proposal]) -> dict[str, Message | str]:
    names = names_said(view, (each.instance_id for each in proposals))
    seconds = seconds_said(each.second for each in proposals)
    return {"names": names or Message("nothing"), "seconds": seconds}


def source_of_proposed(proposal: Proposal) -> MaskSource:
    """Where the mask comes from that a proposal becomes."""
    return MaskSource.COPIED if proposal.model == COPIED_MODEL else MaskSource.PROPAGATED
