"""A mask: the pixels of an instance in one frame, as a lossless COCO RLE, with its provenance."""

from dataclasses import dataclass
from enum import StrEnum

from avisbuild.records.ids import InstanceId


@dataclass(frozen=True, slots=True)
class Rle:
    """COCO's compressed run-length encoding: column-major; `size` is (height, width)."""

    size: tuple[int, int]
    counts: bytes

    def __post_init__(self) -> None:
        if self.size[0] < 1 or self.size[1] < 1 or not self.counts:
            raise ValueError(f"expected a size of at least 1 x 1 and counts, got {self}")


class MaskSource(StrEnum):
    """How a mask was made, which `stats` and reviewers ask; projects store the values."""

    CLICK = "click"
    BRUSH = "brush"
    COPIED = "carried"  # as projects have spelled it since 0.1
    PROPAGATED = "propagated"
    IMPORTED = "imported"
    RENDERED = "rendered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a mask comes from; `prompts` is the segmenter's input as JSON, so that it can be repeated."""

    source: MaskSource
    author: str = ""
    model: str = ""
    weights_sha256: str = ""
    prompts: str = ""
    round_number: int = 0
    seconds_spent: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """The committed mask of one instance in one second, with where it comes from."""

    instance_id: InstanceId
    second: int
    rle: Rle
    provenance: Provenance

    def __post_init__(self) -> None:
        if self.second < 0:
            raise ValueError(f"expected a second from 0, got {self.second}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A mask that a program suggests for (instance, second); it never counts until a person accepts it."""

    instance_id: InstanceId
    second: int
    rle: Rle
    model: str
    confidence: float
