"""The sound beside a folder of pictures: a WAV file, as the mono sound of a video, with what is odd in it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from avisbuild.compiled_parts import lazy_librosa
from avisbuild.errors import MediaError
from avisbuild.media.cancellation import CancellationMeter
from avisbuild.media.doubtful_seconds import Doubt
from avisbuild.media.levels import measure_levels
from avisbuild.media.sound import Samples
from avisbuild.records.seconds import seconds_text
from avisbuild.untrusted.limits import BeyondLimitError
from avisbuild.untrusted.sounds import mean_of_channels, read_mono

_Mix = Callable[[NDArray[Any], int], NDArray[Any]]
_UNEVEN_MS = 500
_STEREO = "stereo"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSound:
    """Sound of exactly a video's seconds, (seconds * rate,) int16; `document` says how it came about.

    `flags` are those of `clip.json`, some with their seconds or with how much they are about.
    """

    samples: Samples
    document: Mapping[str, Any]
    flags: tuple[str, ...] = ()
    seconds_by_flag: Mapping[str, list[int]] = field(default_factory=dict)
    ms_by_flag: Mapping[str, int] = field(default_factory=dict)

    def notes(self) -> list[str]:
        """What a person who imports it should know, a line each."""
        said = {
            Doubt.OUT_OF_PHASE: "the channels of its sound cancel: the louder one was taken",
            Doubt.SOUND_LONGER: "its sound is longer than its pictures, and was cut",
            Doubt.PICTURES_LONGER: "its sound is shorter than its pictures, and silence was added",
        }
        return [
            f"{text}{self._how_much(flag)}" for flag, text in said.items() if flag in self.flags
        ]

    def _how_much(self, flag: str) -> str:
        if flag in self.ms_by_flag:
            return f" ({self.ms_by_flag[flag] / 1000:.1f} s)"
        return f" (seconds {seconds_text(self.seconds_by_flag[flag])})"


def read_picture_sound(path: Path | None, *, second_count: int, rate_hz: int) -> PictureSound:
    """Read a WAV file, mixed to mono, resampled, and cut or filled with silence; silence without one.

    Raises MediaError `undecodable`.
    """
    count = second_count * rate_hz
    heard = _Heard(second_count)
    samples = heard.mono(path, rate_hz) if path else np.zeros(0, np.int16)
    fitted = np.zeros(count, np.int16)
    fitted[: len(samples)] = samples[:count]
    levels = measure_levels(fitted, rate_hz)
    added, cut = max(0, count - len(samples)), max(0, len(samples) - count)
    too_much = {Doubt.SOUND_LONGER: cut, Doubt.PICTURES_LONGER: added if path else 0}
    ms = {str(flag): 1000 * each // rate_hz for flag, each in too_much.items()}
    ms = {flag: each for flag, each in ms.items() if each > _UNEVEN_MS}
    seconds = list(heard.meter.seconds())
    cancelled = {str(Doubt.OUT_OF_PHASE): seconds} if seconds else {}
    plain = {"no-audio": path is None, "silent-audio": levels.is_silent}
    return PictureSound(
        samples=fitted,
        document={
            "from": path.name if path else None,
            "silence_added": added,
            "cut": cut,
            **asdict(levels),
        },
        flags=(*(flag for flag, holds in plain.items() if holds), *cancelled, *ms),
        seconds_by_flag=cancelled,
        ms_by_flag=ms,
    )


class _Heard:
    """Mixes a WAV file piece by piece, and measures where left and right cancel.

    Of other numbers of channels than two no file says what they are.
    """

    def __init__(self, second_count: int) -> None:
        self.meter = CancellationMeter(second_count)
        self._sample_count = 0

    def mono(self, path: Path, rate_hz: int) -> Samples:
        """The mean of all channels, or the louder one where they cancel. Raises MediaError."""
        mean = self._read(path, rate_hz, self._mean)
        louder = self.meter.louder_channels().get(_STEREO)
        if louder is None:
            return mean
        return self._read(path, rate_hz, lambda piece, _: piece[:, louder].astype(np.float64))

    def _read(self, path: Path, rate_hz: int, mix: _Mix) -> Samples:
        import soundfile

        try:
            mono, found_hz = read_mono(path, path, dtype="int16", as_hz=rate_hz, mix=mix)
        except BeyondLimitError as error:
            raise MediaError(error.message, code="limit") from error
        except (soundfile.SoundFileError, OSError) as error:
            raise MediaError("not-a-sound", path=path, reason=error, code="undecodable") from error
        return _resampled(mono, found_hz, rate_hz)

    def _mean(self, piece: NDArray[Any], rate_hz: int) -> NDArray[Any]:
        if piece.shape[1] == 2:
            packed = np.ascontiguousarray(piece).reshape(1, -1)
            frame = AudioFrame.from_ndarray(packed, format="s16", layout=_STEREO)
            frame.sample_rate = rate_hz
            self.meter.add(frame, self._sample_count / rate_hz)
        self._sample_count += len(piece)
        return mean_of_channels(piece, rate_hz)


def _resampled(mono: NDArray[Any], found_hz: int, rate_hz: int) -> Samples:
    wanted = math.ceil(len(mono) * rate_hz / found_hz)
    if found_hz != rate_hz and len(mono):
        mono = lazy_librosa("core.audio").resample(mono, orig_sr=found_hz, target_sr=rate_hz)
    clipped: Samples = np.clip(np.rint(mono[:wanted]), -32768, 32767).astype(np.int16)
    return clipped
