"""What the annotator shows and knows of a video's sound, computed once and kept."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avisbuild.files import sha256_of
from avisbuild.sound import analysis_cache, spectrum
from avisbuild.sound.audio_file import AudioFile, Samples
from avisbuild.sound.curves import level_curve, low_and_high, without_rumble

# Seconds begin exactly at a column: of 100 and 320 samples at 16 kHz.
WAVEFORM_COLUMNS_A_SECOND = 160
FINE_LEVELS_A_SECOND = 50


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SoundAnalysis:
    """The sound of a video of T seconds; levels are root mean squares in dB of full scale, -100 at least.

    `level_db` (T,) float32, `fine_level_db` (T * fine_rate_hz,) float32, `onsets_s` (N,) float64 rising,
    `waveform` (T * 160, 2) float32 least and greatest sample in [-1, 1], `log_mel` (bands, T * 50) float32
    in dB, lowest band first. Second t begins exactly at a column of each.
    """

    sample_rate_hz: int
    second_count: int
    level_db: NDArray[np.float32]
    fine_level_db: NDArray[np.float32]
    onsets_s: NDArray[np.float64]
    waveform: NDArray[np.float32]
    log_mel: NDArray[np.float32]

    @property
    def fine_rate_hz(self) -> int:
        """How many entries of `fine_level_db` a second has."""
        return FINE_LEVELS_A_SECOND


def analyse(
    audio: Path, *, second_count: int, cache: Path | None = None, sample_rate_hz: int = 16_000
) -> SoundAnalysis:
    """Analyse a video's `videos/<video>/audio.wav`, or read what the folder `cache` holds of this very sound.

    It is kept as `<video>.npz`; one that is torn, of another sound or cannot be written is no trouble. Raises
    MediaError where there is no sound, FormatError unless it is mono PCM16 of this rate and T seconds.
    """
    file = AudioFile.open(audio)
    file.check_rate(sample_rate_hz)
    file.check_length(second_count)
    kept = None if cache is None else cache / f"{audio.absolute().parent.name}.npz"
    digest = sha256_of(audio)
    arrays = None if kept is None else analysis_cache.read(kept, digest, _shapes(second_count))
    if arrays is None:
        arrays = _arrays(file.read(0, file.sample_count), sample_rate_hz)
        if kept is not None:
            analysis_cache.write(kept, digest, arrays)
    return SoundAnalysis(
        sample_rate_hz=sample_rate_hz,
        second_count=second_count,
        level_db=arrays["level_db"],
        fine_level_db=arrays["fine_level_db"],
        onsets_s=arrays["onsets_s"],
        waveform=arrays["waveform"],
        log_mel=arrays["log_mel"].astype(np.float32),
    )


def _arrays(samples: Samples, sample_rate_hz: int) -> analysis_cache.Arrays:
    log_mel, onsets_s = spectrum.spectrogram_and_onsets(samples, sample_rate_hz)
    return {
        "level_db": level_curve(samples, sample_rate_hz, 1),
        "fine_level_db": level_curve(
            without_rumble(samples, sample_rate_hz), sample_rate_hz, FINE_LEVELS_A_SECOND
        ),
        "onsets_s": onsets_s,
        "waveform": low_and_high(samples, sample_rate_hz, WAVEFORM_COLUMNS_A_SECOND),
        # Half precision is a sixteenth of a decibel, more than an eye sees, and half the file.
        "log_mel": log_mel.astype(np.float16),
    }


def _shapes(second_count: int) -> analysis_cache.Shapes:
    return {
        "level_db": ("f4", (second_count,)),
        "fine_level_db": ("f4", (second_count * FINE_LEVELS_A_SECOND,)),
        "onsets_s": ("f8", (None,)),
        "waveform": ("f4", (second_count * WAVEFORM_COLUMNS_A_SECOND, 2)),
        "log_mel": ("f2", (spectrum.BANDS, second_count * spectrum.COLUMNS_A_SECOND)),
    }
