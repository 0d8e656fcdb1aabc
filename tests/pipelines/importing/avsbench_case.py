"""A folder of AVSBench-semantic, painted row by row: one letter a pixel."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import soundfile
from PIL import Image

from avisbuild.formats.avsbench.label_pictures import write_painted
from avisbuild.formats.avsbench.metadata import HEADER

RATE_HZ = 8000
# AVSBench's own labels of what is painted.
LABELS = {".": 0, "a": 1, "d": 17, "v": 68}


def write_data_set(folder: Path, videos: Mapping[str, Mapping[str, object]]) -> Path:
    """Write each video: its `maps` by rows ("" for a frame without one), and cells of metadata.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [",".join(HEADER)]
    for uid, video in videos.items():
        label = str(video.get("label", "v1m"))
        names, split = video.get("names", ""), video.get("split", "train")
        lines.append(f"{uid},{uid},0,0,{names},{split},{label}")
        maps = video["maps"]
        assert isinstance(maps, Sequence)
        write_video(folder / label / uid, maps)
    (folder / "metadata.csv").write_text("\n".join(lines) + "\n")
    return folder


def write_video(folder: Path, maps: Sequence[str]) -> None:
    (folder / "frames").mkdir(parents=True)
    (folder / "labels_rgb").mkdir()
    height, width = len(maps[0].split()), len(maps[0].split()[0])
    for second, rows in enumerate(maps):
        picture = Image.new("RGB", (width, height), (second, 0, 0))
        picture.save(folder / f"frames/{second}.jpg")
        if rows:
            labels = np.array([[LABELS[pixel] for pixel in row] for row in rows.split()], np.uint8)
            write_painted(folder / f"labels_rgb/{second}.png", labels)
    samples = np.zeros((RATE_HZ * len(maps), 2), np.int16)
    soundfile.write(folder / "audio.wav", samples, RATE_HZ)
