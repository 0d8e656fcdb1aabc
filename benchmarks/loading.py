"""How long does it take to open a release of AVISeg's size for training, and to read a window of it?

    python benchmarks/loading.py

A truth of AVISeg's train split (616 videos of 61 s, 61,953 masks in polygons of 120 corners at 640 x 360),
with media for a few of its videos. Each in a process of its own, CPU seconds:

- open: `ReleaseReader`, as a ratio to decoding the whole file once with msgspec.
- window: 5 seconds as the published loader samples them, as a ratio to unpacking 5 JPEGs with Pillow.
"""

import pickle
import resource
import statistics
import tempfile
import time
import wave
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from harness import apart, write_result
from PIL import Image

from avisbuild.models.data import ReleaseReader

_VIDEOS, _SECONDS, _MASKS = 616, 61, 61_953
_HEIGHT, _WIDTH, _CORNERS, _RATE_HZ = 360, 640, 120, 16_000
_WITH_MEDIA, _WINDOWS = 12, 60


def _write_truth(path: Path) -> None:
    draw = np.random.default_rng(0)
    turns = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
    videos, annotations, left = [], [], _MASKS
    for number in range(1, _VIDEOS + 1):
        names = [f"v{number:04d}/{second:05d}.jpg" for second in range(_SECONDS)]
        videos.append(
            {
                "id": number,
                "file_names": names,
                "length": _SECONDS,
                "height": _HEIGHT,
                "width": _WIDTH,
            }
        )
        for _ in range(2):
            count = min(_SECONDS, -(-left // (2 * (_VIDEOS - number) + 2)))
            left -= count
            radii = 40 + 30 * draw.random((count, _CORNERS))
            xy = np.stack([300 + radii * np.cos(turns), 180 + radii * np.sin(turns)], axis=2)
            polygons: list[Any] = [[each.round(1).ravel().tolist()] for each in xy]
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "video_id": number,
                    "category_id": 1,
                    "iscrowd": 0,
                    "segmentations": polygons + [None] * (_SECONDS - count),
                }
            )
    document = {
        "videos": videos,
        "categories": [{"id": 1, "name": "dog"}],
        "annotations": annotations,
    }
    path.write_bytes(msgspec.json.encode(document))


def _write_media(folder: Path) -> None:
    draw = np.random.default_rng(0)
    for number in range(1, _WITH_MEDIA + 1):
        frames = folder / f"JPEGImages/v{number:04d}"
        frames.mkdir(parents=True)
        small = draw.integers(0, 256, (_SECONDS, 36, 64, 3), dtype=np.uint8)
        for second, pixels in enumerate(small):
            picture = Image.fromarray(pixels).resize((_WIDTH, _HEIGHT))
            picture.save(frames / f"{second:05d}.jpg", quality=92)
        sounds = folder / "WAVAudios"
        sounds.mkdir(exist_ok=True)
        with wave.open(str(sounds / f"v{number:04d}.wav"), "wb") as stream:
            stream.setparams((2, 2, _RATE_HZ, 0, "NONE", ""))
            stream.writeframes(bytes(4 * _RATE_HZ * _SECONDS))


def _decoding(path: Path) -> float:
    text = path.read_bytes()
    started = time.process_time()
    msgspec.json.decode(text)
    return time.process_time() - started


def _opening(folder: Path) -> dict[str, float]:
    started = time.process_time()
    reader = ReleaseReader(folder)
    spent = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu_s": spent, "pickled_mib": len(pickle.dumps(reader)) / 2**20, "peak_rss_mib": peak}


def _reading(folder: Path) -> dict[str, float]:
    reader = ReleaseReader(folder)
    reader.record(0)
    pictures = sorted((folder / "train/JPEGImages").rglob("*.jpg"))
    windows, unpacked = [], []
    for number in range(_WINDOWS):
        started = time.process_time()
        reader.record(number % _WITH_MEDIA, epoch=number)
        between = time.process_time()
        for position in range(5):
            with Image.open(pictures[(97 * number + 13 * position) % len(pictures)]) as picture:
                np.asarray(picture)
        windows.append(between - started)
        unpacked.append(time.process_time() - between)
    return {"window_s": statistics.median(windows), "jpegs_s": statistics.median(unpacked)}


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        apart(
            _write_truth, folder / "train.json"
        )  # this process stays small: children begin with its peak
        apart(_write_media, folder / "train")
        decoding = apart(_decoding, folder / "train.json")
        opening, reading = apart(_opening, folder), apart(_reading, folder)
        figures = {
            "truth_mib": (folder / "train.json").stat().st_size / 2**20,
            "decode_whole_file_cpu_s": decoding,
            "open": opening,
            "open_to_decode": opening["cpu_s"] / decoding,
            "reading": reading,
            "window_to_jpegs": reading["window_s"] / reading["jpegs_s"],
        }
    question = (
        "How long does it take to open a release of AVISeg's size, and to read a window of it?"
    )
    write_result("loading", question=question, figures=figures)


if __name__ == "__main__":
    main()
