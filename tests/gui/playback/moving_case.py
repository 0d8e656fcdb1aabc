"""A project whose video has its source: every picture says its number, at 25 a second, and moves."""

from pathlib import Path

from media.barcode import Barcode, render, steady

from avisbuild.files import write_json
from avisbuild.records import VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project
from avisbuild_pipelines.clip import ClipRequest, clip_video

RATE_HZ, SECONDS = 25, 4
VIDEO = VideoId("v")


def make_moving_project(folder: Path) -> Path:
    """One video of four seconds, clipped from its source, which is kept."""
    with Project.create(folder, load_recipe("aviseg")) as project:
        source = project.sources_dir / "local-v"
        source.mkdir()
        barcode = Barcode(
            name="source.mp4",
            time_of=steady(RATE_HZ),
            frame_count=RATE_HZ * SECONDS,
            sound_s=float(SECONDS),
        )
        media = render(barcode, source)
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
