"""Slips planted in annotations that are right, a seed each: `suspects.py` asks the finders to find them.

Every function here takes a `Scene` and a random generator and gives the tracks with one slip of its kind and
where it is; None where the scene has no place for one. Masks are changed as a slip of the hand, of a
propagation or of a click changes them; what the finders look for is not asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray
from planted_scene import (
    HEARD,
    Pixels,
    Planted,
    Random,
    Scene,
    Slip,
    is_noise,
    masked_cells,
    other_pixels,
    slip_at,
    some_cell,
    with_cells,
    with_mask,
)

from avisbuild.checks.suspects import SuspectKind
from avisbuild.records import Sounding

T = TypeVar("T")
Plant = Callable[[Scene, Random], Planted | None]


def _swap(scene: Scene, rng: Random) -> Planted | None:
    """Two instances that are confused from one second on."""
    pairs = [
        (one, two, second)
        for one in range(len(scene.tracks))
        for two in range(one)
        for second in range(1, scene.video.second_count)
        if scene.masked(one, (second - 1, second)) and scene.masked(two, (second - 1, second))
    ]
    if not pairs:
        return None
    one, two, second = pairs[rng.integers(len(pairs))]
    tracks = list(scene.tracks)
    for index, other in ((one, two), (two, one)):
        own, its = scene.tracks[index], scene.tracks[other]
        tracks[index] = replace(
            own,
            states=own.states[:second] + its.states[second:],
            masks=own.masks[:second] + its.masks[second:],
        )
    return tuple(tracks), slip_at(scene, (one, two), {second})


def _jump(scene: Scene, rng: Random) -> Planted | None:
    """A mask that is elsewhere in one second: anywhere, or on another instance."""
    cell = some_cell(scene, rng, reach=1)
    if cell is None:
        return None
    index, second, pixels = cell
    others = [
        other
        for other in range(len(scene.tracks))
        if other != index and scene.masked(other, (second,))
    ]
    if others and rng.random() < 0.5:
        target = scene.pixels(others[rng.integers(len(others))], second)
        assert target is not None
        return with_mask(scene, index, second, target)
    rows, columns = np.flatnonzero(pixels.any(1)), np.flatnonzero(pixels.any(0))
    way = 1.5 * np.sqrt(pixels.sum())
    for _ in range(50):
        down = int(rng.integers(-rows[0], pixels.shape[0] - rows[-1]))
        right = int(rng.integers(-columns[0], pixels.shape[1] - columns[-1]))
        if np.hypot(down, right) > way:
            return with_mask(scene, index, second, np.roll(pixels, (down, right), (0, 1)))
    return None


def _area_jump(scene: Scene, rng: Random) -> Planted | None:
    """A mask that has lost a good part of its object in one second, or runs over into what is beside it."""
    cell = some_cell(scene, rng, reach=1)
    if cell is None:
        return None
    index, second, pixels = cell
    y, x = np.indices(pixels.shape)
    angle = rng.uniform(0, 2 * np.pi)
    along = x * np.cos(angle) + y * np.sin(angle)
    if rng.random() < 0.5:
        kept = pixels & (along <= np.quantile(along[pixels], rng.uniform(0.35, 0.65)))
        return with_mask(scene, index, second, kept)
    edge = np.argwhere(pixels & (along >= np.quantile(along[pixels], 0.98)))
    top, left = edge[rng.integers(len(edge))]
    # So large that it takes in at least half as much again of what belongs to nobody else.
    distance = np.where(
        other_pixels(scene, index, second) | pixels, np.inf, np.hypot(y - top, x - left)
    )
    most = int(pixels.sum() * rng.uniform(0.5, 1.5))
    if most >= np.isfinite(distance).sum():
        return None
    return with_mask(
        scene, index, second, pixels | (distance <= np.partition(distance, most, None)[most])
    )


def _overlap(scene: Scene, rng: Random) -> Planted | None:
    """A mask that takes a part of another instance along."""
    index, second, pixels = some_cell(scene, rng, reach=0) or (0, 0, None)
    others = [
        (other, taken)
        for other in range(len(scene.tracks))
        if other != index and (taken := scene.pixels(other, second)) is not None
    ]
    if pixels is None or not others:
        return None
    other, taken = others[rng.integers(len(others))]
    columns = np.broadcast_to(np.arange(taken.shape[1]), taken.shape)
    part = taken & (columns <= np.quantile(columns[taken], rng.uniform(0.3, 1.0)))
    tracks, _ = with_mask(scene, index, second, pixels | part)
    return tracks, slip_at(scene, (index, other), {second})


def _mask_in_silence(scene: Scene, rng: Random) -> Planted | None:
    """An instance that is masked on for one to three seconds after it fell silent, as everything did."""
    starts = [
        (index, second)
        for index in range(len(scene.tracks))
        for second in range(1, scene.video.second_count)
        if scene.tracks[index].states[second - 1] is Sounding.SOUNDING
        and scene.masked(index, (second - 1,))
        and is_noise(scene, second)
    ]
    if not starts:
        return None
    index, start = starts[rng.integers(len(starts))]
    stop = _stop(scene, start, rng, is_noise)
    rle = scene.tracks[index].masks[start - 1]
    tracks = with_cells(scene.tracks, index, range(start, stop), Sounding.SOUNDING, rle)
    return tracks, slip_at(scene, (index,), range(start, stop))


def _marked_at_floor(scene: Scene, rng: Random) -> Planted | None:
    """An instance that is marked as heard, without a mask, for one to three seconds of nothing but noise."""
    starts = [second for second in range(scene.video.second_count) if is_noise(scene, second)]
    if not starts:
        return None
    index, start = int(rng.integers(len(scene.tracks))), starts[rng.integers(len(starts))]
    stop = _stop(scene, start, rng, is_noise)
    states = (Sounding.OFFSCREEN, Sounding.OCCLUDED, Sounding.SOUNDING)
    tracks = with_cells(scene.tracks, index, range(start, stop), states[rng.integers(3)], None)
    return tracks, slip_at(scene, (index,), range(start, stop))


def _loud_unmarked(scene: Scene, rng: Random) -> Planted | None:
    """One to three seconds in which something sounds, and nothing is marked any more."""
    starts = [second for second in range(scene.video.second_count) if scene.heard(second)]
    if not starts:
        return None
    start = starts[rng.integers(len(starts))]
    stop = _stop(scene, start, rng, Scene.heard)
    tracks = scene.tracks
    for index in range(len(tracks)):
        tracks = with_cells(tracks, index, range(start, stop), Sounding.SILENT, None)
    return tracks, Slip(frozenset(), frozenset(range(start, stop)))


def _state_flicker(scene: Scene, rng: Random) -> Planted | None:
    """One second of silence within sound, or of sound within silence: a key that was hit once too often."""
    places = [
        (index, second)
        for index, track in enumerate(scene.tracks)
        for second in range(1, scene.video.second_count - 1)
        if len({state in HEARD for state in track.states[second - 1 : second + 2]}) == 1
    ]
    if not places:
        return None
    index, second = places[rng.integers(len(places))]
    track = scene.tracks[index]
    was_heard = track.states[second] in HEARD
    rle = None if was_heard else track.masks[second]
    state = Sounding.SOUNDING if rle is not None else Sounding.OFFSCREEN
    state = Sounding.SILENT if was_heard else state
    return with_cells(scene.tracks, index, [second], state, rle), slip_at(scene, (index,), {second})


def _mask_flicker(scene: Scene, rng: Random) -> Planted | None:
    """A mask that is lost for one second, while the instance sounds on."""
    places = [
        (index, second)
        for index, track in enumerate(scene.tracks)
        for second in range(1, scene.video.second_count - 1)
        if set(track.states[second - 1 : second + 2]) == {Sounding.SOUNDING}
        and scene.masked(index, (second - 1, second, second + 1))
    ]
    if not places:
        return None
    index, second = places[rng.integers(len(places))]
    states = (Sounding.SOUNDING, Sounding.OCCLUDED, Sounding.OFFSCREEN)
    tracks = with_cells(scene.tracks, index, [second], states[rng.integers(3)], None)
    return tracks, slip_at(scene, (index,), {second})


def _specks(scene: Scene, rng: Random) -> Planted | None:
    """One to three tiny discs beside the mask: half of them near to it, the others anywhere."""
    index, second, pixels = some_cell(scene, rng, reach=0) or (0, 0, None)
    if pixels is None:
        return None
    distance = cv2.distanceTransform((~pixels).astype(np.uint8), cv2.DIST_L2, 5)
    most = max(1.5, min(pixels.shape) / 90)
    slipped = pixels.copy()
    for _ in range(int(rng.integers(1, 4))):
        radius = rng.uniform(1.0, most)
        reach = np.sqrt(pixels.sum()) / 2 if rng.random() < 0.5 else np.inf
        places = np.argwhere((distance > radius + 3) & (distance < radius + 3 + reach))
        if len(places):
            slipped |= _disc(pixels.shape, places[rng.integers(len(places))], radius)
    return with_mask(scene, index, second, slipped)


def _holes(scene: Scene, rng: Random) -> Planted | None:
    """One or two small holes well within the mask."""
    index, second, pixels = some_cell(scene, rng, reach=0) or (0, 0, None)
    if pixels is None:
        return None
    distance = cv2.distanceTransform(pixels.astype(np.uint8), cv2.DIST_L2, 5)
    slipped = pixels.copy()
    for _ in range(int(rng.integers(1, 3))):
        radius = rng.uniform(1.2, max(2.0, min(pixels.shape) / 60))
        if np.pi * radius**2 > 0.04 * pixels.sum():
            continue
        places = np.argwhere(distance > radius + 2)
        if len(places):
            slipped &= ~_disc(pixels.shape, places[rng.integers(len(places))], radius)
    return None if (slipped == pixels).all() else with_mask(scene, index, second, slipped)


def _slivers(scene: Scene, rng: Random) -> Planted | None:
    """A thin strip that leaves the outline, as a brush does that slips."""
    index, second, pixels = some_cell(scene, rng, reach=0) or (0, 0, None)
    if pixels is None:
        return None
    inner = cv2.erode(pixels.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    edge = np.argwhere(pixels & ~inner)
    thickness = max(1, round(min(pixels.shape) / rng.uniform(180, 360)))
    diameter = np.sqrt(pixels.sum())
    for _ in range(50):
        top, left = (int(each) for each in edge[rng.integers(len(edge))])
        length = max(20.0, rng.uniform(0.4, 1.2) * diameter)
        angle = rng.uniform(0, 2 * np.pi)
        end = int(left + length * np.cos(angle)), int(top + length * np.sin(angle))
        strip = cv2.line(np.zeros(pixels.shape, np.uint8), (left, top), end, 1, thickness).astype(
            bool
        )
        if (strip & ~pixels).sum() > 0.8 * length * thickness:
            return with_mask(scene, index, second, pixels | strip)
    return None


def _border(scene: Scene, rng: Random) -> Planted | None:
    """A mask that runs out to the nearest border in one second."""
    clear = [
        cell
        for cell in masked_cells(scene, reach=1)
        if not any(_touches(scene.pixels(cell[0], cell[1] + step)) for step in (-1, 0, 1))
    ]
    if not clear:
        return None
    index, second = clear[rng.integers(len(clear))]
    pixels = scene.pixels(index, second)
    assert pixels is not None
    height, width = pixels.shape
    top, left = (int(each) for each in np.argwhere(pixels).mean(0))
    gaps = {
        (-1, left): left,
        (width, left): width - left,
        (left, -1): top,
        (left, height): height - top,
    }
    side = min(gaps, key=lambda each: gaps[each])
    end = (side[0], top) if side[0] in (-1, width) else (left, side[1])
    thickness = max(2, round(rng.uniform(0.15, 0.5) * np.sqrt(pixels.sum())))
    band = cv2.line(np.zeros(pixels.shape, np.uint8), (left, top), end, 1, thickness).astype(bool)
    return with_mask(scene, index, second, pixels | band)


def _lag(scene: Scene, rng: Random) -> Planted | None:
    """Everything that is marked, one or two seconds later or earlier."""
    counts = [
        sum(track.states[second] in HEARD for track in scene.tracks)
        for second in range(scene.video.second_count)
    ]
    shift = int(rng.choice((-2, -1, 1, 2)))
    inner = np.flatnonzero(np.diff(counts)) + 1
    kept = [each for each in inner if 0 < each + shift < len(counts)]
    if len(kept) < 2:
        return None
    tracks = tuple(
        replace(track, states=_shifted(track.states, shift), masks=_shifted(track.masks, shift))
        for track in scene.tracks
    )
    return tracks, Slip(frozenset(), frozenset(range(len(counts))))


PLANTS: Mapping[SuspectKind, Plant] = {
    SuspectKind.SWAP: _swap,
    SuspectKind.JUMP: _jump,
    SuspectKind.AREA_JUMP: _area_jump,
    SuspectKind.OVERLAP: _overlap,
    SuspectKind.MASK_IN_SILENCE: _mask_in_silence,
    SuspectKind.LOUD_UNMARKED: _loud_unmarked,
    SuspectKind.MARKED_AT_FLOOR: _marked_at_floor,
    SuspectKind.STATE_FLICKER: _state_flicker,
    SuspectKind.MASK_FLICKER: _mask_flicker,
    SuspectKind.SPECKS: _specks,
    SuspectKind.HOLES: _holes,
    SuspectKind.SLIVERS: _slivers,
    SuspectKind.BORDER: _border,
    SuspectKind.LAG: _lag,
}


def _stop(scene: Scene, start: int, rng: Random, holds: Callable[[Scene, int], bool]) -> int:
    stop, longest = start + 1, int(rng.integers(1, 4))
    while stop < scene.video.second_count and stop - start < longest and holds(scene, stop):
        stop += 1
    return stop


def _disc(shape: tuple[int, ...], centre: NDArray[np.int64], radius: float) -> Pixels:
    y, x = np.indices(shape)
    return np.asarray(np.hypot(y - centre[0], x - centre[1]) <= radius)


def _touches(pixels: Pixels | None) -> bool:
    return pixels is None or bool(
        pixels[0].any() or pixels[-1].any() or pixels[:, 0].any() or pixels[:, -1].any()
    )


def _shifted(row: tuple[T, ...], shift: int) -> tuple[T, ...]:
    """Later by so many seconds, the ends repeated."""
    if shift > 0:
        return (row[0],) * shift + row[:-shift]
    return row[-shift:] + (row[-1],) * -shift
