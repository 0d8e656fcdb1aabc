"""Colours of categories, chosen so that each is far from all others to the eye."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import product
from math import dist, inf
from typing import TypeAlias

from avisbuild.records.category import colour_of_its_own

Rgb: TypeAlias = tuple[int, int, int]
_Lab: TypeAlias = tuple[float, float, float]

# Bright enough to be told from black, dark enough to be seen on white.
_LIGHTNESS = (0.45, 0.85)
_MOST_TRIES = 50
_LEVELS = tuple(range(0, 256, 51))


def colours_apart(count: int, taken: Iterable[Rgb] = ()) -> list[Rgb]:
    """So many colours, each as far as can be from those before it and from those that are `taken`.

    The same each time, and the first of many are those that fewer would get.
    """
    known = {*taken}
    labs = [_lab(each) for each in known]
    rooms = {each: _room(_lab(each), labs) for each in _candidates()}
    chosen: list[Rgb] = []
    for _ in range(count):
        colour = max(rooms, key=rooms.__getitem__)
        if not known:
            rooms = dict.fromkeys(rooms, inf)
        elif not rooms[colour]:
            colour = _next_hue(len(chosen), known)
        chosen.append(colour)
        known.add(colour)
        if any(rooms.values()):
            new = _lab(colour)
            rooms = {each: min(room, _distance(_lab(each), new)) for each, room in rooms.items()}
    return chosen


def _next_hue(number: int, known: Collection[Rgb]) -> Rgb:
    """A colour where all candidates are taken: the `number`-th hue, or one after it that is not there yet."""
    hues = [colour_of_its_own(each) for each in range(number, number + _MOST_TRIES)]
    return next((each for each in hues if each not in known), hues[0])


def distance(one: Rgb, other: Rgb) -> float:
    """How far two colours are apart in OKLab: black and white are 1, neighbours in a rainbow some 0.1."""
    return _distance(_lab(one), _lab(other))


@cache
def _candidates() -> Sequence[Rgb]:
    lowest, highest = _LIGHTNESS
    found = [(red, green, blue) for red, green, blue in product(_LEVELS, repeat=3)]
    # Greys are what a picture has anyway.
    return [each for each in found if lowest <= _lab(each)[0] <= highest and len({*each}) > 1]


def _room(colour: _Lab, known: Sequence[_Lab]) -> float:
    return min((_distance(colour, each) for each in known), default=abs(colour[1]))


def _distance(one: _Lab, other: _Lab) -> float:
    return dist(one, other)


@cache
def _lab(colour: Rgb) -> _Lab:
    """OKLab (Ottosson 2020), in which equal distances look alike."""
    red, green, blue = (_linear(each / 255) for each in colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
