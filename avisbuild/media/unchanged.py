"""Whether a video's source and frames are still those that `clip.json` has the hashes of."""

from pathlib import Path
from typing import Any

from avisbuild.errors import MediaError
from avisbuild.files import sha256_of
from avisbuild.records.video_folder import frame_name, frame_path, read_clip_json


def check_source(video_dir: Path, source: Path) -> None:
    """Raise MediaError `changed` where the source is another file than the one that was clipped."""
    recorded = _recorded(video_dir, "source_sha256")
    found = sha256_of(source)
    if recorded and found != recorded:
        raise MediaError(
            "not-the-clipped-source",
            video_id=video_dir.name,
            file=source.name,
            found=found,
            recorded=recorded,
            code="changed",
        )


def check_frame(video_dir: Path, second: int) -> None:
    """Raise MediaError `changed` where a frame is another file than the one that was written."""
    recorded = _recorded(video_dir, "sha256")
    path = frame_path(video_dir, second)
    if not isinstance(recorded, dict):
        return
    if sha256_of(path) != recorded.get(frame_name(second)):
        raise MediaError("frame-changed", path=path, video_id=video_dir.name, code="changed")


def _recorded(video_dir: Path, key: str) -> Any:
    return (read_clip_json(video_dir) or {}).get(key)
