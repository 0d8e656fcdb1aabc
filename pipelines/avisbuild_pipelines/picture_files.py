"""Pictures of strangers, opened and read: what is wrong with one is a MediaError with its path."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from avisbuild.errors import MediaError
from avisbuild.media.jpeg_tags import without_tags
from avisbuild.media.still_picture import (
    JPEG_FORMATS,
    is_plain,
    jpeg_of,
    orientation_of,
    plain_rgb,
)
from avisbuild.untrusted.limits import BeyondLimitError
from avisbuild.untrusted.pictures import PICTURE_ERRORS, open_picture


@contextmanager
def opened_picture(path: Path) -> Iterator[Image.Image]:
    """A picture, open; whatever Pillow raises meanwhile is a MediaError."""
    try:
        with path.open("rb") as stream, open_picture(stream, path) as picture:
            yield picture
    except MediaError:
        raise
    except BeyondLimitError as error:
        raise MediaError(error.message, code="limit") from error
    except UnidentifiedImageError as error:
        raise MediaError("not-a-picture", path=path, code="undecodable") from error
    except PICTURE_ERRORS as error:
        raise MediaError("picture-broken", path=path, reason=error, code="undecodable") from error


def read_jpeg(path: Path, *, turned: bool, grey_bits: int) -> bytes:
    """The picture as a JPEG of plain RGB, without tags. A JPEG that is one is not encoded again.

    With `turned` it is as it is shown, else as it is stored; `grey_bits` are those of deep grey.
    """
    with opened_picture(path) as picture:
        is_as_stored = not turned or orientation_of(picture) == 1
        picture.load()
        if picture.format in JPEG_FORMATS and is_plain(picture) and is_as_stored:
            same = without_tags(path.read_bytes())
            if same is not None:
                return same
        return jpeg_of(plain_rgb(picture, bits=grey_bits, turned=turned))
