"""What is left when the sound is taken away: the answer to silence, and how far the figures drop."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco

from avisbuild.masks.many import as_coco
from avisbuild.metrics.figures import Table
from avisbuild.metrics.tracks import Tracks


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceResult:
    """Figures on substituted sound in percent; None without a frame.

    `recognition_accuracy` (RA) is the share of frames in which nothing is predicted, `silent_iou` the mean
    share of pixels that are predicted silent.
    """

    recognition_accuracy: float | None
    silent_iou: float | None
    frames: int


class SilenceProbe:
    """The answer to sound that does not belong to the picture; the right one is an empty mask.

    A frame with up to `tolerance` predicted pixels counts as empty, by default none.
    """

    def __init__(self, *, tolerance: int = 0) -> None:
        self.tolerance = tolerance
        self._empty = 0
        self._silent_share = 0.0
        self._frames = 0

    def update(self, masks: NDArray[np.bool_]) -> None:
        """Add predicted masks, (F, H, W) bool."""
        found = masks.reshape(len(masks), -1).sum(axis=1)
        self._add(found, int(np.prod(masks.shape[1:])))

    def update_tracks(self, tracks: Tracks, size: tuple[int, int]) -> None:
        """Add the predicted tracks of one video of this (height, width); a pixel counts once."""
        found = np.zeros(tracks.frame_count, dtype=np.int64)
        for frame in np.flatnonzero(tracks.present.any(axis=0)).tolist():
            there = [
                tracks.masks[track][frame] for track in np.flatnonzero(tracks.present[:, frame])
            ]
            masks = [as_coco(mask) for mask in there if mask is not None]
            found[frame] = coco.area(coco.merge(masks))
        self._add(found, size[0] * size[1])

    def compute(self) -> SilenceResult:
        """The figures over all frames so far."""
        if not self._frames:
            return SilenceResult(recognition_accuracy=None, silent_iou=None, frames=0)
        return SilenceResult(
            recognition_accuracy=100.0 * self._empty / self._frames,
            silent_iou=100.0 * self._silent_share / self._frames,
            frames=self._frames,
        )

    def _add(self, found: NDArray[np.int64], pixels: int) -> None:
        self._empty += int((found <= self.tolerance).sum())
        self._silent_share += float((1.0 - found / pixels).sum())
        self._frames += len(found)


def relative_drop(original: float | None, substituted: float | None) -> float | None:
    """How much of a figure is lost on substituted sound, in percent of it; larger is more audio control."""
    if original is None or substituted is None or math.isnan(substituted) or not original > 0:
        return None
    return 100.0 * (original - substituted) / original


def relative_drops(original: Table, substituted: Table) -> Table:
    """The relative drop of every figure that both tables have."""
    return {
        name: relative_drop(value, substituted[name])
        for name, value in original.items()
        if name in substituted
    }
