"""What clipping one video asks for and gives back; both cross a process border."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from avisbuild.media.limits import MediaLimits
from avisbuild.media.reading import Deinterlace
from avisbuild.records import Video, VideoId


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipRequest:
    """One video to be made from one source file that lies on this machine.

    `start_ms` and `end_ms` are on the source's own timeline, None for its beginning and end.
    `source` is the content of `source.json`, `row` the manifest row with its unknown columns; both
    are copied into `clip.json`. A source without sound is refused unless `allow_silence`.
    """

    video_id: VideoId
    source_path: Path
    source_key: str
    source: Mapping[str, Any]
    video_dir: Path
    start_ms: int | None = None
    end_ms: int | None = None
    frame_offset: float = 0.5
    sample_rate_hz: int = 16_000
    second_wavs: bool = True
    deinterlace: Deinterlace = Deinterlace.MEDIAN
    allow_silence: bool = False
    row: Mapping[str, str] = field(default_factory=dict)
    row_sha256: str = ""
    limits: MediaLimits = field(default_factory=MediaLimits)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipRecord:
    """A published video: its values, and `clip.json` as a document."""

    video: Video
    document: Mapping[str, Any]
