"""The whole draft put in order at one key: holes, specks, a pixel more or less, a smoother outline (R42)."""

from collections.abc import Callable

from avisbuild.annotation.mask_cleaning import (
    USUAL_SPECK_SHARE,
    drop_specks,
    fill_holes,
    grow,
    shrink,
)
from avisbuild.annotation.mask_smoothing import smooth
from avisbuild.segment import MaskArray
from avisbuild_gui.drawing.drafts import Drafts
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.texts import tr
from avisbuild_gui.values import About

SPECK_SHARES = (0.001, 0.002, 0.005, USUAL_SPECK_SHARE, 0.02, 0.05, 0.1)


class Cleaning:
    """Changes the draft as a whole, or the proposal that is seen; each time one step of undo."""

    def __init__(self, notices: Notices, drafts: Drafts) -> None:
        self._notices = notices
        self._drafts = drafts
        self.speck_share = USUAL_SPECK_SHARE

    def fill_holes(self) -> None:
        """Fill every hole of the mask."""
        mask = self._mask()
        if mask is None:
            return
        if self._drafts.replace(fill_holes(mask)):
            self._say(tr("The holes are filled."))
        else:
            self._say(tr("There is no hole in the mask."))

    def drop_specks(self) -> None:
        """Drop the parts of the mask that are smaller than the share that counts as a speck."""
        mask = self._mask()
        if mask is None:
            return
        kept, count = drop_specks(mask, self.speck_share)
        if count and self._drafts.replace(kept):
            text = tr("Specks are dropped: {count}, each below {share} % of the mask.")
        else:
            text = tr("There is no speck: no part is below {share} % of the mask.")
        self._say(text.format(count=count, share=f"{100 * self.speck_share:g}"))

    def use_speck_share(self, share: float) -> None:
        """Have parts below this share of the mask count as specks, within what can be chosen."""
        self.speck_share = min(max(share, SPECK_SHARES[0]), SPECK_SHARES[-1])

    def cycle_speck_share(self) -> None:
        """Have larger parts count as specks; after the largest, the smallest."""
        larger = (each for each in SPECK_SHARES if each > self.speck_share)
        self.speck_share = next(larger, SPECK_SHARES[0])
        text = tr("A part below {share} % of the mask is a speck.")
        self._say(text.format(share=f"{100 * self.speck_share:g}"), action_id="drop_specks")

    def grow(self) -> None:
        """Make the mask a pixel larger all around."""
        self._change(grow)

    def shrink(self) -> None:
        """Make the mask a pixel smaller all around."""
        self._change(shrink)

    def smooth(self) -> None:
        """Make the mask's outline smoother."""
        self._change(smooth)

    def _change(self, change: Callable[[MaskArray], MaskArray]) -> None:
        mask = self._mask()
        if mask is None:
            return
        changed = change(mask)
        if not changed.any():
            self._say(tr("Nothing would be left of the mask."))
        elif not self._drafts.replace(changed):
            self._say(tr("That changes nothing here."))

    def _mask(self) -> MaskArray | None:
        """The mask to change; None, and it is said why, where there is none or it is locked."""
        if not self._drafts.may_draw():
            return None
        mask = self._drafts.mask_to_mend
        if mask is None or not mask.any():
            self._say(tr("There is no mask here to mend."))
            return None
        return mask

    def _say(self, text: str, *, action_id: str = "") -> None:
        self._notices.say(text, action_id=action_id, about=About.SECOND)
