"""What the canvas shows of a second: its masks, and proposals where there is no mask."""

from avisbuild.annotation import VideoView
from avisbuild.records import InstanceId, Sounding
from avisbuild_gui.theme import instance_colour
from avisbuild_gui.values import MaskKind, MaskLayer


def layers_of(
    view: VideoView, second: int, active: InstanceId | None, *, without: InstanceId | None = None
) -> tuple[MaskLayer, ...]:
    """The layers of one second in order of instances, the active one last, so that it lies on top.

    `without` is the instance whose mask is being edited and therefore shown as a draft.
    """
    found = []
    for position, instance in enumerate(view.instances):
        instance_id = instance.instance_id
        mask = view.mask_of(instance_id, second)
        proposal = view.proposals.get((instance_id, second))
        if instance_id == without or (mask is None and proposal is None):
            continue
        silent = view.state_of(instance_id, second) is not Sounding.SOUNDING
        kind = MaskKind.SILENT if silent else MaskKind.COMMITTED
        if mask is None:
            assert proposal is not None
            mask, kind = proposal.rle, MaskKind.PROPOSAL
        found.append(
            MaskLayer(
                instance_id=instance_id,
                rle=mask,
                colour=instance_colour(position),
                kind=kind,
                name=view.name(instance_id),
                is_active=instance_id == active,
            )
        )
    return tuple(sorted(found, key=lambda layer: layer.is_active))
