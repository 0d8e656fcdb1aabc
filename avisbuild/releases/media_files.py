"""The frames, sound and features of one video, as the published loader wants them."""

import errno
import os
import shutil
import tokenize
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from avisbuild import inside
from avisbuild.errors import ReleaseError
from avisbuild.formats.aviseg import frame_name
from avisbuild.media.jpeg_tags import has_tags, without_tags
from avisbuild.media.still_picture import jpeg_of, plain_rgb
from avisbuild.records import Video
from avisbuild.records.video_folder import features_path, frame_path, sound_path
from avisbuild.system.disk import link_open_file
from avisbuild.untrusted import limits
from avisbuild.untrusted.arrays import check_header
from avisbuild.untrusted.limits import check_bytes
from avisbuild.untrusted.pictures import PICTURE_ERRORS, open_picture

FRAMES, SOUND, FEATURES = "JPEGImages", "WAVAudios", "FEATAudios"
FEATURE_WIDTH = 128
_INKS = "CMYK"
# A file system that cannot link (another device, no permission, too many links to one file).
_NO_LINK = {errno.ENOENT, errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EACCES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """The samples of a PCM WAV file as they lie in it, `sample_bytes` each, the channels by turns."""

    rate_hz: int
    channel_count: int
    sample_bytes: int
    data: bytes

    @property
    def sample_count(self) -> int:
        """Samples of each channel; counted, not believed: a file cut short still tells its old length."""
        return len(self.data) // (self.channel_count * self.sample_bytes)


def read_sound(path: Path) -> Sound:
    """Read a PCM WAV file; raises OSError, and ValueError for what is none."""
    try:
        with inside.reading(path) as file, wave.open(_of_a_sound(file, path)) as stream:
            sound = Sound(
                rate_hz=stream.getframerate(),
                channel_count=stream.getnchannels(),
                sample_bytes=stream.getsampwidth(),
                data=stream.readframes(stream.getnframes()),
            )
    except (EOFError, RuntimeError, wave.Error) as error:
        raise ValueError(str(error) or "it is damaged") from error
    if sound.rate_hz < 1:
        raise ValueError("its sample rate is 0")
    return sound


def _of_a_sound(file: BinaryIO, path: Path) -> BinaryIO:
    """The file itself, if it is no larger than a sound; raises BeyondLimitError."""
    size = os.fstat(file.fileno()).st_size
    check_bytes("sound-too-large", path.name, size, limits.SOUND_BYTES)
    return file


def read_features(path: Path) -> NDArray[Any]:
    """The array of a .npy file, not in memory yet; raises OSError, and ValueError for what is none."""
    try:
        with inside.reading(path) as stream:
            check_header(stream)
        features: NDArray[Any] = np.lib.format.open_memmap(inside.checked(path), mode="r")
    except (ArithmeticError, LookupError, SyntaxError, TypeError, tokenize.TokenError) as error:
        raise ValueError("its header is damaged") from error
    return features


def add_frames(video: Video, video_dir: Path, split_dir: Path) -> None:
    """Link, or else copy, the frames of a video to `JPEGImages/<video>`; raises ReleaseError."""
    (split_dir / FRAMES / video.video_id).mkdir(parents=True)
    for second in range(video.second_count):
        target = split_dir / FRAMES / frame_name(video, second)
        add_frame(video, frame_path(video_dir, second), target)


def add_frame(video: Video, source: Path, target: Path) -> None:
    """Link, or else copy, one frame of a video, plain and of its size; raises ReleaseError."""
    try:
        descriptor = inside.open_plain_file(source)
    except OSError as error:
        raise _unreadable(video, source, error) from error
    with os.fdopen(descriptor, "rb") as stream:
        mode = _check_frame(video, source, stream)
        try:
            plain = _made_plain(stream, mode)
        except PICTURE_ERRORS as error:
            raise _unreadable(video, source, error) from error
        if plain is None:
            link_or_copy(stream, target)
        else:
            target.write_bytes(plain)


def add_sound(video: Video, video_dir: Path, split_dir: Path) -> None:
    """Write the mono sound of a video to both channels of `WAVAudios/<video>.wav`.

    The published feature script fails on a mono file; raises ReleaseError as `read_mono_truth` does.
    """
    mono, rate_hz = read_mono_truth(video, video_dir)
    target = split_dir / SOUND / f"{video.video_id}.wav"
    target.parent.mkdir(parents=True, exist_ok=True)
    write_stereo(target, mono, rate_hz)


def read_mono_truth(video: Video, video_dir: Path) -> tuple[NDArray[np.int16], int]:
    """The samples of a video's sound and their rate.

    Raises ReleaseError when the sound is not 16-bit mono of exactly the video's seconds.
    """
    source = sound_path(video_dir)
    try:
        sound = read_sound(source)
    except (OSError, ValueError) as error:
        raise ReleaseError(
            "release-no-sound", video=video.video_id, path=source, reason=_reason(error)
        ) from error
    expected = sound.rate_hz * video.second_count
    if (sound.channel_count, sound.sample_bytes, sound.sample_count) != (1, 2, expected):
        raise ReleaseError(
            "release-sound",
            video=video.video_id,
            expected=expected,
            path=source,
            channels=sound.channel_count,
            bits=8 * sound.sample_bytes,
            samples=sound.sample_count,
        )
    return np.frombuffer(sound.data, dtype="<i2", count=expected), sound.rate_hz


def write_stereo(target: Path, mono: NDArray[np.int16], rate_hz: int) -> None:
    """Write samples (N,) to both channels of a WAV."""
    with wave.open(str(target), "wb") as stream:
        stream.setnchannels(2)
        stream.setsampwidth(2)
        stream.setframerate(rate_hz)
        stream.writeframes(np.repeat(mono, 2).tobytes())


def has_features(video_dir: Path) -> bool:
    """Whether VGGish features were made for a video."""
    return features_path(video_dir).is_file()


def add_features(video: Video, video_dir: Path, split_dir: Path) -> None:
    """Link, or else copy, the features of a video to `FEATAudios/<video>.npy`; raises ReleaseError."""
    source = features_path(video_dir)
    expected = (video.second_count, FEATURE_WIDTH)
    try:
        shape = read_features(source).shape
    except (OSError, ValueError) as error:
        raise ReleaseError(
            "release-features-no-array", video=video.video_id, path=source, reason=_reason(error)
        ) from error
    if shape != expected:
        raise ReleaseError(
            "release-features-shape",
            video=video.video_id,
            expected=str(expected),
            found=str(shape),
            path=source,
        )
    target = split_dir / FEATURES / f"{video.video_id}.npy"
    target.parent.mkdir(parents=True, exist_ok=True)
    with inside.reading(source) as stream:
        link_or_copy(stream, target)


def link_or_copy(source: BinaryIO, target: Path) -> None:
    """Give an open file a second name where the system can, else copy its content."""
    try:
        link_open_file(source, target)
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        source.seek(0)
        with target.open("xb") as copy:
            shutil.copyfileobj(source, copy)


def _made_plain(stream: BinaryIO, mode: str) -> bytes | None:
    """The frame without tags and in light, not in inks; None where it is so already, as ours are.

    Versions up to 0.2 took pictures as they were, and masks were made for the pixels as they are stored.
    """
    stream.seek(0)
    if mode == _INKS:
        with open_picture(stream, stream.name) as picture:
            return jpeg_of(plain_rgb(picture, turned=False))
    if not has_tags(stream):
        return None
    stream.seek(0)
    return without_tags(stream.read())


def _check_frame(video: Video, source: Path, stream: BinaryIO) -> str:
    """The mode of its pixels; the published mapper raises on a picture that has not the size of its video."""
    try:
        with open_picture(stream, source.name) as picture:
            kind, size, mode = picture.format, (picture.height, picture.width), picture.mode
    except PICTURE_ERRORS as error:
        raise _unreadable(video, source, error) from error
    if kind != "JPEG" or size != video.size:
        raise ReleaseError(
            "release-frame",
            video=video.video_id,
            expected=str(video.size),
            path=source,
            found=f"{kind} {size}",
        )
    return mode


def _unreadable(video: Video, source: Path, error: Exception) -> ReleaseError:
    return ReleaseError(
        "release-frame-unreadable", video=video.video_id, path=source, reason=_reason(error)
    )


def _reason(error: Exception) -> str:
    """What the system says, without its number and a second naming of the file."""
    told = error.strerror if isinstance(error, OSError) else None
    return (told or str(error)).partition("\n")[0]
