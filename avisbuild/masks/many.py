"""Many masks at once, as scoring a prediction file needs them: their runs, areas and overlaps.

pycocotools reads outside its memory, or never ends, on run lengths that do not add up to the frame; its own
`area` takes at most 255 masks with numpy 2, and calling it costs more than the counting. Here all masks of
a video are unpacked together, by compiled loops, and checked on the way. One mask at a time is `rle`'s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from avisbuild.compiled_parts import compiled_part
from avisbuild.errors import FormatError
from avisbuild.masks.rle import from_run_lengths, lengths_of

_Ints = NDArray[np.int64]


class PackedMask(Protocol):
    """A mask as COCO's JSON spells it; counts just read from a file are still the JSON string there."""

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""

    @property
    def counts(self) -> str | bytes | msgspec.Raw:
        """The run lengths, packed."""


class CocoRle(msgspec.Struct, frozen=True, gc=False):
    """A mask that was made here: `size` is (height, width), `counts` the packed run lengths."""

    size: tuple[int, int]
    counts: str | bytes


class BadRunsError(ValueError):
    """The counts of the mask at `index` are no run lengths of its frame."""

    def __init__(self, index: int, problem: str) -> None:
        super().__init__(problem)
        self.index = index


@dataclass(frozen=True, slots=True)
class Runs:
    """Where the runs of N masks start and stop, start, stop, ..., counted down the columns of their frames.

    Mask i has `bounds[firsts[i] : firsts[i + 1]]`, int32. `areas` (N,) are pixels, `sizes` (N,) stand for
    heights and widths: equal ones are the same size.
    """

    bounds: NDArray[np.int32]
    firsts: _Ints
    areas: _Ints
    sizes: _Ints


@lru_cache(maxsize=256)
def zero_counts(height: int, width: int) -> str:
    """How a mask without a pixel is written at this size: `PPTl0` for 921,600 pixels."""
    return from_run_lengths([height * width], (height, width)).counts.decode("ascii")


def zero_rle(height: int, width: int) -> CocoRle:
    """A mask without a pixel, as the published model writes it."""
    return CocoRle((height, width), zero_counts(height, width))


def counts_of(mask: PackedMask) -> bytes:
    """The packed counts themselves; raises ValueError where they are no text."""
    match mask.counts:
        case bytes(counts):
            return counts
        case str(text):
            return text.encode("latin-1", "replace")
        case raw:
            return msgspec.json.decode(raw, type=str).encode("latin-1", "replace")


def as_coco(mask: PackedMask) -> dict[str, Any]:
    """The mask as pycocotools takes it."""
    return {"size": list(mask.size), "counts": counts_of(mask)}


def runs_of(masks: Sequence[PackedMask]) -> Runs:
    """All masks unpacked; raises BadRunsError at the first that is broken."""
    runs, broken = _unpacked(masks)
    if broken >= 0:
        # Which of them, and why, the reader of single masks says; and one may only be spelled in an odd way.
        counts = [_checked_counts(index, mask) for index, mask in enumerate(masks)]
        plain = [CocoRle(mask.size, each) for mask, each in zip(masks, counts, strict=True)]
        runs, broken = _unpacked(plain)
    if broken >= 0:
        raise BadRunsError(broken, "expected counts of COCO's compressed RLE")
    return runs


def _unpacked(masks: Sequence[PackedMask]) -> tuple[Runs, int]:
    """The runs, and the index of the first mask that could not be read, or -1."""
    sizes = np.array([mask.size for mask in masks], dtype=np.int64).reshape(-1, 2)
    pixels = np.ascontiguousarray(sizes[:, 0] * sizes[:, 1])
    text = b"".join([_quoted(mask.counts) for mask in masks])
    # No number takes less than a character.
    bounds = np.empty(len(text), dtype=np.int32)
    firsts, areas = np.zeros(len(masks) + 1, dtype=np.int64), np.zeros(len(masks), dtype=np.int64)
    broken = _compiled().unpack(np.frombuffer(text, np.uint8), pixels, bounds, firsts, areas)
    return Runs(bounds[: firsts[-1]], firsts, areas, sizes[:, 0] << 32 | sizes[:, 1]), broken


def overlaps_of(runs: Runs, masks: _Ints, others: Runs, other_masks: _Ints) -> NDArray[np.float64]:
    """Intersection over union (T, G, P) of the masks (G, T) with the other ones (P, T) in each frame.

    Masks are named by their index in the runs, -1 is none; 0 where one is absent, empty or of another size.
    """
    table = np.zeros((masks.shape[1], len(masks), len(other_masks)))
    _compiled().overlap(
        *(runs.bounds, runs.firsts, runs.areas, runs.sizes, np.ascontiguousarray(masks)),
        *(
            others.bounds,
            others.firsts,
            others.areas,
            others.sizes,
            np.ascontiguousarray(other_masks),
        ),
        table,
    )
    return table


def drawn_polygons(
    polygons: Sequence[Sequence[float]], size: tuple[int, int]
) -> list[bytes | None]:
    """COCO's packed counts of each polygon x, y, x, y, ..., as pycocotools draws it.

    They have at least three corners. None for a polygon with a negative number, which is left to pycocotools.
    """
    ends = np.cumsum([len(polygon) for polygon in polygons])
    corners = np.fromiter(chain.from_iterable(polygons), dtype=np.float64, count=ends[-1])
    text_ends = np.empty_like(ends)
    text = _compiled().draw(corners, ends, *size, text_ends).tobytes()
    starts = [0, *text_ends.tolist()]
    return [text[start:end] or None for start, end in pairwise(starts)]


def _compiled() -> Any:
    return compiled_part("avisbuild.masks.compiled")


def _quoted(counts: str | bytes | msgspec.Raw) -> bytes | msgspec.Raw:
    """The counts as a JSON string."""
    if isinstance(counts, msgspec.Raw):
        return counts
    if isinstance(counts, bytes):
        return b'"' + counts.replace(b"\\", b"\\\\") + b'"'
    return msgspec.json.encode(counts)


def _checked_counts(index: int, mask: PackedMask) -> bytes:
    """The counts of a mask, which may be broken; raises BadRunsError that says how."""
    try:
        counts = counts_of(mask)
        lengths_of(counts, mask.size)
    except (FormatError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRunsError(index, str(error)) from None
    return counts
