"""How many planted copies does the audit find by picture or sound, how much of what it finds is one, at what cost?

`python benchmarks/audit.py` draws recordings (`audit_material.py`), plants copies of each (`planted_copies.py`), and
asks the audit's two finders for all pairs. A copy counts as found where it is paired with its original. Precision
counts these against the pairs of different recordings; pairs of two copies of one recording are right, and count
for nothing. The numbers of the picture finder were chosen with the seed 3; the figures are of others.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from audit_material import Picture, recordings
from harness import timed, write_result
from planted_copies import CLIP_SECONDS, KINDS, original
from planted_sounds import MEDIA, RATE_HZ

from avisbuild.records import VideoId
from avisbuild.releases.audit import pictures, sounds
from avisbuild.releases.audit.pairs import Evidence, Pair

_SEED = 61
_SCENES = _STAMPS = 44
_KINDS_EACH = 7
_PROCESSES = 2
# What publishing.md counts on: 926 videos with this many frames, in 20 CPU minutes.
_VIDEOS, _FRAMES, _BUDGET_S = 926, 57_000, 20 * 60


@dataclass(frozen=True)
class Video:
    """A clip as the audit has read it."""

    recording: int
    material: str
    kind: str
    pictures: pictures.PictureFingerprint
    sound: sounds.SoundFingerprint


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        videos = dict(_all_videos(Path(folder)))
        figures = _figures(videos, Path(folder))
    write_result("audit", question="Which planted copies does the audit find, and at what cost?", figures=figures)


def _all_videos(folder: Path) -> Iterator[tuple[VideoId, Video]]:
    count = len(_recordings())
    with get_context("spawn").Pool(_PROCESSES) as pool:
        jobs = [(folder, index) for index in range(count)]
        for done, found in enumerate(pool.imap(_planted, jobs), start=1):
            yield from found
            sys.stderr.write(f"\r{done} of {count} recordings")


def _recordings() -> list[Any]:
    return recordings(_SEED, scenes=_SCENES, stamps=_STAMPS, clips=MEDIA if MEDIA.is_dir() else None)


def _planted(job: tuple[Path, int]) -> list[tuple[VideoId, Video]]:
    """One recording's original and copies, with their frames as files in `folder`."""
    folder, index = job
    cv2.setNumThreads(1)
    recording = _recordings()[index]
    rng = np.random.default_rng([_SEED, index])
    names = [list(KINDS)[(index + step) % len(KINDS)] for step in range(0, 2 * _KINDS_EACH, 2)]
    clips = [("original", original(recording)), *((name, KINDS[name](recording, rng)) for name in names)]
    found = []
    for name, clip in clips:
        # The order of names has nothing to do with what is a copy of what.
        video_id = VideoId(f"{rng.integers(10**9):09}-{index:03}")
        for second, frame in enumerate(clip.frames):
            cv2.imwrite(str(folder / f"{video_id}-{second}.png"), frame[..., ::-1])
        fingerprints = (
            pictures.fingerprint_frames(clip.frames),
            sounds.fingerprint_sound(clip.sound, RATE_HZ),
        )
        found.append((video_id, Video(index, recording.material, name, *fingerprints)))
    return found


def _figures(videos: Mapping[VideoId, Video], folder: Path) -> dict[str, Any]:
    def frame(video: VideoId, second: int) -> Picture:
        return np.asarray(cv2.imread(str(folder / f"{video}-{second}.png"))[..., ::-1], np.uint8)

    found: list[Pair] = []
    seen = {name: video.pictures for name, video in videos.items()}
    heard = {name: video.sound for name, video in videos.items()}
    looking = timed(lambda: found.extend(pictures.find_pairs(seen, frame)))
    listening = timed(lambda: found.extend(sounds.find_pairs(heard).pairs))
    return {
        "videos": len(videos),
        "frames": sum(video.pictures.frame_count for video in videos.values()),
        "seconds_a_clip": CLIP_SECONDS,
        "all": _counted(videos, found, lambda _: "all")["all"],
        "by_kind": _counted(videos, found, lambda video: video.kind),
        "by_material": _counted(videos, found, lambda video: video.material),
        "false_pairs": _false_pairs(videos, found),
        "find_cpu_s": {"pictures": round(looking.cpu_s, 1), "sounds": round(listening.cpu_s, 1)},
    }
