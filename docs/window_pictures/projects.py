"""The projects on which states of the window are shown, with media drawn on the spot."""

import wave
from pathlib import Path
from shutil import copytree

import numpy as np
from PIL import Image

from avisbuild.records import Video, VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project
from window_pictures.scenes import annotate
from window_pictures.stage import opened

HEIGHT_PX, WIDTH_PX, SECONDS, RATE_HZ = 180, 320, 8, 16_000


def make_templates(folder: Path) -> None:
    """The projects that the states are shown on; each scene gets a copy of its own."""
    make_project(folder / "without videos")
    make_project(folder / "fresh", "alpha", "beta", "gamma")
    copytree(folder / "fresh", folder / "annotated")
    with opened(folder / "annotated", folder) as stage:
        annotate(stage)
    copytree(folder / "annotated", folder / "lacking media")
    media = folder / "lacking media" / "videos"
    next(media.glob("alpha/**/00000.jpg")).unlink()
    next(media.glob("beta/**/audio.wav")).unlink()


def make_project(folder: Path, *names: str) -> None:
    """Videos of eight seconds; frame t is a gradient with a square, sound t a tone or nothing."""
    with Project.create(folder, load_recipe("aviseg")) as project:
        for name in names:
            with project.edit(author="docs", action="a video") as edit:
                edit.add_video(
                    Video(
                        video_id=VideoId(name),
                        second_count=SECONDS,
                        height_px=HEIGHT_PX,
                        width_px=WIDTH_PX,
                    )
                )
            write_media(project.video_dir(VideoId(name)))


def write_media(folder: Path) -> None:
    (folder / "frames").mkdir(parents=True)
    rows, columns = np.mgrid[:HEIGHT_PX, :WIDTH_PX]
    for second in range(SECONDS):
        image = np.stack([rows, columns % 256, np.full_like(rows, 25 * second)], axis=2).astype(
            np.uint8
        )
        image[60:120, 40 + 20 * second : 90 + 20 * second] = (200, 160, 60)
        Image.fromarray(image).save(folder / "frames" / f"{second:05d}.jpg", quality=95)
    time_s = np.arange(SECONDS * RATE_HZ) / RATE_HZ
    tone = 8_000 * np.sin(2 * np.pi * 440 * time_s) * (np.floor(time_s) % 4 != 3)
    with wave.open(str(folder / "audio.wav"), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes(tone.astype("<i2").tobytes())
