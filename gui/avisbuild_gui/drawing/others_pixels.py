"""The pixels that other instances have in the second on screen, and what becomes of them."""

from collections.abc import Collection

import numpy as np

from avisbuild import masks
from avisbuild.annotation import Draft
from avisbuild.annotation.commands import Overlap
from avisbuild.records import InstanceId, Rle
from avisbuild.segment import MaskArray
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import mark, tr

_TEXTS = {
    Overlap.SHARE: mark("Masks may overlap."),
    Overlap.KEEP_OTHERS: mark("New masks leave the others' pixels alone."),
    Overlap.STEAL: mark("New masks take pixels from the others."),
}


class OthersPixels:
    """What is committed of other instances is left out of a draft, unless it is to be shared or taken (R42).

    From an instance that the person has locked nothing is taken.
    What a mask that is being mended had in common with others before stays (R41).
    """

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self.overlap = Overlap.KEEP_OTHERS
        self._owners: dict[InstanceId, Rle] = {}
        self._pixels: dict[Overlap, MaskArray | None] = {}
        self._kept_out: tuple[Rle | None, MaskArray | None, MaskArray | None] = None, None, None

    def cycle(self) -> str:
        """Take the next of the ways; what it is, in words."""
        modes = list(Overlap)
        self.overlap = modes[(modes.index(self.overlap) + 1) % len(modes)]
        return tr(_TEXTS[self.overlap])

    def look(self, draft: Draft | None) -> None:
        """See anew what others have beside a draft."""
        view = self._state.view
        self._owners, self._pixels = {}, {}
        if view is not None and draft is not None:
            for track in view.tracks:
                rle = track.masks[self._state.second]
                if track.instance.instance_id != draft.cell[0] and rle is not None:
                    self._owners[track.instance.instance_id] = rle
            locked = self._owners.keys() & self._state.marks.locked
            self._pixels = {
                Overlap.KEEP_OTHERS: _union(self._owners.values()),
                Overlap.STEAL: _union([self._owners[each] for each in locked]),
            }
        self._kept_out = None, None, None

    def kept_out_of(self, draft: Draft) -> MaskArray | None:
        """The pixels (H, W) bool that the draft does not get; None where it gets any."""
        base, pixels = draft.base, self._pixels.get(self.overlap)
        if base is None or pixels is None:
            return pixels
        if self._kept_out[0] is not base or self._kept_out[1] is not pixels:
            self._kept_out = base, pixels, pixels & ~masks.decode(base)
        return self._kept_out[2]

    def owner_at(self, draft: Draft, x: float, y: float) -> InstanceId | None:
        """Who has the pixel there, where the draft does not get it."""
        kept_out = self.kept_out_of(draft)
        if kept_out is None or not pixel_at(kept_out, x, y):
            return None
        return next(
            (owner for owner, rle in self._owners.items() if pixel_at(masks.decode(rle), x, y)),
            None,
        )


def _union(rles: Collection[Rle]) -> MaskArray | None:
    """The pixels that any of the masks has; None without masks."""
    if not rles:
        return None
    size = next(iter(rles)).size
    return np.ascontiguousarray(masks.decode(masks.union(list(rles), size)))


def pixel_at(mask: MaskArray, x: float, y: float) -> bool:
    """Whether a mask (H, W) bool has the pixel at a place; beside the frame, the nearest one."""
    height, width = mask.shape
    row, column = min(max(round(y), 0), height - 1), min(max(round(x), 0), width - 1)
    return bool(mask[row, column])
