"""The fingerprints of a video, of its pictures and its sound together, made once and kept."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np

from avisbuild import inside
from avisbuild.errors import MediaError
from avisbuild.files import write_bytes
from avisbuild.messages import Message
from avisbuild.progress import Progress, silent
from avisbuild.records import VideoId
from avisbuild.releases.audit.media import VideoMedia, read_frames, read_samples
from avisbuild.releases.audit.pictures import PictureFingerprint, fingerprint_frames
from avisbuild.releases.audit.sounds import (
    SoundFingerprint,
    fingerprint_sound,
    from_arrays,
    to_arrays,
)
from avisbuild.untrusted.arrays import ARRAY_ERRORS, open_archive
from avisbuild.untrusted.pictures import PICTURE_ERRORS

# Goes up whenever a fingerprint of the same video becomes another one.
_VERSION = 1
_KEY_DIGITS = 16
_MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """Of one video: None where it has no frames or no sound, or `problem` says why they cannot be read."""

    picture: PictureFingerprint | None = None
    sound: SoundFingerprint | None = None
    problem: Message | None = None

    @property
    def key(self) -> str:
        """What decisions know the video by, whatever it is called; "" where there is nothing of it."""
        digests = [each.digest if each else "" for each in (self.picture, self.sound)]
        if not any(digests):
            return ""
        return hashlib.sha256(":".join(digests).encode()).hexdigest()[:_KEY_DIGITS]


def make_fingerprints(
    media: Sequence[VideoMedia],
    *,
    cache: Path | None = None,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Iterator[tuple[VideoId, Fingerprint]]:
    """The fingerprint of each video in order; it is kept in `cache` at once, so a second run is quick."""
    for count, (each, fingerprint) in enumerate(_all(media, cache, executor), start=1):
        progress(count, len(media), each.video_id)
        yield each.video_id, fingerprint


def _all(
    media: Sequence[VideoMedia], cache: Path | None, executor: Executor | None
) -> Iterator[tuple[VideoMedia, Fingerprint]]:
    if executor is None:
        yield from ((each, fingerprint_of(each, cache)) for each in media)
        return
    futures = [executor.submit(fingerprint_of, each, cache) for each in media]
    try:
        for each, future in zip(media, futures, strict=True):
            try:
                yield each, future.result()
            except MediaError as error:  # what a file did to its worker
                yield each, Fingerprint(problem=Message("audit-media", reason=error))
    finally:
        for future in futures:
            future.cancel()


def fingerprint_of(media: VideoMedia, cache: Path | None) -> Fingerprint:
    """Look at one video, or at what is kept of it; one that cannot be read has a problem, not an error."""
    path = cache / f"{media.stamp}.npz" if cache else None
    kept = read_kept_fingerprint(path) if path else None
    if kept is not None:
        return kept
    try:
        made = _make(media)
    except (*PICTURE_ERRORS, *ARRAY_ERRORS) as error:
        return Fingerprint(problem=media_problem(error))
    if path is not None:
        _keep(path, made)
    return made


def media_problem(error: Exception) -> Message:
    """Why a video cannot be looked at."""
    return Message("audit-media", reason=getattr(error, "strerror", "") or error)


def _make(media: VideoMedia) -> Fingerprint:
    picture = fingerprint_frames(read_frames(media)) if media.frames else None
    sound = fingerprint_sound(*read_samples(media.sound)) if media.sound else None
    return Fingerprint(picture=picture, sound=sound)


def _keep(path: Path, made: Fingerprint) -> None:
    arrays = {"version": np.array([_VERSION])}
    if made.picture is not None:
        arrays |= made.picture.to_arrays()
    if made.sound is not None:
        arrays |= to_arrays({"": made.sound})
    data = BytesIO()
    np.savez_compressed(data, **arrays)  # type: ignore[arg-type]
    # A full disk costs the next run its head start, and this one nothing.
    with suppress(OSError):
        inside.checked(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(path, data.getvalue())


def read_kept_fingerprint(path: Path) -> Fingerprint | None:
    """What was kept; None where there is nothing, or nothing that this version made."""
    try:
        with (
            inside.reading(path) as stream,
            open_archive(stream, path.name, most_bytes=_MOST_BYTES) as archive,
        ):
            arrays = {name: archive[name] for name in archive}
        if arrays["version"].tolist() != [_VERSION]:
            return None
        return Fingerprint(
            picture=PictureFingerprint.from_arrays(arrays) if "hashes" in arrays else None,
            sound=from_arrays(arrays)[""] if "sounds_names" in arrays else None,
        )
    except ARRAY_ERRORS:
        return None


def keys_of(fingerprints: Mapping[VideoId, Fingerprint]) -> dict[VideoId, str]:
    """The key of every video of which there is something."""
    return {name: each.key for name, each in fingerprints.items() if each.key}
