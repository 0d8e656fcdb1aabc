"""A segmenter that knows nothing and always answers alike: for tests, and for trying the program."""

import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avisbuild.masks import decode
from avisbuild.messages import Message
from avisbuild.segment.base import Candidates, Image, MaskArray, Prompt

RADII = (1 / 8, 1 / 16, 1 / 4)  # of the shorter side, best first
_SCORES = (0.9, 0.8, 0.7)
_CUT = 1 / 2  # a negative click cuts a disc of this share of the candidate's own radius


class FakeSegmenter:
    """A disc around the last positive click, or the ellipse of the box, less discs around negative clicks.

    A prompt with a standing mask gets that mask with the disc or the ellipse added.

    Three candidates: the radius is 1/8, 1/16 and 1/4 of the frame's shorter side; of a box, its ellipse
    whole, halved, and half as large again. Each call first waits for its delay, or until `close`.
    """

    name = "fake"
    title = Message("fake-title")
    weights_sha256 = ""
    preprocessing = "fake-1"

    def __init__(
        self,
        *,
        delay_embed_s: float = 0.0,
        delay_segment_s: float = 0.0,
        is_storable: bool = False,
    ) -> None:
        self.is_storable = is_storable
        self._delay_embed_s = delay_embed_s
        self._delay_segment_s = delay_segment_s
        self._closed = threading.Event()

    def embed(self, image: Image) -> NDArray[np.float32]:
        """The frame's size as (height, width) float32, and the mean of its colours."""
        self._wait(self._delay_embed_s)
        height, width = image.shape[:2]
        return np.array([height, width, image.mean()], dtype=np.float32)

    def segment(self, embedding: Any, prompt: Prompt) -> Candidates:
        """Three candidates; masks: (3, H, W) bool."""
        self._wait(self._delay_segment_s)
        size = (int(embedding[0]), int(embedding[1]))
        masks = np.stack([_candidate(size, prompt, radius) for radius in RADII])
        return Candidates(masks=masks, scores=_SCORES)

    def pack(self, embedding: Any) -> dict[str, NDArray[Any]]:
        """One array: the image's height and width, and the mean of its colours."""
        return {"embedding": embedding}

    def unpack(self, arrays: dict[str, NDArray[Any]]) -> NDArray[np.float32]:
        """The embedding from what `pack` gave."""
        return arrays["embedding"].astype(np.float32)

    def embedding_bytes(self, embedding: Any) -> int:
        """The bytes of that one array."""
        return int(embedding.nbytes)

    def close(self) -> None:
        """End every delay."""
        self._closed.set()

    def _wait(self, delay_s: float) -> None:
        if delay_s > 0:
            self._closed.wait(delay_s)


def _candidate(size: tuple[int, int], prompt: Prompt, radius: float) -> MaskArray:
    radius_px = max(1.0, radius * min(size))
    mask = _body(size, prompt, radius / RADII[0], radius_px)
    if prompt.standing is not None:
        mask |= decode(prompt.standing)
    for (x, y), positive in zip(prompt.points_xy, prompt.positive, strict=True):
        if not positive:
            mask &= ~_ellipse(size, (x, y), (radius_px * _CUT, radius_px * _CUT))
    return mask


def _body(size: tuple[int, int], prompt: Prompt, scale: float, radius_px: float) -> MaskArray:
    if prompt.box_xyxy is not None:
        left, top, right, bottom = prompt.box_xyxy
        # Half as large again at most: a box says how large the thing is.
        grown = min(scale, 1.5)
        centre = ((left + right) / 2, (top + bottom) / 2)
        return _ellipse(
            size, centre, (abs(right - left) / 2 * grown, abs(bottom - top) / 2 * grown)
        )
    clicked = [point for point, yes in zip(prompt.points_xy, prompt.positive, strict=True) if yes]
    if not clicked:
        return np.zeros(size, dtype=np.bool_)
    return _ellipse(size, clicked[-1], (radius_px, radius_px))


def _ellipse(
    size: tuple[int, int], centre_xy: tuple[float, float], radii_xy: tuple[float, float]
) -> MaskArray:
    """The pixels whose centres lie in an ellipse, as (H, W) bool; clipped by the frame."""
    rows, columns = np.ogrid[: size[0], : size[1]]
    across = (columns - centre_xy[0]) / max(radii_xy[0], 0.5)
    down = (rows - centre_xy[1]) / max(radii_xy[1], 0.5)
    inside: MaskArray = across**2 + down**2 <= 1.0
    return inside
