"""What only some segmenters can do; each is asked whether it has the method."""

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from avisbuild.segment.base import Image, MaskArray, Segmenter


@runtime_checkable
class Hovers(Protocol):
    """Says within milliseconds what a click would give."""

    def hover(self, embedding: Any, x: float, y: float) -> MaskArray | None:
        """The mask (H, W) bool under the pointer, or None."""
        ...


@runtime_checkable
class EmbedsMany(Protocol):
    """Embeds several frames in one go, which a GPU does faster than one after the other."""

    def embed_batch(self, images: Sequence[Image]) -> list[Any]:
        """One embedding an image, in order."""
        ...


@runtime_checkable
class Cancels(Protocol):
    """Can give up an embedding that takes long; `embed` then raises EmbeddingCancelledError."""

    def cancel_embedding(self) -> None:
        """Give up the embedding in flight, if there is one; called from another thread."""
        ...


def overlaps(segmenter: Segmenter) -> bool:
    """Whether `segment` may run in one thread while `embed` runs in another."""
    return bool(getattr(segmenter, "overlaps", False))
