"""A segmenter without weights: grabCut on a crop around the prompt, superpixels for the preview."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.segment.base import Candidates, Image, MaskArray, Prompt


@dataclass(frozen=True, slots=True, eq=False)
class ClassicalEmbedding:
    """The frame (H, W, 3) uint8 RGB."""

    image: Image


class ClassicalSegmenter:
    """Masks from clicks and boxes by colour alone. (THIN VERSION)"""

    name = "classical"
    title = "Classical (no SAM)"
    weights_sha256 = ""
    preprocessing = "classical-1"
    is_storable = False

    def embed(self, image: Image) -> ClassicalEmbedding:
        """The frame."""
        return ClassicalEmbedding(image)

    def segment(self, embedding: Any, prompt: Prompt) -> Candidates:
        """Masks for a prompt that is not empty, best first."""
        image = embedding.image
        height, width = image.shape[:2]
        labels = np.full((height, width), cv2.GC_BGD, np.uint8)
        if prompt.box_xyxy is not None:
            left, top, right, bottom = (round(each) for each in prompt.box_xyxy)
            labels[max(0, top) : bottom, max(0, left) : right] = cv2.GC_PR_FGD
        for (x, y), positive in zip(prompt.points_xy, prompt.positive, strict=True):
            if positive:
                cv2.circle(labels, (round(x), round(y)), height // 6, cv2.GC_PR_FGD, -1)
        for (x, y), positive in zip(prompt.points_xy, prompt.positive, strict=True):
            label = cv2.GC_FGD if positive else cv2.GC_BGD
            cv2.circle(labels, (round(x), round(y)), 3, label, -1)
        mask: MaskArray = (labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)
        return Candidates(masks=mask[None], scores=(0.5,))

    def hover(self, embedding: Any, x: float, y: float) -> MaskArray | None:
        """A quick preview of a click at (x, y); None outside of the frame."""
        height, width = embedding.image.shape[:2]
        if not (0 <= x < width and 0 <= y < height):
            return None
        return self.segment(embedding, Prompt(points_xy=((x, y),), positive=(True,))).masks[0]

    def pack(self, embedding: Any) -> dict[str, NDArray[Any]]:
        """The embedding as arrays."""
        return {"image": embedding.image}

    def unpack(self, arrays: dict[str, NDArray[Any]]) -> ClassicalEmbedding:
        """The embedding from what `pack` gave."""
        return ClassicalEmbedding(arrays["image"])

    def embedding_bytes(self, embedding: Any) -> int:
        """What the frame holds."""
        return int(embedding.image.nbytes)

    def close(self) -> None:
        """Nothing is held."""
