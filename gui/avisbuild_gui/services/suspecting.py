"""The work of looking for suspects: one video as it is seen, in a thread."""

from collections.abc import Callable

from avisbuild.annotation import VideoView
from avisbuild.checks.suspects import Findings, find_suspects
from avisbuild.checks.suspects.folder_media import FolderMedia
from avisbuild.records.video_folder import sound_cache_dir
from avisbuild.store import Project
from avisbuild_gui.services.job import Job


def suspecting(project: Project, view: VideoView) -> Callable[[Job], Findings]:
    """The work of a job; of every kind, and with what was dismissed, so that both can be chosen from it."""
    media = FolderMedia(
        project.video_dir(view.video.video_id),
        view.video,
        cache=None if project.is_read_only else sound_cache_dir(project.folder),
        sample_rate_hz=project.recipe.sample_rate_hz,
    )

    def work(_: Job) -> Findings:
        return find_suspects(
            view.video,
            view.tracks,
            view.taxonomy,
            silences=view.silences,
            keep_silent_masks=view.keep_silent_masks,
            media=media,
        )

    return work
