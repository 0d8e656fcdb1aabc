"""The frames and the sound of a clipped video, read from its folder."""

import logging
from functools import cached_property
from pathlib import Path

from avisbuild.checks.suspects.media import Image, SoundLevels
from avisbuild.errors import AvisbuildError
from avisbuild.records import Video
from avisbuild.records.video_folder import frame_path, sound_path
from avisbuild.segment.frames import FrameError, load_image

_log = logging.getLogger(__name__)

# Where motion is looked for; a JPEG of twice the size is read at this one in half the time.
_LONGEST_SIDE_PX = 640


class FolderMedia:
    """A video's folder; `cache` is where analyses of sounds are kept, None for nowhere."""

    def __init__(
        self, folder: Path, video: Video, *, cache: Path | None = None, sample_rate_hz: int = 16_000
    ) -> None:
        self._folder = folder
        self._video = video
        self._cache = cache
        self._sample_rate_hz = sample_rate_hz

    def sound(self) -> SoundLevels | None:
        """The levels of the whole sound; None where there is none that fits the video."""
        return self._sound

    def has_frames(self) -> bool:
        """Whether the video has pictures: its first is there."""
        return self.frame(0) is not None

    def frame(self, second: int) -> Image | None:
        """A frame, its longer side 640 pixels at most; None where it is missing or spoilt."""
        scale = min(1.0, _LONGEST_SIDE_PX / max(self._video.size))
        within = (
            max(1, round(self._video.height_px * scale)),
            max(1, round(self._video.width_px * scale)),
        )
        try:
            return load_image(frame_path(self._folder, second), within=within)
        except FrameError as error:
            _log.info("suspects: %s", error)
            return None

    @cached_property
    def _sound(self) -> SoundLevels | None:
        from avisbuild.sound import analyse  # scipy

        try:
            return analyse(
                sound_path(self._folder),
                second_count=self._video.second_count,
                cache=self._cache,
                sample_rate_hz=self._sample_rate_hz,
            )
        except AvisbuildError as error:
            _log.info("suspects: %s", error)
            return None
