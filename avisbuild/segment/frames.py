"""Frames of a clipped video, as files in a folder."""

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


def frame_of(video_dir: Path, video_id: VideoId, second: int) -> Frame:
    """The frame of one second of the video in `video_dir`; its file is opened when it is loaded.

    Loading or hashing raises FrameError where the file is missing or no picture.
    """
    path = frame_path(video_dir, second)
    return Frame(
        key=FrameKey(video_id=video_id, second=second),
        load=lambda: load_image(path),
        content_hash=lambda: _hash_of(path),
    )


def frames_of(video_dir: Path, video_id: VideoId, second_count: int) -> tuple[Frame, ...]:
    """The frames of a video, one a second."""
    return tuple(frame_of(video_dir, video_id, second) for second in range(second_count))


def load_image(path: Path) -> Image:
    """A picture file as (H, W, 3) uint8 RGB; raises FrameError."""
    from PIL import Image as Pillow

    try:
        with inside.reading(path) as stream, Pillow.open(stream) as picture:
            return np.array(picture.convert("RGB"))
    except FileNotFoundError as error:
        raise FrameError(_missing(path)) from error
    # Pillow raises SyntaxError and others, too, for pictures that are cut short or spoilt.
    except (OSError, SyntaxError, ValueError, Pillow.DecompressionBombError) as error:
        raise FrameError(
            f"{path} is no picture that can be read ({error}); `avisbuild clip` makes it again"
        ) from error


def _hash_of(path: Path) -> str:
    try:
        return hashlib.sha256(inside.read_bytes(path)).hexdigest()
    except FileNotFoundError as error:
        raise FrameError(_missing(path)) from error
    except OSError as error:
        raise FrameError(f"{path} cannot be read: {error.strerror or error}") from error


def _missing(path: Path) -> str:
    return f"{path} is missing; `avisbuild clip {path.parents[1].name}` makes it again"
