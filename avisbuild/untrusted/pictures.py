"""Pictures that anybody may have made, opened through Pillow, and not unpacked when they are too large."""

import os
import re
import warnings
from contextlib import suppress
from io import UnsupportedOperation
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from avisbuild.untrusted import limits
from avisbuild.untrusted.limits import BeyondLimitError, check_bytes

# What Pillow raises on a file that is no picture, or a damaged one; ours is a ValueError.
PICTURE_ERRORS = (
    ArithmeticError,
    Image.DecompressionBombError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
# Ours comes at three quarters of what Pillow warns of, and says it in one line.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
# What its readers say of a damaged file beside the error, or of an icon of another size than it states.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")
# Pillow gives these to Ghostscript, which would run what a stranger wrote.
_PROGRAMS = ("EPS",)
_NO_PICTURE = "it is no picture of a kind that is read"


def open_picture(
    stream: BinaryIO,
    where: object,
    *,
    formats: tuple[str, ...] | None = None,
    most_px: int | None = None,
) -> Image.Image:
    """A picture, not unpacked yet; close it, or use it as a context manager.

    Raises BeyondLimitError for more pixels than `most_px`, else 8192 x 8192, and Pillow's `PICTURE_ERRORS`.
    """
    most = most_px or limits.PICTURE_PX
    with suppress(UnsupportedOperation):  # it is in memory
        size = os.fstat(stream.fileno()).st_size
        check_bytes("picture-too-heavy", where, size, limits.PICTURE_BYTES)
    try:
        picture = Image.open(stream, formats=formats)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        number = re.search(r"\d+", str(error))
        found = number[0] if number else str(error)
        raise BeyondLimitError(
            "picture-too-many-pixels", file=where, found=found, most=most
        ) from error
    except UnidentifiedImageError as error:
        # Pillow's own words name the stream, with its number.
        raise UnidentifiedImageError(_NO_PICTURE) from error
    if picture.format in _PROGRAMS:
        told = f"{picture.format} is a program, and is not run; convert it first"
        picture.close()
        raise ValueError(told)
    if picture.width * picture.height > most:
        found = f"{picture.width} x {picture.height}"
        picture.close()
        raise BeyondLimitError("picture-too-many-pixels", file=where, found=found, most=most)
    return picture
