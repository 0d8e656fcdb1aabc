"""One file of label maps or masks: a picture of indices, grey or colours, or the array of an npz."""

from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from avisbuild import inside
from avisbuild.errors import FormatError
from avisbuild.formats.avsbench.label_pictures import read_labels, unreadable
from avisbuild.metrics.map_notes import MapNotes
from avisbuild.untrusted import limits
from avisbuild.untrusted.arrays import ARRAY_ERRORS, open_archive
from avisbuild.untrusted.limits import BeyondLimitError
from avisbuild.untrusted.pictures import PICTURE_ERRORS

Array = NDArray[np.generic]
_NUMBER_KINDS = "biuf"
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
            labels, foreign = read_labels(stream, path, binary=binary)
    except FormatError:
        raise
    except (*ARRAY_ERRORS, *PICTURE_ERRORS) as error:
        raise unreadable(path, error) from error
    if foreign is not None and notes is not None:
        notes.add_foreign_colours(path, foreign)
    return labels[None]


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
