"""The walk itself: objects followed from picture to picture, all on one flow.

A mask is never moved from one picture to the next: errors would add up (IoU 0.80 after two seconds of a
rendered scene, where this keeps 0.94 after three). The flow of the last step only says about where to
look; the flow that counts is found anew between the picture as it is and the anchor, the picture on
which the mask was made. See docs/decisions/0073-propagation.md.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.propagation.anchor import Anchor
from avisbuild.propagation.base import EndReason, Image, MaskArray, ShouldStop, Step, never
from avisbuild.propagation.cuts import is_cut
from avisbuild.propagation.flow import FlowFinder, Gray, doubtful, moved

Key = TypeVar("Key", bound=Hashable)

# Where a picture has nothing of the one before, however alike their colours are.
_BREAK_RESIDUAL, _BREAK_DOUBT = 15.0, 0.7
LONGEST_SIDE_PX = 640
# OpenCV's flow ends the whole process on a strip that is less high.
_SHORTEST_SIDE_PX = 32


class Walker(Generic[Key]):
    """Follows objects through pictures (H, W, 3) uint8 RGB of one size, given one after another."""

    def __init__(self, image: Image) -> None:
        self._flow = FlowFinder()
        self._image = image
        self._small = _smaller(image)
        self._gray = _gray(self._small)
        self._anchors: list[Anchor[Key]] = []
        self.is_cut = False

    @property
    def following(self) -> frozenset[Key]:
        """The objects that are not lost."""
        return frozenset(key for anchor in self._anchors for key in anchor.following)

    def seed(self, masks: Mapping[Key, MaskArray]) -> None:
        """Follow objects from the picture given last on; those that were followed already begin anew."""
        self.drop(masks)
        if masks:
            self._anchors.append(Anchor(self._image, self._small, self._gray, masks))

    def drop(self, keys: Iterable[Key]) -> None:
        """Follow these objects no more."""
        gone = frozenset(keys)
        for anchor in self._anchors:
            anchor.drop(gone)
        self._anchors = [anchor for anchor in self._anchors if anchor.following]

    def advance(self, image: Image, *, gap_s: float = 0.0) -> dict[Key, EndReason]:
        """Go on to the next picture; what is lost there, and why. After a cut, nothing is followed any more.

        `gap_s` is how long pictures are missing before this one.
        """
        lost: dict[Key, EndReason] = {}
        small = _smaller(image)
        gray = _gray(small)
        back = self._flow.step(self._gray, gray)
        residual = np.abs(moved(self._gray.astype(np.float32), back) - gray)
        self.is_cut = is_cut(self._small, small, float(residual.mean()))
        if self.is_cut:
            # Behind missing pictures it may be another shot, or far on in the same.
            why = EndReason.UNREADABLE if gap_s else EndReason.CUT
            lost = dict.fromkeys(self.following, why)
            self._anchors = []
        elif self._anchors:
            doubt = doubtful(back, self._flow.step(gray, self._gray))
            is_break = residual.mean() > _BREAK_RESIDUAL and doubt.mean() > _BREAK_DOUBT
            for anchor in self._anchors:
                lost |= anchor.advance(
                    self._flow, small, gray, back, doubt, gap_s=gap_s, is_break=is_break
                )
            self._anchors = [anchor for anchor in self._anchors if anchor.following]
        self._image, self._small, self._gray = image, small, gray
        return lost

    def step(self, key: Key) -> Step:
        """Where an object is in the picture given last: empty, without confidence, when it is lost."""
        for anchor in self._anchors:
            if key in anchor.following:
                return Step(
                    mask=anchor.mask(key, self._image), confidence=anchor.following[key].confidence
                )
        nothing: MaskArray = np.zeros(self._image.shape[:2], np.bool_)
        return Step(mask=nothing, confidence=0.0, is_cut=self.is_cut)


def follow(
    frames: Iterable[Image], mask: MaskArray, *, should_stop: ShouldStop = never
) -> Iterator[Step]:
    """Follow one object: `mask` belongs to the first picture; one step for each picture after it.

    Ends early when `should_stop` says so, after a cut, and when the object is lost.
    """
    pictures = iter(frames)
    first = next(pictures, None)
    if first is None:
        return
    walker: Walker[int] = Walker(first)
    walker.seed({0: mask})
    for image in pictures:
        if should_stop():
            return
        walker.advance(image)
        step = walker.step(0)
        yield step
        if step.confidence == 0:
            return


def _smaller(image: Image) -> Image:
    """The picture at the size at which flow is found; one that is too small for that is enlarged."""
    height, width = image.shape[:2]
    scale = min(1.0, LONGEST_SIDE_PX / max(height, width))
    size = (
        max(_SHORTEST_SIDE_PX, round(width * scale)),
        max(_SHORTEST_SIDE_PX, round(height * scale)),
    )
    if size == (width, height):
        return image
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _gray(image: Image) -> Gray:
    gray: NDArray[np.uint8] = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    return gray
