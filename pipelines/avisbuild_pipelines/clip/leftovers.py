"""What runs that were killed left among the videos."""

import os
import shutil
from collections.abc import Collection
from pathlib import Path

from avisbuild.files import sync_folder
from avisbuild.records import VideoId
from avisbuild.system import disk


def remove_leftovers(videos_dir: Path, video_ids: Collection[VideoId]) -> None:
    """Remove half-made folders of these videos; an old video whose successor never came returns.

    Clipping stages a video in `.<video>.*.partial`, and moves the one that it replaces into
    `.<video>.*.old` for the moment between two renames.
    """
    if not videos_dir.is_dir():
        return
    wanted = set(video_ids)
    with os.scandir(videos_dir) as entries:
        hidden = sorted(entry.name for entry in entries if entry.name.startswith("."))
    for name in hidden:
        video_id, *random_and_kind = name[1:].rsplit(".", 2)
        if video_id not in wanted or random_and_kind[-1:] not in (["partial"], ["old"]):
            continue
        if (videos_dir / name).is_symlink():
            continue  # ours are folders
        _bring_back(videos_dir / name / video_id, videos_dir / video_id)
        shutil.rmtree(videos_dir / name, ignore_errors=True)


def _bring_back(old: Path, place: Path) -> None:
    if old.is_dir() and not old.is_symlink() and not place.exists():
        disk.rename(old, place)
        sync_folder(place.parent)
