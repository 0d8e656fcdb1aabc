"""Masks of a file drawn, a track at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from avisbuild.errors import FormatError
from avisbuild.masks import read_segmentation
from avisbuild.masks.many import (
    CocoRle,
    PackedMask,
    drawn_polygons,
    joined,
    read_polygons,
)

# Polygons of so few numbers, all of them so near the frame, need no further look before they are drawn.
_MAX_PLAIN_NUMBERS = 1000
_MIN_NUMBERS = 6
_PLAIN_REACH_PX = 4096
_POLYGONS = msgspec.json.Decoder(list[list[list[float]] | None])


@dataclass(frozen=True, slots=True, eq=False)
class TrackPolygons:
    """All polygons of a track; `numbers`, `ends` and `counts` are what `read_polygons` gives."""

    numbers: NDArray[np.float64]
    ends: NDArray[np.int64]
    counts: NDArray[np.int64]

    @classmethod
    def read(cls, text: msgspec.Raw) -> "TrackPolygons | None":
        """The track in JSON; None for one that is something else than polygons near the frame."""
        found = read_polygons(text)
        polygons = cls._by_objects(text) if found is None else cls(*found)
        if polygons is None or np.abs(polygons.numbers).max(initial=0.0) > _PLAIN_REACH_PX:
            return None
        return polygons

    @classmethod
    def _by_objects(cls, text: msgspec.Raw) -> "TrackPolygons | None":
        try:
            frames = _POLYGONS.decode(text)
        except msgspec.ValidationError:
            return None
        polygons = [polygon for frame in frames for polygon in frame or ()]
        return cls(
            np.fromiter(chain.from_iterable(polygons), dtype=np.float64),
            np.cumsum([len(polygon) for polygon in polygons], dtype=np.int64),
            np.array([-1 if frame is None else len(frame) for frame in frames], dtype=np.int64),
        )

    def __len__(self) -> int:
        return len(self.counts)

    @property
    def first_empty_list(self) -> int | None:
        """The first frame that has a list without a polygon."""
        return next(iter(np.flatnonzero(self.counts == 0).tolist()), None)

    def drawn(self, size: tuple[int, int], where: str) -> list[PackedMask | None]:
        """The masks, None where the track has none; raises FormatError, with `where` and the frame."""
        parts = drawn_polygons(self.numbers, self.ends, size) if self._is_usual else []
        masks: list[PackedMask | None] = []
        stop = 0
        for frame, count in enumerate(self.counts.tolist()):
            start, stop = stop, stop + max(count, 0)
            known = [part for part in parts[start:stop] if part is not None]
            if start == stop:
                masks.append(None)
            elif len(known) == stop - start:
                masks.append(joined(known))
            else:
                numbers = self._numbers(start, stop)
                masks.append(drawn_mask(numbers, size, f"{where}[{frame}]"))
        return masks

    @property
    def _is_usual(self) -> bool:
        lengths = np.diff(self.ends, prepend=0)
        fits = (lengths >= _MIN_NUMBERS) & (lengths <= _MAX_PLAIN_NUMBERS) & (lengths % 2 == 0)
        return bool(fits.all()) and lengths.size > 0

    def _numbers(self, start: int, stop: int) -> list[list[float]]:
        """These polygons as the file has them."""
        ends = [0, *self.ends.tolist()]
        return [
            self.numbers[ends[index] : ends[index + 1]].tolist() for index in range(start, stop)
        ]


def drawn_track(
    segmentations: Sequence[Any], size: tuple[int, int], where: str
) -> list[PackedMask | None]:
    """The masks of a track, of any kind, one by one; raises FormatError, with `where` and the frame."""
    return [
        drawn_mask(segmentation, size, f"{where}[{frame}]") if segmentation else None
        for frame, segmentation in enumerate(segmentations)
    ]


def drawn_mask(mask: Any, size: tuple[int, int], where: str) -> CocoRle:
    """One mask, polygons or RLE of any kind; raises FormatError, with `where`."""
    try:
        rle = read_segmentation(mask, size)
    except FormatError as error:
        raise FormatError("mask-wrong", where=where, problem=error) from error
    if rle is None:
        raise FormatError("mask-empty-list", where=where)
    return CocoRle(rle.size, rle.counts)
