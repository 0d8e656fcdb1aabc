"""A truth JSON read back as a snapshot, to be compared with the one that was written."""

from pathlib import Path

from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import read_content
from avisbuild.records import Snapshot


def read_aviseg(path: Path) -> Snapshot:
    """The whole file, without media; raises FormatError with the first thing wrong in it."""
    content = read_content(path)
    for problem in (problem for read in content.videos for problem in read.problems):
        raise FormatError("wrong-at", place=path.name, problem=problem)
    videos = [read.video for read in content.videos if read.video]
    return Snapshot(
        taxonomy=content.taxonomy,
        videos=sorted(videos, key=lambda video: video.video_id),
        tracks={read.name: read.tracks for read in content.videos},
    )
