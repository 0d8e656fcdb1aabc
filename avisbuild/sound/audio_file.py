"""A video's `audio.wav`: mono PCM16, read by sample index."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from avisbuild import inside
from avisbuild.errors import FormatError, MediaError
from avisbuild.messages import Message
from avisbuild.untrusted import limits
from avisbuild.untrusted.limits import BeyondLimitError

Samples = NDArray[np.int16]


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFile:
    """What was found in the header of a mono PCM16 file; its samples are read when they are asked for."""

    path: Path
    sample_rate_hz: int
    sample_count: int

    @classmethod
    def open(cls, path: Path) -> Self:
        """Look into a file; raises MediaError where there is none, FormatError where it is another kind."""
        import soundfile  # late: 50 ms that no other command should pay

        _refuse_absent(path)
        try:
            info = soundfile.info(str(path))
        except soundfile.LibsndfileError as error:
            raise FormatError("sound-unreadable", path=path, reason=_reason(error)) from error
        if (info.format, info.subtype, info.channels) != ("WAV", "PCM_16", 1):
            found = Message(
                "sound-format", format=info.format, subtype=info.subtype, channels=info.channels
            )
            raise FormatError("sound-of-another-format", path=path, found=found)
        if info.frames > limits.SOUND_SAMPLES:
            raise BeyondLimitError(
                "sound-too-long",
                file=path,
                found_s=round(info.duration),
                rate=info.samplerate,
                most=limits.SOUND_SAMPLES,
            )
        return cls(path=path, sample_rate_hz=info.samplerate, sample_count=info.frames)

    def check_length(self, second_count: int) -> None:
        """Raises FormatError unless the file holds exactly so many whole seconds."""
        expected = second_count * self.sample_rate_hz
        if self.sample_count != expected:
            raise FormatError(
                "sound-of-another-length",
                path=self.path,
                count=second_count,
                samples=expected,
                rate=self.sample_rate_hz,
                found=self.sample_count,
            )

    def check_rate(self, sample_rate_hz: int) -> None:
        """Raises FormatError unless this is the file's sample rate."""
        if self.sample_rate_hz != sample_rate_hz:
            raise FormatError(
                "sound-of-another-rate",
                path=self.path,
                expected=sample_rate_hz,
                found=self.sample_rate_hz,
            )

    def read(self, start: int, stop: int) -> Samples:
        """The samples [start, stop), (stop - start,) int16, which must lie in the file.

        Raises MediaError or FormatError when the file is not what it was when it was opened.
        """
        import soundfile

        _refuse_absent(self.path)
        try:
            with soundfile.SoundFile(str(self.path)) as sound:
                sound.seek(start)
                samples = np.asarray(sound.read(stop - start, dtype="int16"))
        except soundfile.LibsndfileError as error:
            raise FormatError(
                "sound-unreadable-now", path=self.path, reason=_reason(error)
            ) from error
        if samples.shape != (stop - start,):
            raise FormatError(
                "sound-changed", path=self.path, start=start, stop=stop, found=samples.shape
            )
        return samples


def _refuse_absent(path: Path) -> None:
    if not inside.checked(path).is_file():
        raise MediaError("sound-missing", path=path, code="no-audio")


def _reason(error: Exception) -> str:
    """The library's reason, without the path that it repeats."""
    return str(getattr(error, "error_string", error)).rstrip(". ").lower()
