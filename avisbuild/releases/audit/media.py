"""Where the frames and the sound of the audited videos lie, and reading them small."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avisbuild import inside
from avisbuild.formats.avsbench import layout
from avisbuild.formats.avsbench.metadata import Subset
from avisbuild.formats.avsbench_ov.records import (
    SEMANTIC_DIR,
)
from avisbuild.records import Split, VideoId
from avisbuild.records.video_folder import (
    SOUND_NAME,
    VIDEOS,
    frame_path,
    read_clip_json,
)
from avisbuild.releases.media_files import FRAMES, SOUND
from avisbuild.untrusted.pictures import open_picture
from avisbuild.untrusted.sounds import read_mono

_PICTURES = (".jpg", ".jpeg", ".png")
# What a fingerprint is made of; a JPEG is unpacked at an eighth, a quarter or half, but no smaller.
_SMALL = (320, 180)


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoMedia:
    """The files of one video; `stamp` changes when they do, and is kept when a copy keeps their times."""

    video_id: VideoId
    frames: tuple[Path, ...]
    sound: Path | None
    stamp: str


def media_of_release(folder: Path, videos: Iterable[VideoId]) -> dict[VideoId, VideoMedia]:
    """The media of those videos that a release in the layout of AVISeg or AVSBench has some of."""
    found: dict[VideoId, VideoMedia] = {}
    for name in videos:
        for frames, sound in _places(folder, name):
            if frames.is_dir() or sound.is_file():
                found[name] = _media(name, _pictures(frames), sound)
                break
    return found


def _places(folder: Path, name: VideoId) -> Iterator[tuple[Path, Path]]:
    """Where the frames and the sound of a video may be."""
    for split in Split:
        yield folder / split / FRAMES / name, folder / split / SOUND / f"{name}.wav"
    for subset in Subset:
        video_dir = folder / SEMANTIC_DIR / subset / name
        yield video_dir / layout.FRAMES, video_dir / layout.SOUND


def media_of_project(folder: Path, videos: Iterable[VideoId]) -> dict[VideoId, VideoMedia]:
    """The media of those videos that a project has clipped; the stamp is that of what `clip.json` says.

    Raises OutsideError where a link leads out: other processes read the files, and do not look again.
    """
    found: dict[VideoId, VideoMedia] = {}
    for name in videos:
        video_dir = folder / VIDEOS / name
        clip = read_clip_json(video_dir)
        if clip is None:
            continue
        inside.check_tree(video_dir)
        count = int(clip.get("second_count", 0))
        frames = tuple(frame_path(video_dir, second) for second in range(count))
        hashes = clip.get("sha256")
        told = json.dumps(hashes, sort_keys=True) if hashes else ""
        found[name] = _media(name, frames, video_dir / SOUND_NAME, told=told)
    return found


def read_frames(media: VideoMedia) -> Iterator[NDArray[np.uint8]]:
    """Each frame, (H, W) uint8 grey, of 320x180 at least where it has that; raises `PICTURE_ERRORS`."""
    return (read_frame(path) for path in media.frames)


def read_frame(path: Path) -> NDArray[np.uint8]:
    """One frame, small and grey; raises `PICTURE_ERRORS`."""
    with inside.reading(path) as stream, open_picture(stream, path.name) as picture:
        picture.draft("L", _SMALL)
        grey: NDArray[np.uint8] = np.asarray(picture.convert("L"))
    return grey


def read_samples(path: Path) -> tuple[NDArray[np.float32], int]:
    """The mono sound (samples,) float32 and its rate; raises soundfile's errors, OSError and ValueError."""
    with inside.reading(path) as stream:
        samples, rate_hz = read_mono(stream, path.name, dtype="float32")
    return samples.astype(np.float32), rate_hz


def _pictures(folder: Path) -> tuple[Path, ...]:
    if not folder.is_dir():
        return ()
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if entry.name.lower().endswith(_PICTURES)]
    # AVSBench counts 0.jpg to 10.jpg and beyond.
    return tuple(folder / name for name in sorted(names, key=lambda name: (len(name), name)))


def _media(name: VideoId, frames: tuple[Path, ...], sound: Path, *, told: str = "") -> VideoMedia:
    has_sound = sound.is_file()
    return VideoMedia(
        video_id=name,
        frames=frames,
        sound=sound if has_sound else None,
        stamp=_stamp(told or _sizes_and_times((*frames, sound) if has_sound else frames)),
    )


def _sizes_and_times(paths: Iterable[Path]) -> str:
    told: list[str] = []
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            told.append(f"{path.name} -")
        else:
            told.append(f"{path.name} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(told)


def _stamp(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()
