"""Pictures and sound of a video, read only when a finder asks; or none of them."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]


class SoundLevels(Protocol):
    """What finders ask of a sound: `avisbuild.sound.SoundAnalysis` is one.

    `level_db` (T,) and `fine_level_db` (T * fine_rate_hz,) float32, in dB of full scale.
    """

    @property
    def level_db(self) -> NDArray[np.float32]: ...
    @property
    def fine_level_db(self) -> NDArray[np.float32]: ...
    @property
    def fine_rate_hz(self) -> int: ...


class Media(Protocol):
    """Where finders get pictures and sound; what cannot be had is None, and is told by the findings."""

    def sound(self) -> SoundLevels | None:
        """The levels of the whole sound."""
        ...

    def frame(self, second: int, /) -> Image | None:
        """The frame of a second, (h, w, 3) uint8 RGB, at full size or smaller."""
        ...

    def has_frames(self) -> bool:
        """Whether there are pictures to ask for."""
        ...


class NoMedia:
    """Neither pictures nor sound: only the annotation is looked at."""

    def sound(self) -> SoundLevels | None:
        return None

    def frame(self, _second: int) -> Image | None:
        return None

    def has_frames(self) -> bool:
        return False
