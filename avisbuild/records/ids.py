"""Identifiers, each a type of its own so that they cannot be swapped by mistake."""

import re
import uuid
from typing import NewType

VideoId = NewType("VideoId", str)
InstanceId = NewType("InstanceId", str)
CategoryId = NewType("CategoryId", int)

_MADE_BEFORE_0003 = re.compile(r"/(\d{4,})-[0-9a-f]{8}$")
_LARGEST_POSITION = 2**31 - 1
_VIDEO_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}")


def video_id(text: str) -> VideoId:
    """Check that `text` may name a video: it becomes a folder name, so no path can hide in it.

    Raises ValueError. A leading "-" is legal: YouTube ids have one.
    """
    if _VIDEO_ID.fullmatch(text) is None:
        raise ValueError(
            f"expected 1 to 128 of the characters A-Z a-z 0-9 _ - . not starting with a dot, got {text!r:.80}"
        )
    return VideoId(text)


def stable_instance_id(video_id: VideoId, name: str) -> InstanceId:
    """An id for `guitar_2` of a video: the same each time, and short whatever the video is called."""
    from hashlib import sha256  # OpenSSL, which `--help` does without

    return InstanceId(f"{name}-{sha256(video_id.encode()).hexdigest()[:16]}")


def new_instance_id(video_id: VideoId) -> InstanceId:
    """An id that no other instance has, whoever adds one to the video at the same time."""
    return stable_instance_id(video_id, uuid.uuid4().hex[:8])


def position_in_old_id(text: str) -> int:
    """Where an instance of schema 0002 stood in its video, which its id said; 0 for one brought in."""
    found = _MADE_BEFORE_0003.search(text)
    return min(int(found[1]), _LARGEST_POSITION) if found else 0
