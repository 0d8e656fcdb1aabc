"""Folders of label maps: a picture or an array for each frame or video, paired by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avisbuild.errors import FormatError
from avisbuild.metrics.map_files import Array
from avisbuild.metrics.map_notes import MapNotes

Labels = NDArray[np.int64]
_SUFFIXES = {".png", ".npz"}
_LARGEST_LABEL = 1 << 31
_PIECE_PX = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPair:
    """Truth and prediction of the same name; `video` is the folder they lie in."""

    name: str
    video: str
    truth: Path
    pred: Path


def paired_maps(truth_dir: Path, pred_dir: Path, *, notes: MapNotes | None = None) -> list[MapPair]:
    """The label maps of the truth with the prediction of the same path, its ending aside.

    Raises FormatError when one is missing; predictions without truth are left out, and noted.
    """
    truths, preds = _maps_in(truth_dir), _maps_in(pred_dir)
    if not truths:
        raise FormatError("maps-none", folder=truth_dir)
    missing = [name for name in truths if name not in preds]
    if missing:
        raise FormatError(
            "maps-missing",
            folder=pred_dir,
            count=len(truths),
            missing=len(missing),
            first=missing[0],
        )
    if notes is not None:
        notes.add_left_out([path for name, path in preds.items() if name not in truths])
    return [
        MapPair(name=name, video=str(Path(name).parent), truth=path, pred=preds[name])
        for name, path in truths.items()
    ]


def by_video(pairs: list[MapPair]) -> Iterator[tuple[str, list[MapPair]]]:
    """The pairs of one video after another; an array file is a video of its own."""
    for video, own in groupby(pairs, key=lambda pair: pair.video):
        group = list(own)
        if all(pair.truth.suffix == ".png" for pair in group):
            yield video, group
        else:
            yield from ((pair.name, [pair]) for pair in group)


def _maps_in(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise FormatError("maps-no-folder", folder=folder)
    named: dict[str, Path] = {}
    for path in sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if name in named:
            raise FormatError("maps-twice", path=path, other=named[name].name)
        named[name] = path
    return dict(sorted(named.items(), key=lambda item: _natural(item[0])))


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Frame 10 after frame 9, and folder by folder."""
    return tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part)
        for part in name.split("/")
    )


def whole_labels(values: Array) -> Labels:
    """The values as labels; raises FormatError where they have fractions, as scores have."""
    is_float = values.dtype.kind == "f"
    kept = np.clip(values, -_LARGEST_LABEL, _LARGEST_LABEL) if is_float else values
    labels: Labels = kept.astype(np.int64)
    if is_float and (labels != values).any():
        raise FormatError("labels-no-whole-numbers")
    return labels


def pieces(
    truth: Array, pred: Array, size: tuple[int, int]
) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """Both (F, H, W) brought to this (height, width), a million pixels or so at a time, frame by frame.

    What is counted over all pixels is counted so: as a whole, labels of 64 bits take eight times the room.
    """
    height, width = size
    at_once = max(1, _PIECE_PX // (height * width))
    for first in range(0, len(truth), at_once):
        frames = slice(first, first + at_once)
        for rows in _runs(height, max(1, _PIECE_PX // width)):
            yield (
                _picked(truth[frames], size, rows),
                _picked(pred[frames], size, rows),
            )


def _runs(count: int, length: int) -> Iterator[slice]:
    for start in range(0, count, length):
        yield slice(start, min(count, start + length))


def resized(maps: Array, size: tuple[int, int]) -> Array:
    """The nearest pixel of (F, H, W) for every pixel of this (height, width), as PIL picks it."""
    return _picked(maps, size, slice(0, size[0]))


def _picked(maps: Array, size: tuple[int, int], wanted: slice) -> Array:
    """The rows that are `wanted` of `resized`; a view where nothing is resized."""
    height, width = maps.shape[1:]
    if (height, width) == size:
        return maps[:, wanted]
    rows = ((np.arange(wanted.start, wanted.stop) + 0.5) * height / size[0]).astype(np.int64)
    columns = ((np.arange(size[1]) + 0.5) * width / size[1]).astype(np.int64)
    picked: Array = maps[:, rows[:, None], columns[None, :]]
    return picked
