"""The frames of a clipped video, loaded and hashed only when a segmenter needs them."""

import hashlib
from pathlib import Path

import numpy as np

from avisbuild import inside
from avisbuild.errors import AvisbuildError
from avisbuild.records import VideoId
from avisbuild.records.video_folder import frame_path
from avisbuild.segment.base import Frame, FrameKey, Image


class FrameError(AvisbuildError):
    """A frame's file is missing or no picture."""


def video_frame(video_dir: Path, video_id: VideoId, second: int) -> Frame:
    """The frame of one second of the video in `video_dir`; its file is opened when it is loaded.

    Loading or hashing raises FrameError where the file is missing or no picture.
    """
    path = frame_path(video_dir, second)
    return Frame(
        key=FrameKey(video_id=video_id, second=second),
        load=lambda: load_image(path),
        content_hash=lambda: _content_hash(path),
    )


def video_frames(video_dir: Path, video_id: VideoId, second_count: int) -> tuple[Frame, ...]:
    """Every second of a video as a `Frame`, in order; no file is opened yet."""
    return tuple(video_frame(video_dir, video_id, second) for second in range(second_count))


def load_image(path: Path, *, within: tuple[int, int] | None = None) -> Image:
    """A picture file as (H, W, 3) uint8 RGB; raises FrameError.

    `within` (height, width) makes it no larger than that, at a fraction of the time where the file is a JPEG.
    """
    from PIL import UnidentifiedImageError

    from avisbuild.untrusted.pictures import PICTURE_ERRORS, open_picture

    try:
        with inside.reading(path) as stream, open_picture(stream, path.name) as picture:
            if within is not None:
                picture.draft("RGB", (within[1], within[0]))
                picture.thumbnail((within[1], within[0]))
            return np.array(picture.convert("RGB"))
    except FileNotFoundError as error:
        raise FrameError("frame-missing", path=path, video=path.parents[1].name) from error
    # Its own words name the stream, not the file.
    except UnidentifiedImageError as error:
        raise FrameError("frame-no-format", path=path) from error
    # Pillow raises SyntaxError and others, too, for pictures that are cut short or spoilt.
    except PICTURE_ERRORS as error:
        raise FrameError("frame-no-picture", path=path, reason=error) from error


def _content_hash(path: Path) -> str:
    try:
        return hashlib.sha256(inside.read_bytes(path)).hexdigest()
    except FileNotFoundError as error:
        raise FrameError("frame-missing", path=path, video=path.parents[1].name) from error
    except OSError as error:
        raise FrameError("frame-unreadable", path=path, reason=error.strerror or error) from error
