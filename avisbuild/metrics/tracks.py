"""The tracks of one video, as truth or as prediction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, chain, repeat
from operator import is_not

import numpy as np
from numpy.typing import NDArray

from avisbuild.masks import encode
from avisbuild.masks.many import (
    BadRunsError,
    CocoRle,
    PackedMask,
    Runs,
    counts_bytes,
    unpack_runs,
    zero_rle,
)
from avisbuild.messages import Message
from avisbuild.records import Rle


class BadMaskError(ValueError):
    """A mask's run lengths do not fit its frame; says which track and frame, and `message` how."""

    def __init__(self, track: int, frame: int, message: Message) -> None:
        super().__init__(str(message))
        self.track = track
        self.frame = frame
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Tracks:
    """The tracks of one video in the order of their file.

    `masks[n][t]` is track n in frame t: COCO's RLE, or None where the file says null. A prediction may
    have more frames than the video. `ids` are the truth's annotation ids. `stored_areas` is the mean of
    the areas that the file states, `empty_list` the first frame that says `[]` instead of null, for
    each track. `known_areas` saves counting the masks' pixels where a program of ours has just drawn them.
    """

    frame_count: int
    categories: tuple[int, ...]
    masks: tuple[Sequence[PackedMask | None], ...]
    ids: tuple[int, ...] | None = None
    scores: tuple[float, ...] | None = None
    crowd: tuple[bool, ...] | None = None
    stored_areas: tuple[float, ...] | None = None
    empty_list: tuple[int | None, ...] | None = None
    known_areas: tuple[NDArray[np.int64], ...] | None = None

    def __post_init__(self) -> None:
        for name in (
            "categories",
            "ids",
            "scores",
            "crowd",
            "stored_areas",
            "empty_list",
            "known_areas",
        ):
            values = getattr(self, name)
            if values is not None and len(values) != len(self.masks):
                raise ValueError(f"expected {len(self.masks)} {name}, got {len(values)}")
        for masks in self.masks:
            if len(masks) < self.frame_count:
                raise ValueError(f"expected at least {self.frame_count} masks, got {len(masks)}")

    @classmethod
    def from_arrays(
        cls,
        masks: NDArray[np.bool_],
        *,
        categories: Sequence[int],
        scores: Sequence[float] | None = None,
    ) -> "Tracks":
        """Tracks from masks (N, T, H, W) bool; an absent instance is an empty mask."""
        if masks.ndim != 4 or masks.dtype != np.bool_:
            raise ValueError(f"expected masks (N, T, H, W) bool, got {masks.shape} {masks.dtype}")
        rles = [[encode(mask) if mask.any() else None for mask in track] for track in masks]
        return cls.from_rles(rles, frame_count=masks.shape[1], categories=categories, scores=scores)

    @classmethod
    def from_rles(
        cls,
        masks: Sequence[Sequence[Rle | None]],
        *,
        frame_count: int,
        categories: Sequence[int],
        scores: Sequence[float] | None = None,
    ) -> "Tracks":
        """Tracks from masks as the rest of the program keeps them: one for each track and frame."""
        return cls(
            frame_count=frame_count,
            categories=tuple(categories),
            masks=tuple(
                [None if rle is None else CocoRle(rle.size, rle.counts) for rle in track]
                for track in masks
            ),
            scores=None if scores is None else tuple(scores),
        )

    def __len__(self) -> int:
        return len(self.masks)

    @cached_property
    def class_ids(self) -> NDArray[np.int64]:
        """Category of each track, (N,)."""
        return np.array(self.categories, dtype=np.int64)

    @cached_property
    def score_array(self) -> NDArray[np.float64]:
        """Score of each track, (N,); 1 where there is none."""
        return (
            np.ones(len(self)) if self.scores is None else np.array(self.scores, dtype=np.float64)
        )

    @cached_property
    def is_crowd(self) -> NDArray[np.bool_]:
        """Which tracks stand for a crowd, (N,)."""
        return np.array(self.crowd or [False] * len(self), dtype=np.bool_)

    @cached_property
    def runs(self) -> Runs:
        """The runs of all masks that are not null, in their order; raises BadMaskError."""
        here = [mask for masks in self.masks for mask in masks if mask is not None]
        try:
            return unpack_runs(here)
        except BadRunsError as error:
            index = error.index
            for track, masks in enumerate(self.masks):
                frames = [frame for frame, mask in enumerate(masks) if mask is not None]
                if index < len(frames):
                    raise BadMaskError(track, frames[index], error.message) from None
                index -= len(frames)
            raise

    @cached_property
    def run_places(self) -> tuple[NDArray[np.int64], ...]:
        """For each track and each of its frames the index of the mask in `runs`, -1 for null."""
        lengths = [len(masks) for masks in self.masks]
        each = chain.from_iterable(self.masks)
        here = np.fromiter(map(is_not, each, repeat(None)), dtype=np.bool_, count=sum(lengths))
        places = np.where(here, np.cumsum(here) - 1, -1)
        ends = accumulate(lengths)
        return tuple(places[end - length : end] for end, length in zip(ends, lengths, strict=True))

    @cached_property
    def all_areas(self) -> tuple[NDArray[np.int64], ...]:
        """Pixels of each track in each of its frames, 0 for null, frames beyond the video's end included."""
        if self.known_areas is not None:
            return self.known_areas
        # Index -1, for null, is the 0 at the end.
        areas = np.append(self.runs.areas, 0)
        return tuple(areas[places] for places in self.run_places)

    @cached_property
    def areas(self) -> NDArray[np.int64]:
        """Pixels of each track in each frame of the video, (N, T)."""
        areas = np.zeros((len(self), self.frame_count), dtype=np.int64)
        for track, found in enumerate(self.all_areas):
            areas[track] = found[: self.frame_count]
        return areas

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """Where a track has a pixel, (N, T)."""
        return self.areas > 0

    @cached_property
    def written(self) -> NDArray[np.bool_]:
        """Where a track is not null, (N, T): what the published code calls a detection."""
        return self.frame_places >= 0

    @cached_property
    def frame_places(self) -> NDArray[np.int64]:
        """For each track and each frame of the video the index of the mask in `runs`, (N, T), -1 for null."""
        rows = [places[: self.frame_count] for places in self.run_places]
        return np.array(rows, dtype=np.int64).reshape(len(self), self.frame_count)

    @cached_property
    def mean_areas(self) -> NDArray[np.float64]:
        """Mean of the areas that are not 0, (N,); 0 for a track without a pixel."""
        frames = [np.count_nonzero(found) for found in self.all_areas]
        means: NDArray[np.float64] = self.whole_areas / np.maximum(frames, 1)
        return means

    @cached_property
    def whole_areas(self) -> NDArray[np.int64]:
        """Pixels of each track in all its frames, (N,)."""
        return np.array([found.sum() for found in self.all_areas], dtype=np.int64)

    def spelled_empty(self, text: str) -> NDArray[np.bool_]:
        """Where a mask without a pixel is literally written like this, (N, T)."""
        found = self.written & ~self.present
        wanted = text.encode()
        # Often it is one and the same mask that stands for every null.
        known: dict[int, bool] = {}
        for track, frame in np.argwhere(found).tolist():
            mask = self.masks[track][frame]
            if mask is not None and id(mask) not in known:
                known[id(mask)] = counts_bytes(mask) == wanted
            found[track, frame] = known[id(mask)]
        return found

    def other_sizes(self, size: tuple[int, int]) -> set[tuple[int, ...]]:
        """The sizes of masks with a pixel that are not this (height, width)."""
        if {mask.size for masks in self.masks for mask in masks if mask is not None} <= {size}:
            return set()
        return {
            mask.size
            for masks, areas in zip(self.masks, self.all_areas, strict=True)
            for mask, pixels in zip(masks, areas.tolist(), strict=True)
            if mask is not None and pixels and mask.size != size
        }

    def null_as_zero(self, size: tuple[int, int]) -> "Tracks":
        """The same tracks with a mask without a pixel for every null, as the published model writes them."""
        zero = zero_rle(*size)
        return replace(
            self,
            masks=tuple([mask or zero for mask in masks] for masks in self.masks),
            known_areas=self.all_areas,
        )
