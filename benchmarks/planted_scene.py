"""A scene whose annotation is right, and what a slip that is planted in it needs to know and to change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from avisbuild.masks import decode, encode
from avisbuild.records import InstanceId, Rle, Sounding, Track, Video

Pixels = NDArray[np.bool_]
Random = np.random.Generator
HEARD = frozenset({Sounding.SOUNDING, Sounding.OFFSCREEN, Sounding.OCCLUDED})
# In a wave file: below, there is nothing but the noise that `synth` adds at -60 dB.
_NOISE_DB = -55.0


@dataclass(frozen=True)
class Scene:
    """A video whose annotation is right so far; `level_db` (T,) is its sound's, in dB of full scale."""

    video: Video
    tracks: tuple[Track, ...]
    level_db: NDArray[np.float32]

    def masked(self, index: int, seconds: Collection[int]) -> bool:
        """Whether a track has masks with pixels in all of these seconds."""
        return all(
            0 <= second < self.video.second_count and self.pixels(index, second) is not None
            for second in seconds
        )

    def pixels(self, index: int, second: int) -> Pixels | None:
        """A mask as (H, W) bool; None without one, or without pixels."""
        rle = self.tracks[index].masks[second]
        pixels = None if rle is None else decode(rle)
        return pixels if pixels is not None and pixels.any() else None

    def heard(self, second: int) -> bool:
        """Whether anything sounds in a second."""
        return any(track.states[second] in HEARD for track in self.tracks)


@dataclass(frozen=True)
class Slip:
    """Where a slip is: any of these instances (none: all of them), any of these seconds."""

    instance_ids: frozenset[InstanceId]
    seconds: frozenset[int]


Planted = tuple[tuple[Track, ...], Slip]


def masked_cells(scene: Scene, *, reach: int) -> list[tuple[int, int]]:
    """The cells (index, second) that have masks, with those so many seconds around them."""
    return [
        (index, second)
        for index in range(len(scene.tracks))
        for second in range(scene.video.second_count)
        if scene.masked(index, range(second - reach, second + reach + 1))
    ]


def some_cell(scene: Scene, rng: Random, *, reach: int) -> tuple[int, int, Pixels] | None:
    cells = masked_cells(scene, reach=reach)
    if not cells:
        return None
    index, second = cells[rng.integers(len(cells))]
    pixels = scene.pixels(index, second)
    assert pixels is not None
    return index, second, pixels


def other_pixels(scene: Scene, index: int, second: int) -> Pixels:
    found = np.zeros(scene.video.size, np.bool_)
    for other in range(len(scene.tracks)):
        pixels = scene.pixels(other, second)
        if other != index and pixels is not None:
            found |= pixels
    return found


def is_noise(scene: Scene, second: int) -> bool:
    return not scene.heard(second) and bool(scene.level_db[second] < _NOISE_DB)


def with_mask(scene: Scene, index: int, second: int, pixels: Pixels) -> Planted:
    track = scene.tracks[index]
    tracks = with_cells(scene.tracks, index, [second], track.states[second], encode(pixels))
    return tracks, slip_at(scene, (index,), {second})


def with_cells(
    tracks: Sequence[Track], index: int, seconds: Collection[int], state: Sounding, rle: Rle | None
) -> tuple[Track, ...]:
    track = tracks[index]
    states, masks = list(track.states), list(track.masks)
    for second in seconds:
        states[second], masks[second] = state, rle
    changed = replace(track, states=tuple(states), masks=tuple(masks))
    return (*tracks[:index], changed, *tracks[index + 1 :])


def slip_at(scene: Scene, indexes: Collection[int], seconds: Collection[int]) -> Slip:
    ids = frozenset(scene.tracks[index].instance.instance_id for index in indexes)
    return Slip(ids, frozenset(seconds))
