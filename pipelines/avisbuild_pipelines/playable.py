"""The pictures of a project's video to be played: of its source at its own rate, or a frame a second."""

from collections.abc import Callable
from dataclasses import dataclass

from avisbuild import inside
from avisbuild.errors import MediaError
from avisbuild.media.moving_pictures import SourcePictures, StillPictures
from avisbuild.messages import Message
from avisbuild.records import VideoId
from avisbuild.records.video_folder import source_dir
from avisbuild.store import Project
from avisbuild_pipelines.propagating import kept_source

# There never was a source, or it was not kept: nothing that a person could mend here and now.
_EXPECTED = frozenset({"no-source", "missing"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Playable:
    """A video's pictures; `notice` is for the user where they should move, and do not."""

    pictures: SourcePictures | StillPictures
    notice: Message | None = None


def open_playable(
    project: Project, video_id: VideoId, should_stop: Callable[[], bool] = lambda: False
) -> Playable:
    """A video's pictures, from its source where that is kept and allowed and of the frames' size.

    Raises ProjectError when the video is not in the project, MediaError `given-up` where it should stop.
    """
    video = project.video(video_id)
    folder = project.video_dir(video_id)
    stills = StillPictures(folder, video.second_count, video.size)
    try:
        path = kept_source(source_dir(project.sources_dir, video.source_key), video_id)
        pictures = SourcePictures.open(folder, path, should_stop=should_stop)
    except (MediaError, inside.OutsideError) as error:
        code = getattr(error, "code", "")
        if code == "given-up":
            raise
        if code in _EXPECTED:
            return Playable(pictures=stills)
        return Playable(pictures=stills, notice=Message("plays-stills", problem=error.message))
    if pictures.size != video.size:
        return Playable(pictures=stills)
    return Playable(pictures=pictures)
