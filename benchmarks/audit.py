"""Which planted copies does the audit find by picture or sound, what of it is false, and what does it cost?

`python benchmarks/audit.py` draws recordings (`audit_material.py`), plants copies (`planted_copies.py`), and
asks the audit's two finders for all pairs. A copy is found where it is paired with its original. Precision
counts these against the pairs of different recordings; pairs of two copies of one recording are right, and
count for nothing. The numbers of the picture finder were chosen with the seeds 3 and 61. What 57,000 frames
and 926 sounds cost is told from a sample of recordings of 61 s: what grows with their number is scaled by it,
what grows with its square by that.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from audit_material import Picture, Recording, recordings
from harness import timed, write_result
from planted_copies import CLIP_SECONDS, KINDS, original, seen
from planted_sounds import MEDIA, RATE_HZ, missing_codecs

from avisbuild.records import VideoId
from avisbuild.releases.audit import pictures, sounds
from avisbuild.releases.audit.media import read_frame
from avisbuild.releases.audit.pairs import Evidence, Pair
from avisbuild.releases.audit.pictures.search import find_candidates

_SEED = 73
_SCENES = _STAMPS = 18
_KINDS_EACH = 5
# Every so many of the recordings are in the sample whose cost is measured.
_SAMPLED = 4
_PROCESSES = 2
# What an audit of AVISeg may cost: its videos, their frames, 20 CPU minutes.
_VIDEOS, _FRAMES, _BUDGET_S = 926, 57_000, 20 * 60
_LONG_S = 61


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
        figures = _found(videos, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        figures["cost"] = _cost(Path(folder))
    question = (
        "Which planted copies does the audit find, what of it is false, and what does it cost?"
    )
    write_result("audit", question=question, figures=figures)


def _all_videos(folder: Path) -> Iterator[tuple[VideoId, Video]]:
    count = len(_recordings())
    with get_context("spawn").Pool(_PROCESSES) as pool:
        jobs = [(folder, index) for index in range(count)]
        for done, found in enumerate(pool.imap(_planted, jobs), start=1):
            yield from found
            sys.stderr.write(f"\r{done} of {count} recordings")


@cache
def _recordings(**options: int) -> list[Recording]:
    clips = MEDIA if MEDIA.is_dir() else None
    return recordings(_SEED, scenes=_SCENES, stamps=_STAMPS, clips=clips, **options)


def _planted(job: tuple[Path, int]) -> list[tuple[VideoId, Video]]:
    """One recording's original and copies, with their frames as files in `folder`."""
    folder, index = job
    cv2.setNumThreads(1)
    recording = _recordings()[index]
    rng = np.random.default_rng([_SEED, index])
    names = [list(KINDS)[(index + step) % len(KINDS)] for step in range(0, 2 * _KINDS_EACH, 2)]
    clips = [
        ("original", original(recording)),
        *((name, KINDS[name](recording, rng)) for name in names),
    ]
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


def _found(videos: Mapping[VideoId, Video], folder: Path) -> dict[str, Any]:
    def frame(video: VideoId, second: int) -> Picture:
        return np.asarray(cv2.imread(str(folder / f"{video}-{second}.png"))[..., ::-1], np.uint8)

    pairs = pictures.find_pairs({name: video.pictures for name, video in videos.items()}, frame)
    heard = sounds.find_pairs({name: video.sound for name, video in videos.items()})
    pairs += heard.pairs
    false = {
        (pair.first, pair.second): pair
        for pair in pairs
        if videos[pair.first].recording != videos[pair.second].recording
    }
    rows = {
        "all": _rows(videos, pairs, lambda _: "all")["all"],
        "by_kind": _rows(videos, pairs, lambda video: video.kind),
        "by_material": _rows(videos, pairs, lambda video: video.material),
    }
    found = rows["all"]["found"]
    return rows | {
        "recordings": len({video.recording for video in videos.values()}),
        "videos": len(videos),
        "seconds_each": CLIP_SECONDS,
        "codecs_that_are_missing_here": missing_codecs(),
        "precision": round(found / max(found + len(false), 1), 4),
        "false_pairs": Counter(
            f"{pair.evidence}: {' and '.join(sorted(videos[name].material for name in names))}"
            for names, pair in false.items()
        ),
    }


