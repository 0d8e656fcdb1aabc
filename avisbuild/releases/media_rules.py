"""Checks of a split's frames, sound and features, as the published loader and feature script want them."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from avisbuild.formats.aviseg import VideoRecord
from avisbuild.formats.findings import Finding, error, or_unreadable, warning
from avisbuild.media.still_picture import orientation_of
from avisbuild.progress import Progress, silent
from avisbuild.releases.media_files import (
    FEATURE_WIDTH,
    FEATURES,
    FRAMES,
    SOUND,
    read_features,
    read_sound,
)
from avisbuild.untrusted.pictures import PICTURE_ERRORS, open_picture

# Less of the last second than this makes the feature script raise; less than 0.975 s gives zeros.
_LEAST_LAST_S = 0.015
_ENOUGH_LAST_S = 0.975


def check_media(
    split_dir: Path, videos: Sequence[VideoRecord], *, exact: bool, progress: Progress = silent
) -> Iterator[Finding]:
    """Check every frame, sound and feature file of a split; the folder is named after the split."""
    name = split_dir.name
    yield from or_unreadable(_check_strangers(split_dir, videos), name)
    has_sound, has_features = ((split_dir / kind).is_dir() for kind in (SOUND, FEATURES))
    if not has_sound:
        finding = error if exact else warning
        yield finding("sound-missing", f"{name}/{SOUND}", "no-such-folder")
    for done, video in enumerate(videos, start=1):
        place = f"{name}/{FRAMES}/{video.name}"
        yield from or_unreadable(check_frames(split_dir, video), place)
        if has_sound:
            place = f"{name}/{SOUND}/{video.name}.wav"
            found = check_sound(split_dir.parent / place, len(video.file_names), place, exact=exact)
            yield from or_unreadable(found, place)
        if has_features:
            place = f"{name}/{FEATURES}/{video.name}.npy"
            found = _check_features(split_dir.parent / place, len(video.file_names), place)
            yield from or_unreadable(found, place)
        progress(done, len(videos), f"{name} {video.name}")


def _check_strangers(split_dir: Path, videos: Sequence[VideoRecord]) -> Iterator[Finding]:
    """Files of videos that the JSON does not list."""
    known = {video.name for video in videos}
    for kind, ending in ((FRAMES, ""), (SOUND, ".wav"), (FEATURES, ".npy")):
        folder = split_dir / kind
        for found in sorted(_names_in(folder)):
            if not found.endswith(ending) or found.removesuffix(ending) not in known:
                place = f"{split_dir.name}/{kind}/{found}"
                yield warning("stranger", place, "of-no-video", split=split_dir.name)


def check_frames(split_dir: Path, video: VideoRecord) -> Iterator[Finding]:
    """The frames of one video and nothing else: the feature script counts the entries of the folder."""
    root = split_dir / FRAMES
    folder = root / video.name
    found = _names_in(folder)
    listed = {name.partition("/")[2] for name in video.file_names}
    for name in sorted(found - listed):
        place = f"{split_dir.name}/{FRAMES}/{video.name}/{name}"
        yield error("frame-extra", place, "frame-not-listed")
    with ThreadPoolExecutor(2) as pool:
        place = f"{split_dir.name}/{FRAMES}"
        found_by_name = pool.map(
            lambda name: list(_check_frame(root / name, f"{place}/{name}", video)), video.file_names
        )
        for findings in found_by_name:
            yield from findings


def _check_frame(path: Path, place: str, video: VideoRecord) -> Iterator[Finding]:
    if not path.is_file():
        yield error("frame-missing", place, "frame-not-there", video=video.video_id)
        return
    try:
        with path.open("rb") as stream, open_picture(stream, path.name) as picture:
            kind, size = picture.format, (picture.height, picture.width)
            if size != video.size:
                fields = {"expected": str(video.size), "found": str(size)}
                yield error("frame-size", place, "frame-of-another-size", **fields)
                return
            tag, mode = orientation_of(picture), picture.mode
            # An eighth of the size is enough to see that all of the file is there.
            picture.draft("L", (size[1] // 8, size[0] // 8))
            picture.load()
    except PICTURE_ERRORS as problem:
        yield error("frame-unreadable", place, "frame-cannot-be-read", reason=_brief(problem))
        return
    if kind != "JPEG":
        yield error("frame-unreadable", place, "frame-of-another-kind", found=kind)
    if tag != 1:
        yield warning("frame-orientation", place, "frame-is-tagged", found=tag)
    if mode != "RGB":
        yield warning("frame-colours", place, "frame-not-plain", found=mode)


def check_sound(path: Path, second_count: int, place: str, *, exact: bool) -> Iterator[Finding]:
    """A stereo WAV of 16 bits that is long enough; `exact` asks for whole seconds."""
    if not path.is_file():
        yield error("sound-missing", place, "no-such-file")
        return
    try:
        sound = read_sound(path)
    except (OSError, ValueError) as problem:
        yield error("sound-unreadable", place, "sound-no-wav", reason=_brief(problem))
        return
    if sound.channel_count != 2:
        yield error("sound-channels", place, "sound-channel-count", found=sound.channel_count)
    if sound.sample_bytes != 2:
        yield error("sound-bits", place, "sound-sample-bits", found=8 * sound.sample_bytes)
    length_s = sound.sample_count / sound.rate_hz
    lengths = {"expected": second_count, "found_s": length_s}
    if length_s < second_count - 1 + _LEAST_LAST_S:
        yield error("sound-length", place, "sound-too-short", **lengths)
    elif sound.sample_count != second_count * sound.rate_hz and exact:
        yield error("sound-length", place, "sound-not-exact", **lengths)
    elif length_s < second_count - 1 + _ENOUGH_LAST_S:
        yield warning("sound-length", place, "sound-lacks-end", **lengths)


def _check_features(path: Path, second_count: int, place: str) -> Iterator[Finding]:
    if not path.is_file():
        yield error("features-missing", place, "no-such-file")
        return
    try:
        features = read_features(path)
    except (OSError, ValueError) as problem:
        yield error("features-unreadable", place, "features-no-array", reason=_brief(problem))
        return
    expected = (second_count, FEATURE_WIDTH)
    if features.shape != expected:
        yield error(
            "features-shape",
            place,
            "features-of-another-shape",
            expected=str(expected),
            found=str(features.shape),
        )
    elif (
        not np.issubdtype(features.dtype, np.floating)
        or not np.isfinite(features).all()
        or features.min() < 0
    ):
        yield error("features-values", place, "features-no-floats", found=features.dtype)


def _names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def _brief(problem: BaseException) -> str:
    told = getattr(problem, "strerror", None) or str(problem)
    return told.partition("\n")[0].replace(os.sep, " ")[-80:] or type(problem).__name__
