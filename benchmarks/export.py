"""How long does it take to export a project of AVISeg's size, and with how much memory?

Two exports of the same project, each a process of its own, all cores:

- annotations: the 94,074 masks as polygons into three JSON files, checksums; no media.
- with media: the same, and every frame checked and linked, every sound written in stereo, everything
  hashed. The frames are the video's one small JPEG linked once a second (a real set has 60,000
  different ones of about 100 KB: hashing them takes longer, by the speed of the disk), the sounds are
  16 kHz silence of the true lengths.
"""

import argparse
import os
import shutil
import sys
import tempfile
import wave
from pathlib import Path

from big_project import make_big_project
from harness import Cost, run, summary, write_result
from PIL import Image

from avisbuild.records import Video
from avisbuild.store import Project

_RATE_HZ = 16_000


def add_media(folder: Path) -> None:
    """Give every video frames and sound; a frame file is shared by the seconds of its video only."""
    with Project.open(folder) as project:
        for video in project.videos():
            video_dir = project.video_dir(video.video_id)
            (video_dir / "frames").mkdir(parents=True)
            _add_frames(video, video_dir / "frames")
            with wave.open(str(video_dir / "audio.wav"), "wb") as stream:
                stream.setnchannels(1)
                stream.setsampwidth(2)
                stream.setframerate(_RATE_HZ)
                stream.writeframes(bytes(2 * _RATE_HZ * video.second_count))


def _add_frames(video: Video, frames: Path) -> None:
    first = frames / "00000.jpg"
    Image.new("RGB", (video.width_px, video.height_px), "grey").save(first)
    for second in range(1, video.second_count):
        os.link(first, frames / f"{second:05d}.jpg")


def export(project: Path, out: Path, *words: str) -> Cost:
    """Run `avisbuild export` as a user would; the result is removed."""
    command = [sys.executable, "-m", "avisbuild", "export", "--project", str(project), "--split"]
    cost = run([*command, "--ratios", "--out", str(out), *words])
    shutil.rmtree(out)
    return cost


def main() -> None:
    """Measure and write `results/export.json`."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--videos", type=int, default=926)
    parser.add_argument("--masks", type=int, default=94_074)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project, out = Path(folder) / "project", Path(folder) / "out"
        make_big_project(project, options.videos, options.masks)
        add_media(project)
        annotations = [export(project, out, "--annotations-only") for _ in range(options.rounds)]
        with_media = [export(project, out) for _ in range(options.rounds)]
    write_result(
        "export",
        question="How long does it take to export a project of AVISeg's size, and with how much memory?",
        figures={
            "videos": options.videos,
            "masks": options.masks,
            "rounds": options.rounds,
            "annotations": summary(annotations),
            "with_media": summary(with_media),
        },
    )


if __name__ == "__main__":
    main()
