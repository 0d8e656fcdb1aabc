"""A segmenter without weights: geodesics over superpixels say what is meant, grabCut finds the outline."""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.masks import decode
from avisbuild.segment.base import Candidates, Image, MaskArray, Prompt
from avisbuild.segment.classical import TITLE
from avisbuild.segment.classical.closeup import closeup_around
from avisbuild.segment.classical.correction import corrections
from avisbuild.segment.classical.geodesic import distances
from avisbuild.segment.classical.prompting import honour, scaled, under_clicks
from avisbuild.segment.classical.superpixels import Floats, Superpixels, superpixels

_LONGEST_SIDE_PX = 800
_STEP_PX = 7
_FREE_CONTRAST = 4.0  # in Lab: what shading and texture do between neighbours

_FIRST_CLICKS = 1
_LARGEST_FIGURE = 2.5  # by the side of the coarse mask
_RANKS = (0.7, 0.6, 0.5)  # of a correction's readings: an order, no more


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassicalEmbedding:
    """A frame (H, W, 3) uint8 RGB, its superpixels at `scale`, and how far each is from the frame's rim."""

    image: Image
    patches: Superpixels
    scale: float
    from_rim: Floats


class ClassicalSegmenter:
    """Masks from clicks and boxes by colour and edges alone.

    A patch belongs to the object when it is nearer to a positive click than to a negative one or the
    frame's rim, over steps between colours: so that one click takes an object of several colours whole
    if it stands out from what is behind it. What comes out is worked over in a close-up.
    """

    name = "classical"
    title = TITLE
    weights_sha256 = ""
    preprocessing = "classical-1"
    is_storable = False

    def embed(self, image: Image) -> ClassicalEmbedding:
        """Cut the frame into superpixels, in which `segment` then searches."""
        height, width = image.shape[:2]
        scale = min(1.0, _LONGEST_SIDE_PX / max(height, width))
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA) if scale < 1 else image
        patches = superpixels(np.asarray(small, np.uint8), step_px=_STEP_PX)
        from_rim = distances(patches, patches.rim().tolist(), free_contrast=_FREE_CONTRAST)
        return ClassicalEmbedding(image=image, patches=patches, scale=scale, from_rim=from_rim)

    def segment(self, embedding: Any, prompt: Prompt) -> Candidates:
        """Three masks for a prompt, best first; without a box and a positive click, one empty mask.

        Where a mask stands, they are that mask with what the last click corrects; one mask where that is
        in no doubt.
        """
        size = embedding.image.shape[:2]
        if prompt.standing is not None and prompt.points_xy:
            standing = decode(prompt.standing)
            if standing.any() or not prompt.positive[-1]:
                return self._corrected(embedding, prompt, standing)
        if prompt.box_xyxy is None and not any(prompt.positive):
            return Candidates(masks=np.zeros((1, *size), np.bool_), scores=(0.0,))
        guess = self._guess(embedding, prompt) if prompt.box_xyxy is None else None
        closeup = closeup_around(embedding.image, prompt, guess)
        found = closeup.candidates()
        masks = np.stack([closeup.whole(mask, size) for mask, _ in found])
        for mask in masks:
            honour(mask, prompt)
        return Candidates(masks=masks, scores=tuple(score for _, score in found))

    def hover(self, embedding: Any, x: float, y: float) -> MaskArray | None:
        """A quick preview of a click at (x, y); None outside of the frame."""
        height, width = embedding.image.shape[:2]
        if not (-0.5 <= x < width - 0.5 and -0.5 <= y < height - 0.5):
            return None
        return self.coarse(embedding, Prompt(points_xy=((x, y),), positive=(True,)))

    def pack(self, embedding: Any) -> dict[str, NDArray[Any]]:
        """The frame; the rest is quickly made again."""
        return {"image": embedding.image}

    def unpack(self, arrays: dict[str, NDArray[Any]]) -> ClassicalEmbedding:
        """The embedding from what `pack` gave."""
        return self.embed(arrays["image"])

    def embedding_bytes(self, embedding: Any) -> int:
        """What the frame and the superpixels hold."""
        return int(embedding.image.nbytes) + int(embedding.patches.nbytes)

    def close(self) -> None:
        """Nothing to do: there is no model, and no memory but the embeddings'."""

    def _corrected(
        self, embedding: ClassicalEmbedding, prompt: Prompt, standing: MaskArray
    ) -> Candidates:
        masks = corrections(
            embedding.image,
            _within(prompt, standing.shape),
            standing,
            first_sight=lambda asked: self.coarse(embedding, asked),
            on_its_own=lambda asked: list(self.segment(embedding, asked).masks),
        )
        return Candidates(masks=np.stack(masks), scores=_RANKS[: len(masks)])

    def _guess(self, embedding: ClassicalEmbedding, prompt: Prompt) -> MaskArray:
        """All that may be meant, to look at more closely: (H, W) bool.

        That is the coarse mask, and after the first click what it is part of, unless this is much larger.
        """
        mask = self.coarse(embedding, prompt)
        if len(prompt.points_xy) > _FIRST_CLICKS:
            return mask
        figure = self._figure(embedding, prompt)
        if _side(figure) <= _LARGEST_FIGURE * _side(mask):
            mask |= figure
        return mask

    def _figure(self, embedding: ClassicalEmbedding, prompt: Prompt) -> MaskArray:
        """What stands out from the ground as clearly as what was clicked, and hangs together with it."""
        patches, scale = embedding.patches, embedding.scale
        near = scaled(prompt, scale)
        clicked = [
            patches.at(x, y)
            for (x, y), yes in zip(near.points_xy, near.positive, strict=True)
            if yes
        ]
        standing = embedding.from_rim > 0.5 * np.median(embedding.from_rim[clicked])
        standing[clicked] = True
        small = under_clicks(standing[patches.labels], near)
        return _enlarged(small, embedding.image.shape[:2])

    def coarse(self, embedding: ClassicalEmbedding, prompt: Prompt) -> MaskArray:
        """The mask (H, W) bool by geodesics on the whole frame."""
        patches, scale = embedding.patches, embedding.scale
        near_prompt = scaled(prompt, scale)
        clicked = [
            (patches.at(x, y), positive)
            for (x, y), positive in zip(near_prompt.points_xy, prompt.positive, strict=True)
        ]
        inside = {patch for patch, positive in clicked if positive}
        outside = {patch for patch, positive in clicked if not positive} - inside
        near = distances(patches, inside, free_contrast=_FREE_CONTRAST)
        far = embedding.from_rim
        if outside:
            far = np.minimum(far, distances(patches, outside, free_contrast=_FREE_CONTRAST))
        belongs = near < far
        belongs[list(inside)] = True
        small = under_clicks(belongs[patches.labels], near_prompt)
        return _enlarged(small, embedding.image.shape[:2])


def _within(prompt: Prompt, size: tuple[int, ...]) -> Prompt:
    """The prompt with clicks beside the frame moved to its edge."""
    points = [
        (min(max(x, 0.0), size[1] - 1.0), min(max(y, 0.0), size[0] - 1.0))
        for x, y in prompt.points_xy
    ]
    return replace(prompt, points_xy=tuple(points))


def _side(mask: MaskArray) -> int:
    """The longer side of a mask's box, in pixels."""
    _, _, width, height = cv2.boundingRect(mask.view(np.uint8))
    return max(width, height)


def _enlarged(mask: MaskArray, size: tuple[int, ...]) -> MaskArray:
    soft = cv2.resize(mask.astype(np.float32), (size[1], size[0]), interpolation=cv2.INTER_LINEAR)
    enlarged: MaskArray = soft > 0.5
    return enlarged
