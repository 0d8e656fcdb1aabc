"""A small rendered video with exact masks: a patterned disc that moves over a patterned wall."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT_PX, WIDTH_PX = 270, 480
RATE_HZ = 25
RADIUS_PX = 38

PlaceAt = Callable[[float], tuple[float, float]]


@lru_cache(maxsize=8)
def cloth(seed: int, size: tuple[int, int], colour: tuple[int, int, int]) -> NDArray[np.uint8]:
    """A blotchy surface (h, w, 3) uint8 RGB around a colour."""
    rng = np.random.default_rng(seed)
    noise = cv2.GaussianBlur(rng.normal(0, 1, (*size, 3)).astype(np.float32), (0, 0), 4)
    blotches = np.asarray(colour) + 260 * noise
    return np.clip(blotches, 0, 255).astype(np.uint8)


@dataclass(frozen=True)
class Clip:
    """`place_at` gives the disc's middle (x, y) at a time in seconds; `bar_x` a bar in front of it.

    At `cut_s` the wall and the disc are exchanged for others.
    """

    place_at: PlaceAt
    bar_x: tuple[int, int] | None = None
    cut_s: float | None = None

    def image(self, time_s: float) -> NDArray[np.uint8]:
        """The picture at a time: (H, W, 3) uint8 RGB."""
        late = self.cut_s is not None and time_s >= self.cut_s
        picture = cloth(
            9 if late else 1, (HEIGHT_PX, WIDTH_PX), (200, 190, 60) if late else (96, 110, 128)
        ).copy()
        disc = cloth(
            7 if late else 2, (2 * RADIUS_PX + 1,) * 2, (40, 60, 200) if late else (190, 80, 60)
        )
        x, y = self.place_at(time_s)
        shift = np.array([[1, 0, x - RADIUS_PX], [0, 1, y - RADIUS_PX]], np.float32)
        laid = cv2.warpAffine(disc, shift, (WIDTH_PX, HEIGHT_PX))
        picture[self._disc(time_s)] = laid[self._disc(time_s)]
        if self.bar_x is not None:
            bar = cloth(3, (HEIGHT_PX, WIDTH_PX), (60, 130, 60))
            picture[:, slice(*self.bar_x)] = bar[:, slice(*self.bar_x)]
        return picture

    def mask(self, time_s: float) -> NDArray[np.bool_]:
        """What can be seen of the disc: (H, W) bool."""
        mask = self._disc(time_s)
        if self.bar_x is not None:
            mask[:, slice(*self.bar_x)] = False
        return mask

    def images(self, start_s: float, stop_s: float) -> list[NDArray[np.uint8]]:
        """The pictures from one time to another, both given; backwards when stop_s < start_s."""
        count = round(abs(stop_s - start_s) * RATE_HZ)
        times = np.linspace(start_s, stop_s, count + 1)
        return [self.image(float(time_s)) for time_s in times]

    def _disc(self, time_s: float) -> NDArray[np.bool_]:
        x, y = self.place_at(time_s)
        rows, columns = np.ogrid[:HEIGHT_PX, :WIDTH_PX]
        disc: NDArray[np.bool_] = (columns - x) ** 2 + (rows - y) ** 2 <= (RADIUS_PX - 2) ** 2
        return disc


@dataclass(frozen=True, eq=False)
class Moment:
    """One picture of a walk."""

    image: NDArray[np.uint8]
    second: int | None
    gap_s: float = 0.0


class ClipSource:
    """A clip as a frame source; `given` counts the pictures that were asked for."""

    def __init__(self, clip: Clip, *, is_dense: bool = True) -> None:
        self.clip = clip
        self.is_dense = is_dense
        self.given = 0

    def walk(self, start: int, stop: int) -> Iterator[Moment]:
        ahead = 1 if stop >= start else -1
        per_second = RATE_HZ if self.is_dense else 1
        for index in range(abs(stop - start) * per_second + 1):
            self.given += 1
            time_s = start + ahead * index / per_second
            is_whole = index % per_second == 0
            yield Moment(self.clip.image(time_s), round(time_s) if is_whole else None)


def iou(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Intersection over union; 1 for two empty masks."""
    union = np.count_nonzero(one | other)
    return np.count_nonzero(one & other) / union if union else 1.0
