"""Proposals: a program suggests masks, a person accepts or drops them."""

from collections.abc import Collection

from avisbuild.annotation.command import Command
from avisbuild.annotation.commands.wording import seconds_text
from avisbuild.annotation.view import Cell, VideoView
from avisbuild.errors import ProjectError
from avisbuild.records import Mask, MaskSource, Proposal, Provenance
from avisbuild.store import Edit

CARRIED_MODEL = "carried"


def add_proposals(view: VideoView, proposals: Collection[Proposal]) -> Command:
    """Lay suggested masks beside the person's own; a cell that has a mask gets none (R20)."""

    def carry_out(edit: Edit, now: VideoView) -> None:
        for proposal in proposals:
            if now.mask_of(proposal.instance_id, proposal.second) is None:
                edit.add_proposal(proposal)

    seconds = seconds_text(proposal.second for proposal in proposals)
    return Command(label=f"Suggest {_names(view, proposals)}, {seconds}", carry_out=carry_out)


def accept_proposals(
    view: VideoView, cells: Collection[Cell], *, author: str, seconds_spent: float = 0.0
) -> Command:
    """Make the suggested masks of cells the person's own: those that sound and have no mask.

    Raises ProjectError when none of the cells has one.
    """

    def carry_out(edit: Edit, now: VideoView) -> None:
        accepted = [
            now.proposals[cell]
            for cell in cells
            if cell in now.proposals and now.mask_of(*cell) is None
        ]
        if not accepted:
            raise ProjectError("there is no proposal here to accept; carry or propagate one first")
        number = 1 if now.round is None else now.round.number
        for proposal in accepted:
            provenance = Provenance(
                source=_source(proposal),
                author=author,
                model=proposal.model,
                round_number=number,
                seconds_spent=seconds_spent / len(accepted),
            )
            edit.set_mask(
                Mask(
                    instance_id=proposal.instance_id,
                    second=proposal.second,
                    rle=proposal.rle,
                    provenance=provenance,
                )
            )
            edit.drop_proposals(proposal.instance_id, seconds=[proposal.second])

    kept = [view.proposals[cell] for cell in cells if cell in view.proposals]
    seconds = seconds_text(proposal.second for proposal in kept)
    return Command(label=f"Accept {_names(view, kept)}, {seconds}", carry_out=carry_out)


def drop_proposals(view: VideoView, cells: Collection[Cell]) -> Command:
    """Take the suggested masks of cells away."""

    def carry_out(edit: Edit, now: VideoView) -> None:
        for instance_id, second in cells:
            if (instance_id, second) in now.proposals:
                edit.drop_proposals(instance_id, seconds=[second])

    kept = [view.proposals[cell] for cell in cells if cell in view.proposals]
    seconds = seconds_text(proposal.second for proposal in kept)
    return Command(
        label=f"Drop suggestions for {_names(view, kept)}, {seconds}", carry_out=carry_out
    )


def _names(view: VideoView, proposals: Collection[Proposal]) -> str:
    return ", ".join(sorted({view.name(proposal.instance_id) for proposal in proposals}))


def _source(proposal: Proposal) -> MaskSource:
    return MaskSource.CARRIED if proposal.model == CARRIED_MODEL else MaskSource.PROPAGATED
