"""Many masks at once, as scoring a prediction file needs them: their runs, areas and overlaps.

pycocotools reads outside its memory, or never ends, on run lengths that do not add up to the frame; its own
`area` takes at most 255 masks with numpy 2, and calling it costs more than the counting. Here all masks of
a video are unpacked together, by compiled loops, and checked on the way. One mask at a time is `rle`'s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Protocol, cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from avisbuild.compiled_parts import compiled_part
from avisbuild.errors import FormatError
from avisbuild.masks.rle import from_run_lengths, unpack_lengths
from avisbuild.messages import Message

_Ints = NDArray[np.int64]
_TEXT = msgspec.json.Decoder(str)
# What Numba looks for when it starts, and does without: importing these takes a third of its start.
_NOT_FOR_NUMBA = ("scipy.linalg", "cffi", "yaml")


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


class DrawnMask:
    """A polygon that was drawn: its runs are known, and it is packed when somebody asks.

    `bounds` as in `Runs`; `area` in pixels.
    """

    __slots__ = ("area", "bounds", "size")

    def __init__(self, size: tuple[int, int], bounds: NDArray[np.int32], area: int) -> None:
        self.size = size
        self.bounds = bounds
        self.area = area

    @property
    def counts(self) -> bytes:
        """The run lengths, packed."""
        height, width = self.size
        ends = np.concatenate(([0], self.bounds.astype(np.int64), [height * width]))
        return from_run_lengths(np.diff(ends), self.size).counts

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DrawnMask):
            return NotImplemented
        return self.size == other.size and np.array_equal(self.bounds, other.bounds)

    def __hash__(self) -> int:
        return hash((self.size, self.area))


class BadRunsError(ValueError):
    """The counts of the mask at `index` are no run lengths of its frame; `message` says how."""

    def __init__(self, index: int, message: Message) -> None:
        super().__init__(str(message))
        self.index = index
        self.message = message


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


def counts_bytes(mask: PackedMask) -> bytes:
    """The packed counts themselves; raises ValueError where they are no text."""
    match mask.counts:
        case bytes(counts):
            return counts
        case str(text):
            return text.encode("latin-1", "replace")
        case raw:
            return _TEXT.decode(raw).encode("latin-1", "replace")


def unpack_runs(masks: Sequence[PackedMask]) -> Runs:
    """The runs of all masks, in their order; raises BadRunsError at the first that is broken."""
    if DrawnMask not in set(map(type, masks)):
        return _checked_runs(masks)
    places = [index for index, mask in enumerate(masks) if not isinstance(mask, DrawnMask)]
    try:
        packed = _checked_runs([masks[index] for index in places])
    except BadRunsError as error:
        raise BadRunsError(places[error.index], error.message) from None
    parts = iter(np.split(packed.bounds, packed.firsts[1:-1]))
    areas = np.zeros(len(masks), dtype=np.int64)
    areas[places] = packed.areas
    bounds = []
    for index, mask in enumerate(masks):
        if isinstance(mask, DrawnMask):
            areas[index] = mask.area
            bounds.append(mask.bounds)
        else:
            bounds.append(next(parts))
    firsts = np.cumsum([0, *map(len, bounds)])
    return Runs(np.concatenate(bounds), firsts, areas, _packed_sizes(masks))


def _checked_runs(masks: Sequence[PackedMask]) -> Runs:
    runs, broken = _unpacked(masks)
    if broken >= 0:
        # Which of them, and why, the reader of single masks says; and one may only be spelled in an odd way.
        counts = [_checked_counts(index, mask) for index, mask in enumerate(masks)]
        plain = [CocoRle(mask.size, each) for mask, each in zip(masks, counts, strict=True)]
        runs, broken = _unpacked(plain)
    if broken >= 0:
        raise BadRunsError(broken, Message("counts-no-runs"))
    return runs


def _packed_sizes(masks: Sequence[PackedMask]) -> _Ints:
    sizes = [mask.size for mask in masks]
    numbers = {(height, width): height << 32 | width for height, width in set(sizes)}
    return np.fromiter(map(numbers.__getitem__, sizes), dtype=np.int64, count=len(sizes))


def _unpacked(masks: Sequence[PackedMask]) -> tuple[Runs, int]:
    """The runs, and the index of the first mask that could not be read, or -1."""
    sizes = _packed_sizes(masks)
    pixels = (sizes >> 32) * (sizes & 0xFFFFFFFF)
    text = b"".join(_quoted([mask.counts for mask in masks]))
    # No number takes less than a character.
    bounds = np.empty(len(text), dtype=np.int32)
    firsts, areas = np.zeros(len(masks) + 1, dtype=np.int64), np.zeros(len(masks), dtype=np.int64)
    broken = _compiled("runs").unpack(np.frombuffer(text, np.uint8), pixels, bounds, firsts, areas)
    return Runs(bounds[: firsts[-1]], firsts, areas, sizes), broken


def iou_table(runs: Runs, masks: _Ints, others: Runs, other_masks: _Ints) -> NDArray[np.float64]:
    """Intersection over union (T, G, P) of the masks (G, T) with the other ones (P, T) in each frame.

    Masks are named by their index in the runs, -1 is none; 0 where one is absent, empty or of another size.
    """
    table = np.zeros((masks.shape[1], len(masks), len(other_masks)))
    _compiled("runs").overlap(
        *(runs.bounds, runs.firsts, runs.areas, runs.sizes, np.ascontiguousarray(masks)),
        *(
            others.bounds,
            others.firsts,
            others.areas,
            others.sizes,
            np.ascontiguousarray(other_masks),
        ),
        runs is others and masks is other_masks,
        table,
    )
    return table


def covered(runs: Runs, masks: _Ints) -> int:
    """How many pixels are in any of the masks, named by their index; a pixel is its place down the columns.

    Not by pycocotools' `merge`: it never ends on some masks with runs of length 0, which files may have,
    and makes an empty one of masks of different sizes.
    """
    united = _united([runs.bounds[runs.firsts[at] : runs.firsts[at + 1]] for at in masks.tolist()])
    return int((united[:, 1] - united[:, 0]).sum())


def joined(parts: Sequence[DrawnMask]) -> DrawnMask:
    """The union of polygons of one size."""
    if len(parts) == 1:
        return parts[0]
    united = _united([part.bounds for part in parts])
    return DrawnMask(parts[0].size, united.reshape(-1), int((united[:, 1] - united[:, 0]).sum()))


def _united(bounds: Sequence[NDArray[np.int32]]) -> NDArray[np.int32]:
    """The runs (N, 2) of all masks in order, those that meet or overlap as one."""
    starts, stops = np.concatenate(bounds).reshape(-1, 2).T
    order = np.argsort(starts)
    starts, reached = starts[order], np.maximum.accumulate(stops[order])
    is_first = np.ones(len(starts), dtype=np.bool_)
    is_first[1:] = starts[1:] > reached[:-1]
    return np.stack((starts[is_first], reached[np.roll(is_first, -1)]), axis=1)


def drawn_polygons(
    numbers: NDArray[np.float64], ends: _Ints, size: tuple[int, int]
) -> list[DrawnMask | None]:
    """Each polygon of three corners or more, drawn to the last pixel as pycocotools draws it.

    Their numbers x, y, x, y, ... stand one after the other, those of a polygon up to its place in `ends`.
    None for a polygon with a negative number, which is left to pycocotools.
    """
    firsts, areas = np.empty(len(ends) + 1, dtype=np.int64), np.empty_like(ends)
    bounds = _compiled("polygons").draw(numbers, ends, *size, firsts, areas)
    places = pairwise(firsts.tolist())
    return [
        DrawnMask(size, bounds[start:stop], area) if area >= 0 else None
        for (start, stop), area in zip(places, areas.tolist(), strict=True)
    ]


def read_polygons(text: msgspec.Raw) -> tuple[NDArray[np.float64], _Ints, _Ints] | None:
    """A track's polygons in JSON: the numbers, where each one ends (N,), how many a frame has (T,).

    A frame that is null has -1. None for JSON of other things, and for numbers that programs rarely write.
    """
    data = bytes(text)
    # No number takes less than two characters, with what is around it.
    numbers = np.empty(len(data) // 2 + 1)
    most = data.count(b"[") + data.count(b"n")
    ends, counts = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    frames = _compiled("polygons").read_polygons(
        np.frombuffer(data, np.uint8), numbers, ends, counts
    )
    if frames < 0:
        return None
    counts = counts[:frames]
    ends = ends[: np.maximum(counts, 0).sum()]
    return numbers[: ends[-1] if ends.size else 0], ends, counts


def _compiled(name: str) -> Any:
    return compiled_part(f"avisbuild.masks.compiled_{name}", without=_NOT_FOR_NUMBA)


def _quoted(counts: list[str | bytes | msgspec.Raw]) -> Sequence[bytes | msgspec.Raw]:
    """The counts of each mask as a JSON string."""
    if set(map(type, counts)) == {msgspec.Raw}:
        return cast("list[msgspec.Raw]", counts)
    return [_as_json(each) for each in counts]


def _as_json(counts: str | bytes | msgspec.Raw) -> bytes | msgspec.Raw:
    if isinstance(counts, msgspec.Raw):
        return counts
    if isinstance(counts, bytes):
        return b'"' + counts.replace(b"\\", b"\\\\") + b'"'
    return msgspec.json.encode(counts)


def _checked_counts(index: int, mask: PackedMask) -> bytes:
    """The counts of a mask, which may be broken; raises BadRunsError that says how."""
    try:
        counts = counts_bytes(mask)
        unpack_lengths(counts, mask.size)
    except FormatError as error:
        raise BadRunsError(index, error.message) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRunsError(index, Message("said", text=error)) from None
    return counts
