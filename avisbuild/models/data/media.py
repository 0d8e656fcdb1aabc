"""Frames, sound and features of some seconds of a video, from the folders of a release."""

import os
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avisbuild import inside
from avisbuild.documents.json_text import unreadable
from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import VideoRecord
from avisbuild.media.still_picture import plain_rgb
from avisbuild.releases.media_files import FEATURE_WIDTH, FEATURES, FRAMES, SOUND, read_features
from avisbuild.untrusted import limits
from avisbuild.untrusted.limits import check_bytes, check_count
from avisbuild.untrusted.pictures import PICTURE_ERRORS, open_picture

# With less of its last second the published feature script stops; what lacks beyond is silence.
_LEAST_LAST_S = 0.015
_MOST_CHANNELS = 32


def read_frames(split_dir: Path, video: VideoRecord, seconds: Sequence[int]) -> NDArray[np.uint8]:
    """(T, H, W, 3) uint8 RGB; raises FormatError for a frame that is not there, or of another size."""
    frames = np.empty((len(seconds), *video.size, 3), np.uint8)
    for position, second in enumerate(seconds):
        if position and second == seconds[position - 1]:
            frames[position] = frames[position - 1]
        else:
            frames[position] = _frame(split_dir / FRAMES / video.file_names[second], video)
    return frames


def _frame(path: Path, video: VideoRecord) -> NDArray[np.uint8]:
    # By Pillow, not OpenCV: a file that was cut short is an error there, not half a grey picture.
    try:
        with inside.reading(path) as stream, open_picture(stream, path) as picture:
            size = (picture.height, picture.width)
            if size == video.size:
                plain = picture if picture.mode == "RGB" else plain_rgb(picture, turned=False)
                return np.asarray(plain)
    except OSError as error:
        if error.errno is not None:
            raise unreadable(path, error) from error
        raise FormatError("load-frame-damaged", path=path, reason=_brief(error)) from error
    except PICTURE_ERRORS as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError("load-frame-damaged", path=path, reason=_brief(error)) from error
    raise FormatError("load-frame-size", path=path, expected=str(video.size), found=str(size))


def read_audio(
    split_dir: Path, video: VideoRecord, seconds: Sequence[int]
) -> tuple[NDArray[np.float32] | None, int]:
    """(channels, T x rate) float32 in [-1, 1] and the sample rate; (None, 0) where the split has no sound."""
    if not (split_dir / SOUND).is_dir():
        return None, 0
    import soundfile  # late: 50 ms that no command should pay

    path = split_dir / SOUND / f"{video.name}.wav"
    try:
        with inside.reading(path) as stream:
            check_bytes(
                "sound-too-large", path, os.fstat(stream.fileno()).st_size, limits.SOUND_BYTES
            )
            with soundfile.SoundFile(stream) as sound:
                return _samples(sound, path, video.frame_count, seconds), sound.samplerate
    except OSError as error:
        raise unreadable(path, error) from error
    except (soundfile.SoundFileError, ValueError, RuntimeError, TypeError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError("load-sound-damaged", path=path, reason=_brief(error)) from error


def _samples(
    sound: Any,  # a soundfile.SoundFile, which is imported late
    path: Path,
    second_count: int,
    seconds: Sequence[int],
) -> NDArray[np.float32]:
    rate, channels = sound.samplerate, sound.channels
    check_count("load-sound-channels", path, channels, _MOST_CHANNELS)
    check_count("load-sound-long", path, rate * len(seconds), limits.SOUND_SAMPLES)
    length_s = sound.frames / rate
    if length_s < second_count - 1 + _LEAST_LAST_S:
        raise FormatError(
            "load-sound-short", path=path, expected=second_count, found_s=round(length_s, 3)
        )
    samples = np.zeros((channels, len(seconds) * rate), np.float32)
    # A run of seconds is read at once: (position, second) pairs that differ by the same are one.
    for _, run in groupby(enumerate(seconds), key=lambda each: each[1] - each[0]):
        places = list(run)
        sound.seek(min(int(places[0][1]) * rate, sound.frames))
        found = sound.read(len(places) * rate, dtype="float32", always_2d=True)
        start = places[0][0] * rate
        samples[:, start : start + len(found)] = found.T
    return samples


def read_some_features(
    split_dir: Path, video: VideoRecord, seconds: Sequence[int]
) -> NDArray[np.float32] | None:
    """(T, 128) float32; None where the split has no features."""
    if not (split_dir / FEATURES).is_dir():
        return None
    path = split_dir / FEATURES / f"{video.name}.npy"
    try:
        features = read_features(path)
    except OSError as error:
        raise unreadable(path, error) from error
    except ValueError as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError("load-features-damaged", path=path, reason=_brief(error)) from error
    expected = (video.frame_count, FEATURE_WIDTH)
    if features.shape != expected or not np.issubdtype(features.dtype, np.floating):
        found = f"{features.dtype} {features.shape}"
        raise FormatError("load-features-shape", path=path, expected=str(expected), found=found)
    return np.asarray(features[list(seconds)], np.float32)


def _brief(error: Exception) -> str:
    told = getattr(error, "error_string", None) or str(error) or type(error).__name__
    return str(told).partition("\n")[0].rstrip(". ")[-120:]