def _rows(
    videos: Mapping[VideoId, Video], pairs: list[Pair], group: Callable[[Video], str]
) -> dict[str, Any]:
    """How many copies were planted, and the shares that are paired with their originals, in each group."""
    originals = {
        video.recording: name for name, video in videos.items() if video.kind == "original"
    }
    found = {(pair.first, pair.second, pair.evidence) for pair in pairs}
    counts: dict[str, Counter[str]] = {}
    for name, video in videos.items():
        if video.kind == "original":
            continue
        first, second = sorted((name, originals[video.recording]))
        seen_there = (first, second, Evidence.PICTURE) in found
        heard_there = (first, second, Evidence.SOUND) in found
        counts.setdefault(group(video), Counter()).update(
            planted=1, found=seen_there or heard_there, picture=seen_there, sound=heard_there
        )
    return {
        name: {
            "planted": count["planted"],
            "found": count["found"],
            "recall": round(count["found"] / count["planted"], 4),
            "by_picture": round(count["picture"] / count["planted"], 4),
            "by_sound": round(count["sound"] / count["planted"], 4),
        }
        for name, count in sorted(counts.items())
    }


def _cost(folder: Path) -> dict[str, Any]:
    """CPU seconds of a sample of long videos, and what they come to for a whole data set."""
    with get_context("spawn").Pool(_PROCESSES) as pool:
        jobs = [(folder, index) for index in range(0, len(_recordings()), _SAMPLED)]
        heard = dict(pool.imap_unordered(_long, jobs))
    frames: dict[VideoId, list[Path]] = {
        name: sorted(folder.glob(f"{name}-*.jpg")) for name in heard
    }
    shown: dict[VideoId, pictures.PictureFingerprint] = {}
    listened: dict[VideoId, sounds.SoundFingerprint] = {}
    steps: dict[str, tuple[Callable[[], Any], int]] = {
        "fingerprint_pictures": (lambda: shown.update(_looked_at(frames)), 1),
        "search_pictures": (lambda: list(find_candidates(shown)), 2),
        "search_and_verify_pictures": (
            lambda: pictures.find_pairs(
                shown, lambda name, second: read_frame(frames[name][second])
            ),
            2,
        ),
        "fingerprint_sounds": (lambda: listened.update(_listened_to(heard)), 1),
        "compare_sounds": (lambda: sounds.find_pairs(listened), 1),
    }
    spent = {name: timed(work).cpu_s for name, (work, _) in steps.items()}
    count = sum(map(len, frames.values()))
    scale = {"pictures": _FRAMES / count, "sounds": _VIDEOS / len(heard)}
    whole = {
        name: round(spent[name] * scale[name.split("_")[-1]] ** power, 1)
        for name, (_, power) in steps.items()
    }
    total = sum(whole.values()) - whole["search_pictures"]
    return {
        "sample": {
            "videos": len(heard),
            "frames": count,
            "cpu_s": {k: round(v, 2) for k, v in spent.items()},
        },
        "scaled_to": {
            "videos": _VIDEOS,
            "frames": _FRAMES,
            "cpu_s": whole,
            "cpu_s_together": round(total, 1),
        },
        "budget_cpu_s": _BUDGET_S,
    }


def _long(job: tuple[Path, int]) -> tuple[VideoId, Any]:
    """A minute of one recording: frames of 1280x720 as files, and its sound."""
    folder, index = job
    cv2.setNumThreads(1)
    clip = seen(_recordings(seconds=_LONG_S + 1)[index], seconds=_LONG_S)
    video_id = VideoId(f"{index:03}")
    for second, frame in enumerate(clip.frames):
        large = cv2.resize(frame, (1280, 720), interpolation=cv2.INTER_CUBIC)
        cv2.imwrite(str(folder / f"{video_id}-{second:02}.jpg"), large[..., ::-1])
    return video_id, clip.sound


def _looked_at(frames: Mapping[VideoId, list[Path]]) -> dict[VideoId, pictures.PictureFingerprint]:
    return {
        name: pictures.fingerprint_frames(map(read_frame, paths)) for name, paths in frames.items()
    }


def _listened_to(heard: Mapping[VideoId, Any]) -> dict[VideoId, sounds.SoundFingerprint]:
    return {name: sounds.fingerprint_sound(sound, RATE_HZ) for name, sound in heard.items()}


if __name__ == "__main__":
    main()
