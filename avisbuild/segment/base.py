"""What every segmenter is: a frame becomes an embedding once, and prompts on it become masks, often."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from avisbuild.messages import Message
from avisbuild.records import Rle, VideoId

Image = NDArray[np.uint8]
MaskArray = NDArray[np.bool_]
# What people read: a name of its own as it is, words as a message.
Title: TypeAlias = str | Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What a person points at, in pixels of the frame: clicks, and at most one box.

    A click (x, y) is positive where it is part of the object. Pixel centres lie at whole numbers.
    `standing` is the mask that the clicks correct, of the frame's size; None where they start afresh. A
    segmenter may pass over it: `corrections.corrected` keeps what stands in any case.
    """

    points_xy: tuple[tuple[float, float], ...] = ()
    positive: tuple[bool, ...] = ()
    box_xyxy: tuple[float, float, float, float] | None = None
    standing: Rle | None = None

    def __post_init__(self) -> None:
        if len(self.points_xy) != len(self.positive):
            raise ValueError(f"expected as many labels as points, got {self}")

    def __bool__(self) -> bool:
        return bool(self.points_xy) or self.box_xyxy is not None

    def with_point(self, x: float, y: float, *, positive: bool) -> Self:
        """A copy with one click more; the rest stays."""
        return replace(
            self, points_xy=(*self.points_xy, (x, y)), positive=(*self.positive, positive)
        )

    def with_box(self, box_xyxy: tuple[float, float, float, float] | None) -> Self:
        """A copy with this box, or without any; the rest stays."""
        return replace(self, box_xyxy=box_xyxy)

    def without_clicks(self) -> Self:
        """A copy with the box alone, and the mask that stands."""
        return replace(self, points_xy=(), positive=())

    def with_standing(self, standing: Rle | None) -> Self:
        """A copy that corrects this mask, or none; clicks and box stay."""
        return replace(self, standing=standing)

    @property
    def text(self) -> str:
        """The prompt as JSON, as a mask's provenance keeps it; a standing mask as COCO spells it."""
        document: dict[str, Any] = {
            "points_xy": self.points_xy,
            "positive": self.positive,
            "box_xyxy": self.box_xyxy,
        }
        if self.standing is not None:
            counts = self.standing.counts.decode("ascii")
            document["standing"] = {"size": self.standing.size, "counts": counts}
        return json.dumps(document, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """A segmenter's answers to one prompt, best first; masks: (K, H, W) bool with K >= 1.

    `scores` in 0..1 give their order. They are shown as percentages only where `are_predicted_ious`: where
    a model was trained to say what IoU it expects of each mask. Others' scores are no measure.
    """

    masks: NDArray[np.bool_]
    scores: tuple[float, ...]
    are_predicted_ious: bool = False

    def __post_init__(self) -> None:
        if self.masks.ndim != 3 or len(self.scores) != len(self.masks) or not self.scores:
            raise ValueError(
                f"expected masks (K, H, W) with K scores, got {self.masks.shape}, {len(self.scores)}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameKey:
    """Names one frame of a project, so that queues and caches need not hold the picture."""

    video_id: VideoId
    second: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A frame that can be loaded when its turn comes: `load` gives (H, W, 3) uint8 RGB.

    `content_hash` names the bytes of the frame's file, so that an embedding is never that of another
    picture; it is a callable since hashing sixty files takes time.
    """

    key: FrameKey
    load: Callable[[], Image] = field(compare=False)
    content_hash: Callable[[], str] = field(compare=False)


class Segmenter(Protocol):
    """A model, or a method without one; used from one thread at a time.

    `name` is the name on the command line and in provenance (`sam_vit_h`, `classical`, `fake`), `title`
    what people read ("SAM ViT-H"). `weights_sha256` is "" where there are no weights. `is_storable` says
    whether embeddings are worth keeping on disk; then they are (C, h, w) float32 arrays, or what `pack`
    and `unpack` make of them.
    """

    name: str
    weights_sha256: str
    preprocessing: str
    is_storable: bool

    @property
    def title(self) -> Title:
        """The name for people, such as "SAM ViT-H"; a Message where it has to be translated."""
        ...

    def embed(self, image: Image) -> Any:
        """What prompts need of an image (H, W, 3) uint8 RGB; the slow half."""
        ...

    def segment(self, embedding: Any, prompt: Prompt) -> Candidates:
        """Masks for a prompt that is not empty, best first; the quick half."""
        ...

    def pack(self, embedding: Any) -> dict[str, NDArray[Any]]:
        """The embedding as arrays to store (float16 where that is enough)."""
        ...

    def unpack(self, arrays: dict[str, NDArray[Any]]) -> Any:
        """The embedding from what `pack` gave."""
        ...

    def embedding_bytes(self, embedding: Any) -> int:
        """How much memory of the device (or of this process) the embedding holds."""
        ...

    def close(self) -> None:
        """Let go of the model and its memory."""
        ...
