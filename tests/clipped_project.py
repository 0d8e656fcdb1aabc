"""A project whose video has its source."""

from collections.abc import Callable
from pathlib import Path

from avisbuild.files import write_json
from avisbuild.records import VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project
from avisbuild_pipelines.clip import ClipRequest, clip_video

VIDEO = VideoId("v")


def make_clipped_project(folder: Path, render_into: Callable[[Path], Path]) -> Path:
    """One video, clipped from a source that `render_into` a folder makes, and that is kept."""
    with Project.create(folder, load_recipe("aviseg")) as project:
        source = project.sources_dir / "local-v"
        source.mkdir()
        media = render_into(source)
        write_json(source / "source.json", {"media": media.name, "reference": False})
        record = clip_video(
            ClipRequest(
                video_id=VIDEO,
                source_path=media,
                source_key="local-v",
                source={},
                video_dir=project.video_dir(VIDEO),
            )
        )
        with project.edit(author="test", action="a video") as edit:
            edit.add_video(record.video)
    return folder
