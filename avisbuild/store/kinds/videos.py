"""The table of videos."""

from avisbuild.records import Video
from avisbuild.store.kinds.kind import Facts, Kind


def _check(facts: Facts, video: Video) -> None:
    facts.check_contents(video)


VIDEOS = Kind(name="videos", record=Video, key=("video_id",), owner="project", check=_check)
