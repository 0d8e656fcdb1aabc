"""What there is to see of a sound: levels, onsets, waveform and log-mel spectrogram, worked out once."""

import logging
import warnings
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avisbuild import files
from avisbuild.errors import MediaError
from avisbuild.sound.wav import read_wav

_log = logging.getLogger(__name__)
VERSION = 1
WAVE_COLUMNS = 160
FINE_RATE_HZ = 50
MEL_COLUMNS = 50
MEL_BANDS = 64
_WINDOW = 1024
_QUIETEST = 1e-5  # -100 dB


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SoundAnalysis:
    """A video's sound as arrays; columns lie evenly in time, a whole number of them in every second.

    `level_db` (T,) is each second's RMS level in dB of full scale and `fine_level_db` (T * fine_rate_hz,)
    that of shorter stretches, `onsets_s` (N,) are seconds from the beginning, `waveform` (columns, 2) the
    least and the greatest sample in [-1, 1], `log_mel` (bands, columns) dB of power. All float32.
    """

    sample_rate_hz: int
    second_count: int
    level_db: NDArray[np.float32]
    fine_level_db: NDArray[np.float32]
    onsets_s: NDArray[np.float32]
    waveform: NDArray[np.float32]
    log_mel: NDArray[np.float32]
    fine_rate_hz: int = FINE_RATE_HZ


def analyse(audio: Path, *, second_count: int, cache: Path | None = None) -> SoundAnalysis:
    """Analyse a video's `audio.wav`, which must have whole seconds; raises MediaError.

    `cache` is a folder; a result in it is used while the file's bytes are the same, and whatever goes
    wrong with it only costs the time to work it out again.
    """
    kept = None if cache is None else cache / f"{files.sha256_of(_there(audio))}-{VERSION}.npz"
    if kept is not None and (found := _read(kept, second_count)) is not None:
        return found
    samples, rate_hz = read_wav(audio)
    if len(samples) != second_count * rate_hz:
        raise MediaError(
            f"{audio}: expected {second_count} s of sound, got {len(samples) / rate_hz:.3f} s; "
            "clip the video again",
            code="no-audio",
        )
    analysis = analyse_samples(samples, rate_hz)
    if kept is not None:
        _write(kept, analysis)
    return analysis


def analyse_samples(samples: NDArray[np.int16], rate_hz: int) -> SoundAnalysis:
    """Analyse whole seconds of sound; samples: (T * rate_hz,) int16."""
    sound = samples.astype(np.float32) / 32768.0
    second_count = len(sound) // rate_hz
    return SoundAnalysis(
        sample_rate_hz=rate_hz,
        second_count=second_count,
        level_db=_levels(sound, second_count),
        fine_level_db=_levels(sound, second_count * FINE_RATE_HZ),
        onsets_s=_onsets(sound, rate_hz),
        waveform=_waveform(sound, second_count * WAVE_COLUMNS),
        log_mel=_log_mel(sound, rate_hz, second_count),
    )


def _edges(sample_count: int, pieces: int) -> NDArray[np.int64]:
    """Where even pieces begin: piece k is samples [k * n // pieces, (k + 1) * n // pieces)."""
    return np.arange(pieces, dtype=np.int64) * sample_count // pieces


def _levels(sound: NDArray[np.float32], pieces: int) -> NDArray[np.float32]:
    edges = _edges(len(sound), pieces)
    lengths = np.diff(np.append(edges, len(sound)))
    power = np.add.reduceat(np.square(sound, dtype=np.float64), edges) / lengths
    level: NDArray[np.float32] = (20 * np.log10(np.maximum(np.sqrt(power), _QUIETEST))).astype(
        np.float32
    )
    return level


def _waveform(sound: NDArray[np.float32], columns: int) -> NDArray[np.float32]:
    edges = _edges(len(sound), columns)
    return np.stack([np.minimum.reduceat(sound, edges), np.maximum.reduceat(sound, edges)], axis=1)


def _onsets(sound: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    from librosa.onset import onset_detect

    if np.abs(sound).max(initial=0.0) < _QUIETEST:
        return np.zeros(0, np.float32)
    found = onset_detect(y=sound, sr=rate_hz, units="time")
    return np.asarray(found, np.float32)


def _log_mel(sound: NDArray[np.float32], rate_hz: int, second_count: int) -> NDArray[np.float32]:
    """dB under full scale of a sine, (MEL_BANDS, T * MEL_COLUMNS)."""
    from librosa.feature import melspectrogram

    hop = rate_hz // MEL_COLUMNS
    with warnings.catch_warnings():
        # A sound of low rate has no energy in the highest bands, which librosa warns of.
        warnings.simplefilter("ignore", UserWarning)
        power = melspectrogram(
            y=sound, sr=rate_hz, n_fft=_WINDOW, hop_length=hop, n_mels=MEL_BANDS, power=2.0
        )
    columns = second_count * MEL_COLUMNS
    level = 10 * np.log10(np.maximum(power, 1e-10))
    at = np.minimum(np.arange(columns) * rate_hz // (MEL_COLUMNS * hop), level.shape[1] - 1)
    spectrogram: NDArray[np.float32] = level[:, at].astype(np.float32)
    return spectrogram


def _there(audio: Path) -> Path:
    if not audio.is_file():
        raise MediaError(f"{audio}: is not there; clip the video again", code="no-audio")
    return audio


def _read(path: Path, second_count: int) -> SoundAnalysis | None:
    try:
        with np.load(path, allow_pickle=False) as stored:
            values: dict[str, Any] = {
                each.name: stored[each.name] for each in fields(SoundAnalysis)
            }
    except FileNotFoundError:
        return None
    except Exception as error:  # noqa: BLE001 - a damaged archive fails in many ways, and costs a second
        _log.info("%s: cannot be used, analysing again: %s", path, error)
        return None
    numbers = {
        name: int(values[name]) for name in ("sample_rate_hz", "second_count", "fine_rate_hz")
    }
    analysis = SoundAnalysis(**(values | numbers))
    shapes = (analysis.second_count, len(analysis.level_db), len(analysis.waveform))
    expected = (second_count, second_count, second_count * WAVE_COLUMNS)
    return analysis if shapes == expected else None


def _write(path: Path, analysis: SoundAnalysis) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.replacing(path) as stream:
            np.savez(
                stream, **{each.name: getattr(analysis, each.name) for each in fields(analysis)}
            )
    except OSError as error:
        _log.info("%s: cannot be written: %s", path, error)
