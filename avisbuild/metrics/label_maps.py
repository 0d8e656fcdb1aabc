"""Folders of label maps: a picture or an array for each frame or video, paired by name."""

import tokenize
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from avisbuild import inside
from avisbuild.errors import FormatError
from avisbuild.messages import Message

Labels = NDArray[np.int64]
Array = NDArray[np.generic]
_SUFFIXES = {".png", ".npz"}
_INDEX_MODES = {"1", "L", "P", "I", "I;16"}
# What Pillow and numpy raise on files that are none of theirs, or damaged ones.
_UNREADABLE = (
    ArithmeticError,
    BadZipFile,
    EOFError,
    Image.DecompressionBombError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    tokenize.TokenError,
    zlib.error,
)
_NUMBER_KINDS = "biuf"
_LARGEST_LABEL = 1 << 31
_COLOUR_COUNT = 256
_CHANNEL_WEIGHTS = np.array([1 << 16, 1 << 8, 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPair:
    """Truth and prediction of the same name; `video` is the folder they lie in."""

    name: str
    video: str
    truth: Path
    pred: Path


def paired_maps(truth_dir: Path, pred_dir: Path) -> list[MapPair]:
    """The label maps of the truth with the prediction of the same path, its ending aside.

    Raises FormatError when one is missing; predictions without truth are left out.
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
    paths = (path for path in folder.rglob("*") if path.suffix in _SUFFIXES)
    named = {path.relative_to(folder).with_suffix("").as_posix(): path for path in paths}
    return dict(sorted(named.items(), key=lambda item: _natural(item[0])))


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Frame 10 after frame 9, and folder by folder."""
    return tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part)
        for part in name.split("/")
    )


def read_maps(path: Path) -> Array:
    """The frames of a file, (F, H, W): the indices or grey values of a picture, or the array of an npz."""
    try:
        if path.suffix == ".npz":
            return _array_in(path)
        with inside.reading(path) as stream, Image.open(stream) as picture:
            if picture.mode in _INDEX_MODES:
                return np.asarray(picture)[None]
            if picture.mode in ("RGB", "RGBA"):
                return _from_colours(np.asarray(picture.convert("RGB")))[None]
            raise FormatError("map-colours", path=path, mode=picture.mode)
    except _UNREADABLE as error:
        told = str(error).partition("\n")[0] or Message("map-damaged")
        raise FormatError("map-unreadable", path=path, reason=told) from error


def _array_in(path: Path) -> Array:
    # Opened here: numpy leaves a damaged file open.
    with inside.reading(path) as stream:
        arrays = np.load(stream, allow_pickle=False)
        if isinstance(arrays, np.ndarray):
            raise FormatError("map-bare-array", path=path)
        if len(arrays.files) != 1:
            raise FormatError("map-arrays", path=path, found=len(arrays.files))
        array: Array = arrays[arrays.files[0]]
    if array.ndim == 2:
        array = array[None]
    if array.ndim != 3 or not array.size:
        raise FormatError("map-axes", path=path, found=str(array.shape))
    if array.dtype.kind not in _NUMBER_KINDS or np.isnan(array).any():
        raise FormatError("map-no-numbers", path=path, found=array.dtype)
    return array


def whole_labels(values: Array) -> Labels:
    """The values as labels; raises FormatError where they have fractions, as scores have."""
    is_float = values.dtype.kind == "f"
    kept = np.clip(values, -_LARGEST_LABEL, _LARGEST_LABEL) if is_float else values
    labels: Labels = kept.astype(np.int64)
    if is_float and (labels != values).any():
        raise FormatError("labels-no-whole-numbers")
    return labels


def voc_palette() -> NDArray[np.uint8]:
    """PASCAL VOC's colours, (256, 3): three bits of the index at a time give bit 7, 6, ... of R, G, B."""
    index = np.arange(_COLOUR_COUNT)
    palette = np.zeros((_COLOUR_COUNT, 3), dtype=np.uint8)
    for bit in range(8):
        for channel in range(3):
            palette[:, channel] |= (((index >> (3 * bit + channel)) & 1) << (7 - bit)).astype(
                np.uint8
            )
    return palette


@cache
def _label_of_colour() -> NDArray[np.uint8]:
    labels = np.zeros(1 << 24, dtype=np.uint8)
    labels[voc_palette() @ _CHANNEL_WEIGHTS] = np.arange(_COLOUR_COUNT)
    return labels


def _from_colours(pixels: NDArray[np.uint8]) -> Array:
    """Labels (H, W) of painted pixels (H, W, 3); a colour that no label has is background."""
    found: Array = _label_of_colour()[pixels @ _CHANNEL_WEIGHTS]
    return found


def resized(maps: Array, size: tuple[int, int]) -> Array:
    """The nearest pixel of (F, H, W) for every pixel of this (height, width), as PIL picks it."""
    height, width = maps.shape[1:]
    rows = ((np.arange(size[0]) + 0.5) * height / size[0]).astype(np.int64)
    columns = ((np.arange(size[1]) + 0.5) * width / size[1]).astype(np.int64)
    picked: Array = maps[:, rows[:, None], columns[None, :]]
    return picked
