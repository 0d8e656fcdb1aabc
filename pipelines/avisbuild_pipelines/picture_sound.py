"""The sound beside a folder of pictures: a WAV file, as the mono sound of a video, with what is odd in it."""

import math
from collections.abc import Mapping
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
    channels, found_hz = _read(path) if path else (np.zeros((0, 1), np.int16), rate_hz)
    meter = _metered(channels, found_hz, second_count)
    samples = _resampled(_mixed(channels, meter), found_hz, rate_hz)
    fitted = np.zeros(count, np.int16)
    fitted[: len(samples)] = samples[:count]
    levels = measure_levels(fitted, rate_hz)
    added, cut = max(0, count - len(samples)), max(0, len(samples) - count)
    too_much = {Doubt.SOUND_LONGER: cut, Doubt.PICTURES_LONGER: added if path else 0}
    ms = {str(flag): 1000 * each // rate_hz for flag, each in too_much.items()}
    ms = {flag: each for flag, each in ms.items() if each > _UNEVEN_MS}
    cancelled = {str(Doubt.OUT_OF_PHASE): list(meter.seconds())} if meter.seconds() else {}
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


def _read(path: Path) -> tuple[Samples, int]:
    """The samples of a WAV file, (n, channels) int16, and their rate."""
    import soundfile

    try:
        samples, rate_hz = soundfile.read(path, dtype="int16", always_2d=True)
    except (soundfile.SoundFileError, OSError) as error:
        raise MediaError("not-a-sound", path=path, reason=error, code="undecodable") from error
    return samples, rate_hz


def _metered(channels: Samples, rate_hz: int, second_count: int) -> CancellationMeter:
    """Where left and right cancel; of other numbers of channels no file says what they are."""
    meter = CancellationMeter(second_count)
    pieces = range(0, len(channels), rate_hz) if channels.shape[1] == 2 else range(0)
    for start in pieces:
        packed = np.ascontiguousarray(channels[start : start + rate_hz]).reshape(1, -1)
        piece = AudioFrame.from_ndarray(packed, format="s16", layout=_STEREO)
        piece.sample_rate = rate_hz
        meter.add(piece, start / rate_hz)
    return meter


def _mixed(channels: Samples, meter: CancellationMeter) -> NDArray[np.float64]:
    """The mean of all channels, or the louder one where they cancel: (n,) float64."""
    louder = meter.louder_channels().get(_STEREO)
    if louder is not None:
        return channels[:, louder].astype(np.float64)
    mean: NDArray[np.float64] = channels.astype(np.float64).mean(axis=1)
    return mean


def _resampled(mono: NDArray[np.float64], found_hz: int, rate_hz: int) -> Samples:
    wanted = math.ceil(len(mono) * rate_hz / found_hz)
    if found_hz != rate_hz and len(mono):
        mono = lazy_librosa("core.audio").resample(mono, orig_sr=found_hz, target_sr=rate_hz)
    clipped: Samples = np.clip(np.rint(mono[:wanted]), -32768, 32767).astype(np.int16)
    return clipped
