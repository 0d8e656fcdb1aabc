"""Which two videos may show the same pictures, by their hashes alone; many of these are none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avisbuild.progress import Progress, silent
from avisbuild.records import VideoId
from avisbuild.releases.audit.pictures.fingerprint import PictureFingerprint
from avisbuild.releases.audit.pictures.hashes import PARTS

# Of 63 bits: what two frames that show the same may differ by; and what a single frame may.
_NEAR_BITS, _ALONE_BITS = 8, 4
# The hits of two videos that belong together have one offset; what a copy was sampled at may lie between.
_OFFSET_SLACK_S = 1
_HITS_KEPT = 6
# Rows and columns of distances held at once.
_ROWS, _COLUMNS = 128, 4096


class Hit(NamedTuple):
    """A frame of the one video, as it is, near a part of a frame of the other."""

    bits: int
    copy_second: int
    whole_second: int
    is_mirrored: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """`copy` may show what `whole` shows, or a part of it; the best hits, nearest first."""

    copy: VideoId
    whole: VideoId
    hits: tuple[Hit, ...]


class _Columns(NamedTuple):
    """All frames of all videos, one after the other, with all their variants."""

    hashes: NDArray[np.uint64]  # (variants, N)
    seconds: NDArray[np.int32]  # (N,)
    starts: NDArray[np.int64]  # (videos + 1,), where each video's frames begin


def find_candidates(
    fingerprints: Mapping[VideoId, PictureFingerprint], *, progress: Progress = silent
) -> Iterator[Candidate]:
    """Compare every frame with the variants of all frames of the other videos, in the order of names.

    Two videos may come twice, once as the copy of the other and once as what it copies.
    """
    names = sorted(fingerprints)
    columns = _columns([fingerprints[name] for name in names])
    for index, name in enumerate(names):
        bits = _least_bits(fingerprints[name].hashes[:, 0], columns.hashes)
        bits[:, columns.starts[index] : columns.starts[index + 1]] = 255
        for other, rows, found in _hits_by_video(bits, columns.starts):
            hits = _best_hits(fingerprints[name], rows, found, bits, columns)
            if hits:
                yield Candidate(name, names[other], hits)
        progress(index + 1, len(names), "comparing pictures")


def _columns(fingerprints: Sequence[PictureFingerprint]) -> _Columns:
    lengths = [len(each.seconds) for each in fingerprints]
    starts = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    if not fingerprints:
        return _Columns(np.empty((2 * len(PARTS), 0), np.uint64), np.empty(0, np.int32), starts)
    hashes = np.concatenate([each.hashes for each in fingerprints])
    seconds = np.concatenate([each.seconds for each in fingerprints])
    return _Columns(np.ascontiguousarray(hashes.T), seconds, starts)


def _least_bits(rows: NDArray[np.uint64], columns: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """The bits by which each of `rows` differs from the nearest variant of each frame: (rows, N)."""
    least = np.full((len(rows), columns.shape[1]), 255, np.uint8)
    for top in range(0, len(rows), _ROWS):
        some = rows[top : top + _ROWS, None]
        for left in range(0, columns.shape[1], _COLUMNS):
            block = least[top : top + _ROWS, left : left + _COLUMNS]
            for variant in columns[:, left : left + _COLUMNS]:
                np.minimum(block, np.bitwise_count(some ^ variant), out=block)
    return least


def _hits_by_video(
    bits: NDArray[np.uint8], starts: NDArray[np.int64]
) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.int64]]]:
    """The rows and columns that are near, for each video that has enough of them to be looked at."""
    rows, found = np.nonzero(bits <= _NEAR_BITS)
    if not len(found):
        return
    owners = np.searchsorted(starts, found, side="right") - 1
    order = np.argsort(owners, kind="stable")
    rows, found, owners = rows[order], found[order], owners[order]
    others, begins = np.unique(owners, return_index=True)
    ends = [*begins[1:].tolist(), len(owners)]
    for other, begin, end in zip(others.tolist(), begins.tolist(), ends, strict=True):
        some_rows, some = rows[begin:end], found[begin:end]
        if len(some) > 1 or bits[some_rows[0], some[0]] <= _ALONE_BITS:
            yield other, some_rows, some


def _best_hits(
    copy: PictureFingerprint,
    rows: NDArray[np.int64],
    found: NDArray[np.int64],
    bits: NDArray[np.uint8],
    columns: _Columns,
) -> tuple[Hit, ...]:
    """The nearest hits of the offset that has most, each frame in one of them; none of too few."""
    ours, theirs, near = copy.seconds[rows], columns.seconds[found], bits[rows, found]
    offsets = theirs - ours
    best = _likely_offset(offsets, near)
    consistent = np.flatnonzero(abs(offsets - best) <= _OFFSET_SLACK_S)
    enough = len(np.unique(ours[consistent])) > 1
    chosen = consistent if enough else np.flatnonzero(near <= _ALONE_BITS)
    hits: list[Hit] = []
    for each in chosen[np.lexsort((theirs[chosen], ours[chosen], near[chosen]))]:
        second, other_second = int(ours[each]), int(theirs[each])
        if len(hits) < _HITS_KEPT and all(
            hit.copy_second != second and hit.whole_second != other_second for hit in hits
        ):
            away = np.bitwise_count(copy.hashes[rows[each], 0] ^ columns.hashes[:, found[each]])
            is_mirrored = int(away.argmin()) >= len(PARTS)
            hits.append(Hit(int(near[each]), second, other_second, is_mirrored))
    return tuple(hits)


def _likely_offset(offsets: NDArray[np.int32], near: NDArray[np.uint8]) -> int:
    """The offset that has the most and the nearest hits, those of its neighbours counted half."""
    least = int(offsets.min())
    strengths = np.bincount(offsets - least, weights=_NEAR_BITS + 1.0 - near)
    around = np.convolve(np.pad(strengths, 1), [0.5, 1.0, 0.5], mode="valid")
    return least + int(around.argmax())
