"""The check that rows of one second share."""

from avisbuild.errors import ProjectError
from avisbuild.records import Video


def check_second(video: Video, second: int, of: str = "") -> None:
    """Refuse a second that a video does not have; raises ProjectError."""
    if not 0 <= second < video.second_count:
        raise ProjectError(
            f"video {video.video_id}: expected a second from 0 to {video.second_count - 1}, "
            f"got {second}{of}"
        )
