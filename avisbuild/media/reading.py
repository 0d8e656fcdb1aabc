"""What of a source is read and how it is shown, as a clip's record keeps it.

Everything that opens a kept source later has to take the same pictures as the clip did, so the record says
which: also of clips that earlier versions made by other rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Deinterlace(StrEnum):
    """What becomes of pictures that hold two moments, one in every other line.

    `median` keeps the lines of the earlier moment and, of the others, what lies between their neighbours.
    """

    MEDIAN = "median"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a source's pictures are read.

    `stream_index` is None where the stream is still to be chosen. `is_early` says that a version up to 0.2
    made the clip: it took the stream that is marked as default, and mirrored and deinterlaced nothing.
    """

    stream_index: int | None = None
    deinterlace: Deinterlace = Deinterlace.MEDIAN
    is_early: bool = False

    @classmethod
    def recorded(cls, clip_document: Mapping[str, Any]) -> Reading:
        """As the source was read for a clip; by its `clip.json`."""
        picture = clip_document.get("picture")
        index = picture.get("stream_index") if isinstance(picture, Mapping) else None
        if not isinstance(picture, Mapping) or not isinstance(index, int):
            return cls(deinterlace=Deinterlace.OFF, is_early=True)
        kind = Deinterlace.OFF if picture.get("deinterlace") == "off" else Deinterlace.MEDIAN
        return cls(stream_index=index, deinterlace=kind)
