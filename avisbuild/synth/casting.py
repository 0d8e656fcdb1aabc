"""Who may appear where: the places, the figures that suit them, and a cast with enough sources."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from avisbuild.synth.figures import FIGURES

# Figures that suit a place, the likelier ones twice.
_MUSICIANS = tuple(name for name, figure in FIGURES.items() if len(figure.categories) == 2)
_PLACES = {
    "stage": (*_MUSICIANS, "person"),
    "room": ("piano", "guitar", "violin", "flute", "ukulele", "guzheng", "erhu", "cello", "clarinet", "person", "person", "cat", "dog"),
    "meadow": ("dog", "horse", "lion", "cat", "lawn_mover", "tree_harvester", "person", "banjo", "flute", "dog", "horse"),
    "street": ("car", "car", "person", "dog", "accordion", "saxophone", "trumpet", "guitar", "violin", "cat"),
    "airfield": ("airplane", "airplane", "car"),
}  # fmt: skip
# Places weighed as AVISeg's scenarios are; how many sources there is room for.
_WEIGHTS = {"stage": 0.4, "room": 0.22, "meadow": 0.2, "street": 0.12, "airfield": 0.06}
_ROOM_FOR = {"stage": 8, "room": 6, "meadow": 5, "street": 5, "airfield": 2}
_SINGERS = 0.35
_MOUTHS_BUSY = ("flute", "clarinet", "bassoon", "saxophone", "trumpet", "tuba")
# Two of a car, an aeroplane or a harvester side by side would leave the rest too small to see.
_BULKY_M = 4.0


@dataclass(frozen=True, slots=True)
class Role:
    """A figure of a cast, and which of its parts may sound."""

    figure: str
    sources: tuple[bool, ...]


def cast_scene(
    source_count: int, categories: Collection[str], rng: np.random.Generator
) -> tuple[str, tuple[Role, ...]]:
    """A place, and figures in it with exactly `source_count` parts that may sound."""
    places = [
        name for name in _PLACES if _ROOM_FOR[name] >= source_count and suited(name, categories)
    ]
    if not places:
        places = ["stage"]
    weights = np.array([_WEIGHTS[name] for name in places])
    place = places[int(rng.choice(len(places), p=weights / weights.sum()))]
    names = suited(place, categories) or tuple(
        name for name in FIGURES if sounds_of(name) in categories
    )
    roles: list[Role] = []
    while source_count > 0:
        role = _role(_next_figure(names, roles, rng), source_count, categories, rng)
        roles.append(role)
        source_count -= sum(role.sources)
    return place, tuple(roles)


def suited(place: str, categories: Collection[str]) -> tuple[str, ...]:
    """The figures of a place whose sound is among the categories; all when there are none given."""
    return tuple(name for name in _PLACES[place] if not categories or sounds_of(name) in categories)


def sounds_of(figure: str) -> str:
    """The category that a figure is there for: of a musician, the instrument."""
    return FIGURES[figure].categories[-1]


def width_of(figure: str) -> float:
    """How wide a figure is, in metres."""
    left, _, right, _ = FIGURES[figure].box
    return right - left


def height_of(figure: str) -> float:
    """How tall a figure is, in metres."""
    return FIGURES[figure].box[3]


def _next_figure(names: tuple[str, ...], roles: list[Role], rng: np.random.Generator) -> str:
    slim = tuple(name for name in names if width_of(name) < _BULKY_M) or names
    bulky_there = any(width_of(role.figure) >= _BULKY_M for role in roles)
    choice = slim if bulky_there or len(roles) > 1 else names
    return choice[int(rng.integers(len(choice)))]


def _role(name: str, room: int, categories: Collection[str], rng: np.random.Generator) -> Role:
    if len(FIGURES[name].categories) == 1:
        return Role(name, (True,))
    may_sing = name not in _MOUTHS_BUSY and (not categories or "person" in categories)
    sings = may_sing and room > 1 and rng.random() < _SINGERS
    return Role(name, (bool(sings), True))
