"""What is laid on the frame where two moments of a video are compared: both sides' masks, what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from avisbuild import masks
from avisbuild.records import InstanceId, Rle, Sounding, Taxonomy, Track
from avisbuild.review.change_wording import instance_name
from avisbuild.review.diff import CellChange
from avisbuild.segment import MaskArray
from avisbuild_gui.theme import instance_colour
from avisbuild_gui.values import MaskKind, MaskLayer

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ComparedSides:
    """One second before and after; `difference` is (H, W) bool: the pixels that are in one mask only."""

    before: tuple[MaskLayer, ...] = ()
    after: tuple[MaskLayer, ...] = ()
    difference: MaskArray | None = None


def colours_of(before: Sequence[Track], after: Sequence[Track]) -> dict[InstanceId, str]:
    """The colours that instances have in the window, then one each for those that are gone."""
    later = sorted(after, key=lambda track: track.instance.position)
    ids = [track.instance.instance_id for track in (*later, *before)]
    return {name: instance_colour(place) for place, name in enumerate(dict.fromkeys(ids))}


def layers_at(
    tracks: Sequence[Track],
    second: int,
    active: InstanceId | None,
    *,
    colours: Mapping[InstanceId, str],
    taxonomy: Taxonomy,
) -> tuple[MaskLayer, ...]:
    """The masks of a second, the active instance's last, so that it lies on top."""
    found = [
        MaskLayer(
            instance_id=track.instance.instance_id,
            rle=rle,
            colour=colours[track.instance.instance_id],
            kind=_kind(track.states[second]),
            name=instance_name(track.instance, taxonomy),
            is_active=track.instance.instance_id == active,
        )
        for track in tracks
        if second < len(track.masks) and (rle := track.masks[second]) is not None
    ]
    return tuple(sorted(found, key=lambda layer: layer.is_active))


def differing_pixels(changes: Sequence[CellChange]) -> MaskArray | None:
    """The pixels (H, W) bool in which masks before and after differ, of all these cells together."""
    found: MaskArray | None = None
    for change in changes:
        if change.has_other_mask:
            own = _differing(change.mask_before, change.mask_after)
            found = own if found is None or found.shape != own.shape else found | own
    return found


def box_around(pixels: MaskArray | None) -> Box | None:
    """The box x0, y0, x1, y1 around what differs; None where nothing does."""
    if pixels is None or not pixels.any():
        return None
    rows, columns = np.flatnonzero(pixels.any(axis=1)), np.flatnonzero(pixels.any(axis=0))
    return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)


def _differing(before: Rle | None, after: Rle | None) -> MaskArray:
    """Of masks of two sizes, all of the later one."""
    sides = [masks.decode(rle) for rle in (after, before) if rle is not None]
    if len(sides) == 1 or sides[0].shape != sides[1].shape:
        return sides[0]
    return sides[0] ^ sides[1]


def _kind(state: Sounding) -> MaskKind:
    return MaskKind.COMMITTED if state is Sounding.SOUNDING else MaskKind.SILENT
