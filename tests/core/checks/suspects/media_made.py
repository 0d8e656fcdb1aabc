"""Sound and pictures made on the spot, for finders that need them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from core.checks.suspects.scenes import SIZE
from numpy.typing import NDArray

from avisbuild.checks.suspects import SoundLevels
from avisbuild.checks.suspects.media import Image


@dataclass(frozen=True)
class Levels:
    """A sound that is as loud as this throughout each second."""

    level_db: NDArray[np.float32]
    fine_rate_hz: int = 50

    @property
    def fine_level_db(self) -> NDArray[np.float32]:
        return np.repeat(self.level_db, self.fine_rate_hz)


class MadeMedia:
    """A sound of these levels, in dB, and these pictures; none where nothing is given."""

    def __init__(
        self, levels_db: Sequence[float] = (), frames: Mapping[int, Image] | None = None
    ) -> None:
        self._levels = Levels(np.array(levels_db, np.float32)) if levels_db else None
        self._frames = frames or {}
        self.read: list[int] = []

    def sound(self) -> SoundLevels | None:
        return self._levels

    def has_frames(self) -> bool:
        return bool(self._frames)

    def frame(self, second: int, /) -> Image | None:
        self.read.append(second)
        return self._frames.get(second)


def texture(seed: int = 0) -> Image:
    """A picture (90, 160, 3) in which every place can be told from every other."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (SIZE[0] // 5, SIZE[1] // 5, 3))
    return np.kron(coarse, np.ones((5, 5, 1))).astype(np.uint8)
