"""A label map as a picture: indices, grey, or PASCAL VOC's colours; read whoever made it, and written."""

from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from avisbuild import inside
from avisbuild.errors import FormatError
from avisbuild.formats.avsbench.palette import (
    MOST_LABELS,
    ForeignColours,
    grey_of_three,
    painted_labels,
    palette,
)
from avisbuild.media.png_header import USUAL_BITS, channel_bits
from avisbuild.messages import Message
from avisbuild.untrusted import limits
from avisbuild.untrusted.pictures import PICTURE_ERRORS, open_picture

Labels = NDArray[np.generic]
_INDEX_MODES = {"1", "L", "P", "I", "I;16"}
_LOSSY = {"JPEG", "MPO", "JPEG2000"}
_MOST_VALUES_SHOWN = 5


def read_labels(
    stream: BinaryIO, path: Path, *, binary: bool = False
) -> tuple[Labels, ForeignColours | None]:
    """Labels (H, W) of a picture of indices, grey or colours, and the colours in it that no label has.

    With `binary`, what matters is which pixels are 0: there grey that is written to three channels is grey.
    Raises FormatError, and Pillow's `PICTURE_ERRORS`.
    """
    depth, is_grey = channel_bits(stream)
    with open_picture(stream, path, most_px=limits.FRAME_PX) as picture:
        _refuse_lossy(picture, path)
        if picture.mode in _INDEX_MODES:
            return _unscaled(np.asarray(picture), depth if is_grey else USUAL_BITS), None
        pixels = _colours(picture, path, depth)
    grey = grey_of_three(pixels)
    if grey is not None and binary:
        return grey, None
    if grey is not None:
        raise _three_channels(path, grey)
    return painted_labels(pixels)


def read_painted(
    path: Path, *, among: Collection[int] = range(MOST_LABELS)
) -> tuple[NDArray[np.uint8], ForeignColours | None]:
    """Labels (H, W) of a picture that is painted in the colours of these labels.

    As the published code reads `labels_rgb`, a picture of indices is taken by the colours of its own
    palette. Raises FormatError.
    """
    try:
        with inside.reading(path) as stream:
            depth, _ = channel_bits(stream)
            with open_picture(stream, path, most_px=limits.FRAME_PX) as picture:
                _refuse_lossy(picture, path)
                pixels = _colours(picture, path, depth)
    except FormatError:
        raise
    except PICTURE_ERRORS as error:
        raise unreadable(path, error) from error
    if (grey := grey_of_three(pixels)) is not None:
        raise _three_channels(path, grey)
    return painted_labels(pixels, among=among)


def write_painted(path: Path, labels: NDArray[np.uint8]) -> None:
    """Write labels (H, W) as a PNG of VOC's colours, as AVSBench's `labels_rgb` has it: each pixel as it is,
    no colour profile."""
    Image.fromarray(palette()[labels]).save(path, "PNG")


def write_indexed(path: Path, labels: NDArray[np.uint8]) -> None:
    """Write labels (H, W) as a PNG of indices with VOC's palette: a third of the size, read by either way."""
    picture = Image.fromarray(labels)
    picture.putpalette(palette().tobytes())
    picture.save(path, "PNG")


def unreadable(path: Path, error: Exception) -> FormatError:
    """What is said of a file that is no label map, whatever its reader said of it."""
    told = str(error).partition("\n")[0] or Message("map-damaged")
    return FormatError("map-unreadable", path=path, reason=told)


def _refuse_lossy(picture: Image.Image, path: Path) -> None:
    if picture.format in _LOSSY:
        raise FormatError("map-lossy", path=path, found=picture.format)


def _colours(picture: Image.Image, path: Path, depth: int) -> NDArray[np.uint8]:
    if picture.mode not in ("1", "L", "P", "RGB", "RGBA"):
        raise FormatError("map-colours", path=path, mode=picture.mode)
    if depth > USUAL_BITS:
        raise FormatError("map-deep-colours", path=path, found=depth)
    return np.asarray(picture.convert("RGB"))


def _three_channels(path: Path, grey: NDArray[np.uint8]) -> FormatError:
    values = np.unique(grey).tolist()
    found = ", ".join(map(str, values[:_MOST_VALUES_SHOWN]))
    more = ", ..." if len(values) > _MOST_VALUES_SHOWN else ""
    return FormatError("map-three-channels", path=path, found=found + more)


def _unscaled(grey: Labels, depth: int) -> Labels:
    """Grey as it stands in the file: Pillow stretches what has two or four bits over 0 to 255."""
    if depth not in (2, 4):
        return grey
    kept: Labels = grey.astype(np.uint8) // np.uint8(255 // ((1 << depth) - 1))
    return kept
