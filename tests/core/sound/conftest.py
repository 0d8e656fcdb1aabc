"""Small sounds as files."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from avisbuild.media.sound import write_wav

Samples = NDArray[np.int16]
WriteSound = Callable[..., Path]


@pytest.fixture
def write_sound(tmp_path: Path) -> WriteSound:
    """Write samples as a project's `videos/<video>/audio.wav`."""

    def write(samples: Samples, *, video: str = "v1", rate_hz: int = 16_000) -> Path:
        path = tmp_path / "videos" / video / "audio.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            write_wav(stream, samples, rate_hz)
        return path

    return write
