"""What a plan would take is said in figures that somebody can use."""

import pytest

from avisbuild.system.disk import DiskSpace
from avisbuild_pipelines.fetch.plan_texts import downloads_text, files_text


@pytest.mark.parametrize(
    ("count", "per_hour", "said"),
    [
        (0, 300, "nothing to download"),
        (1, 300, "1 download, less than a minute at 300 an hour"),
        (10, 300, "10 downloads, about 2 min at 300 an hour"),
        (1000, 300, "1000 downloads, about 3.3 h at 300 an hour"),
    ],
)
def test_downloads_are_told_with_their_time(count: int, per_hour: float, said: str) -> None:
    assert downloads_text(count, per_hour) == said


@pytest.mark.parametrize(
    ("free", "said"),
    [
        (16_093_902, "files: about 66 to make"),
        (100, "files: about 66 to make, the disk takes 100 more"),
    ],
)
def test_room_for_files_is_told_only_where_it_is_little(free: int, said: str) -> None:
    assert files_text(DiskSpace(0, 66), DiskSpace(0, free)) == said
