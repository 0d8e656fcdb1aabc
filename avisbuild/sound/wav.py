"""Reading a project's own `audio.wav`: mono, 16-bit, and nothing else."""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avisbuild.errors import MediaError


def read_wav(path: Path) -> tuple[NDArray[np.int16], int]:
    """The samples (n,) int16 of a mono PCM16 file and its rate in Hz; raises MediaError."""
    try:
        with wave.open(str(path), "rb") as sound:
            layout = sound.getnchannels(), sound.getsampwidth()
            rate_hz, data = sound.getframerate(), sound.readframes(sound.getnframes())
    except OSError as error:
        raise MediaError(
            f"{path}: cannot be read: {error.strerror or error}", code="no-audio"
        ) from error
    except (wave.Error, EOFError) as error:
        reason = str(error) or "it ends too early"
        raise MediaError(
            f"{path}: is no sound file ({reason}); clip the video again", code="no-audio"
        ) from error
    if layout != (1, 2):
        raise MediaError(
            f"{path}: expected 1 channel of 2 bytes a sample, got {layout[0]} of {layout[1]}; "
            "clip the video again",
            code="no-audio",
        )
    return np.frombuffer(data[: len(data) // 2 * 2], "<i2"), rate_hz
