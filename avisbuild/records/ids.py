"""Identifiers, each a type of its own so that they cannot be swapped by mistake."""

import re
from typing import NewType

VideoId = NewType("VideoId", str)
InstanceId = NewType("InstanceId", str)
CategoryId = NewType("CategoryId", int)

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
