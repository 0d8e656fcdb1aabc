"""Clips of some seconds, drawn and played, in the folders of a release."""

from pathlib import Path

import soundfile
from core.releases.audit.pictures.drawn_videos import Frames, drawn_video
from core.releases.audit.sounds.played import RATE_HZ, Sound, tune
from PIL import Image

SECONDS = 5


def write_clip(
    release: Path,
    split: str,
    name: str,
    *,
    seed: int,
    frames: Frames | None = None,
    sound: Sound | None = None,
) -> None:
    """A clip of a scene and a tune of its own, by their seed, or of what is given instead."""
    folder = release / split / "JPEGImages" / name
    folder.mkdir(parents=True)
    for number, frame in enumerate(frames or drawn_video(seed, seconds=SECONDS)):
        Image.fromarray(frame).save(folder / f"{number:05d}.jpg", quality=90)
    path = release / split / "WAVAudios" / f"{name}.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, tune(seed, seconds=SECONDS) if sound is None else sound, RATE_HZ)


def write_splits(release: Path, **splits: str) -> None:
    """`splits.csv` of these videos; a name with dashes is given with underscores."""
    rows = [f"{name.replace('_', '-')},{split}," for name, split in splits.items()]
    (release / "splits.csv").write_text("\n".join(["video_id,split,group", *rows, ""]))
