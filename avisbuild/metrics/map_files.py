"""One file of label maps or masks: a picture of indices, grey or colours, or the array of an npz."""

from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from avisbuild import inside
from avisbuild.errors import FormatError
from avisbuild.media.png_header import USUAL_BITS, channel_bits
from avisbuild.messages import Message
from avisbuild.metrics.label_colours import grey_of_three, painted_labels
from avisbuild.metrics.map_notes import MapNotes
from avisbuild.untrusted import limits
from avisbuild.untrusted.arrays import ARRAY_ERRORS, open_archive
from avisbuild.untrusted.limits import BeyondLimitError
from avisbuild.untrusted.pictures import PICTURE_ERRORS, open_picture

Array = NDArray[np.generic]
_INDEX_MODES = {"1", "L", "P", "I", "I;16"}
_LOSSY = {"JPEG", "MPO", "JPEG2000"}
_NUMBER_KINDS = "biuf"
_MOST_VALUES_SHOWN = 5
_ARRAY_BEGIN = b"\x93NUMPY"


def read_maps(path: Path, *, notes: MapNotes | None = None, binary: bool = False) -> Array:
    """The frames of a file, (F, H, W): the indices or grey values of a picture, or the array of an npz.

    With `binary`, what matters is which pixels are 0: there grey that is written to three channels is grey.
    Colours that no label has are background, which `notes` hear of. Raises FormatError.
    """
    try:
        # Opened here: numpy and Pillow leave a damaged file open.
        with inside.reading(path) as stream:
            if path.suffix == ".npz":
                return _array_in(stream, path)
            return _picture_in(stream, path, notes or MapNotes(), binary=binary)[None]
    except FormatError:
        raise
    except (*ARRAY_ERRORS, *PICTURE_ERRORS) as error:
        told = str(error).partition("\n")[0] or Message("map-damaged")
        raise FormatError("map-unreadable", path=path, reason=told) from error


def _picture_in(stream: BinaryIO, path: Path, notes: MapNotes, *, binary: bool) -> Array:
    depth, is_grey = channel_bits(stream)
    with open_picture(stream, path, most_px=limits.FRAME_PX) as picture:
        if picture.format in _LOSSY:
            raise FormatError("map-lossy", path=path, found=picture.format)
        if picture.mode in _INDEX_MODES:
            return _unscaled(np.asarray(picture), depth if is_grey else USUAL_BITS)
        if picture.mode not in ("RGB", "RGBA"):
            raise FormatError("map-colours", path=path, mode=picture.mode)
        if depth > USUAL_BITS:
            raise FormatError("map-deep-colours", path=path, found=depth)
        return _of_colours(np.asarray(picture.convert("RGB")), path, notes, binary=binary)


def _of_colours(
    pixels: NDArray[np.uint8], path: Path, notes: MapNotes, *, binary: bool
) -> NDArray[np.uint8]:
    grey = grey_of_three(pixels)
    if grey is not None and binary:
        return grey
    if grey is not None:
        values = np.unique(grey).tolist()
        found = ", ".join(map(str, values[:_MOST_VALUES_SHOWN]))
        more = ", ..." if len(values) > _MOST_VALUES_SHOWN else ""
        raise FormatError("map-three-channels", path=path, found=found + more)
    labels, foreign = painted_labels(pixels)
    if foreign is not None:
        notes.add_foreign_colours(path, foreign)
    return labels


def _unscaled(grey: Array, depth: int) -> Array:
    """Grey as it stands in the file: Pillow stretches what has two or four bits over 0 to 255."""
    if depth not in (2, 4):
        return grey
    kept: Array = grey.astype(np.uint8) // np.uint8(255 // ((1 << depth) - 1))
    return kept


def _array_in(stream: BinaryIO, path: Path) -> Array:
    is_bare = stream.read(len(_ARRAY_BEGIN)) == _ARRAY_BEGIN
    stream.seek(0)
    if is_bare:
        raise FormatError("map-bare-array", path=path)
    with open_archive(stream, path) as arrays:
        if len(arrays) != 1:
            raise FormatError("map-arrays", path=path, found=len(arrays))
        array: Array = next(iter(arrays.values()))
    if array.ndim == 2:
        array = array[None]
    if array.ndim != 3 or not array.size:
        raise FormatError("map-axes", path=path, found=str(array.shape))
    if array.dtype.kind not in _NUMBER_KINDS:
        raise FormatError("map-no-numbers", path=path, found=array.dtype)
    _check_size(array, path)
    if array.dtype.kind != "f":
        return array
    if (is_nan := np.isnan(array)).any():
        place = tuple(int(each) for each in np.unravel_index(int(is_nan.argmax()), array.shape))
        raise FormatError("map-nan", path=path, count=int(is_nan.sum()), place=str(list(place)))
    return array


def _check_size(array: Array, path: Path) -> None:
    count, height, width = array.shape
    if height * width > limits.FRAME_PX:
        found = f"{width} x {height}"
        raise BeyondLimitError(
            "picture-too-many-pixels", file=path, found=found, most=limits.FRAME_PX
        )
    if count > limits.MAP_FRAMES:
        raise BeyondLimitError(
            "maps-too-many-frames", file=path, found=count, most=limits.MAP_FRAMES
        )
