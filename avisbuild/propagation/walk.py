"""The walk itself: objects followed from picture to picture, all on one flow."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import cv2
import numpy as np

from avisbuild.propagation.base import Image, MaskArray, ShouldStop, Step, never

Key = TypeVar("Key", bound=Hashable)


class Walker(Generic[Key]):
    """Follows objects through pictures given one after another. (THIN VERSION: flow only)"""

    def __init__(self, image: Image, masks: Mapping[Key, MaskArray]) -> None:
        self._gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        self._masks = dict(masks)
        self._flow = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)

    def seed(self, key: Key, mask: MaskArray) -> None:
        """Follow an object from the picture given last on; it may be one that was lost."""
        self._masks[key] = mask

    def step(self, image: Image) -> dict[Key, Step]:
        """Go on to the next picture, and say where every object is."""
        gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        flow = self._flow.calc(gray, self._gray, None)
        rows, columns = np.indices(gray.shape, np.float32)
        steps = {}
        for key, mask in self._masks.items():
            warped = cv2.remap(
                mask.astype(np.float32),
                columns + flow[..., 0],
                rows + flow[..., 1],
                cv2.INTER_LINEAR,
            )
            self._masks[key] = warped >= 0.5
            steps[key] = Step(mask=self._masks[key], confidence=0.5)
        self._gray = gray
        return steps


def propagate(
    frames: Iterable[Image], mask: MaskArray, *, should_stop: ShouldStop = never
) -> Iterator[Step]:
    """Follow one object: `mask` belongs to the first picture; one step for each picture after it.

    Ends early when `should_stop` says so, after a cut, and when the object is lost.
    """
    pictures = iter(frames)
    first = next(pictures, None)
    if first is None:
        return
    walker = Walker(first, {0: mask})
    for image in pictures:
        if should_stop():
            return
        step = walker.step(image)[0]
        yield step
        if step.is_cut or step.confidence == 0:
            return
