"""The frames, sound and features of one video, as the published loader wants them."""

import errno
import os
import shutil
import wave
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from avisbuild.errors import ReleaseError
from avisbuild.records import Video
from avisbuild.releases.aviseg import frame_name

FRAMES, SOUND, FEATURES = "JPEGImages", "WAVAudios", "FEATAudios"
FEATURE_FILE = Path("features", "vggish.npy")
FEATURE_WIDTH = 128
# A file system that cannot link (another device, no permission, too many links to one file).
_NO_LINK = {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EACCES}


def add_frames(video: Video, video_dir: Path, split_dir: Path) -> None:
    """Link, or else copy, the frames of a video to `JPEGImages/<video>`; raises ReleaseError."""
    (split_dir / FRAMES / video.video_id).mkdir(parents=True)
    for second in range(video.second_count):
        source = video_dir / "frames" / f"{second:05d}.jpg"
        _check_frame(video, source)
        link_or_copy(source, split_dir / FRAMES / frame_name(video, second))


def add_sound(video: Video, video_dir: Path, split_dir: Path) -> None:
    """Write the mono sound of a video to both channels of `WAVAudios/<video>.wav`.

    The published feature script fails on a mono file; raises ReleaseError when the sound is not
    16-bit mono of exactly the video's seconds.
    """
    source = video_dir / "audio.wav"
    try:
        with wave.open(str(source), "rb") as stream:
            rate, layout = stream.getframerate(), (stream.getnchannels(), stream.getsampwidth())
            mono = np.frombuffer(
                stream.readframes(stream.getnframes()), dtype="<i2" if layout[1] == 2 else "u1"
            )
    except (OSError, EOFError, wave.Error) as error:
        raise ReleaseError(
            f"video {video.video_id}: no readable sound in {source} ({_reason(error)})"
        ) from error
    if layout != (1, 2) or len(mono) != rate * video.second_count:
        raise ReleaseError(
            f"video {video.video_id}: expected 16-bit mono sound of {rate * video.second_count} samples "
            f"in {source}, got {layout[0]} channels, {8 * layout[1]} bits, {len(mono)} samples; clip it again"
        )
    target = split_dir / SOUND / f"{video.video_id}.wav"
    target.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(target), "wb") as stream:
        stream.setnchannels(2)
        stream.setsampwidth(2)
        stream.setframerate(rate)
        stream.writeframes(np.repeat(mono, 2).tobytes())


def has_features(video_dir: Path) -> bool:
    """Whether VGGish features were made for a video."""
    return (video_dir / FEATURE_FILE).is_file()


def add_features(video: Video, video_dir: Path, split_dir: Path) -> None:
    """Link, or else copy, the features of a video to `FEATAudios/<video>.npy`; raises ReleaseError."""
    source = video_dir / FEATURE_FILE
    expected = (video.second_count, FEATURE_WIDTH)
    try:
        shape = np.load(source, mmap_mode="r", allow_pickle=False).shape
    except (OSError, ValueError) as error:
        raise ReleaseError(
            f"video {video.video_id}: {source} is no array ({_reason(error)})"
        ) from error
    if shape != expected:
        raise ReleaseError(
            f"video {video.video_id}: expected {expected} features, got {shape} in {source}"
        )
    target = split_dir / FEATURES / f"{video.video_id}.npy"
    target.parent.mkdir(parents=True, exist_ok=True)
    link_or_copy(source, target)


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name where the file system can, else copy its content."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        shutil.copyfile(source, target)


def _check_frame(video: Video, source: Path) -> None:
    """The published mapper raises on a picture that has not the size of its video."""
    try:
        with Image.open(source) as picture:
            kind, size = picture.format, (picture.height, picture.width)
    except (OSError, UnidentifiedImageError) as error:
        raise ReleaseError(
            f"video {video.video_id}: frame {source} cannot be read ({_reason(error)})"
        ) from error
    if kind != "JPEG" or size != video.size:
        raise ReleaseError(
            f"video {video.video_id}: expected a JPEG of {video.size} (height, width) in {source}, "
            f"got {kind} {size}"
        )


def _reason(error: Exception) -> str:
    """What the system says, without its number and a second naming of the file."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
