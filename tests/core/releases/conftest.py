"""A small project with media, as plain values."""

from pathlib import Path

import pytest
from release_scenes import THREE, snapshot_of, write_media

from avisbuild.records import Snapshot


@pytest.fixture
def three(tmp_path: Path) -> Snapshot:
    """Three videos of 4, 3 and 5 seconds with frames and sound."""
    snapshot = snapshot_of(THREE, tmp_path / "videos")
    write_media(tmp_path / "videos", snapshot.videos)
    return snapshot
