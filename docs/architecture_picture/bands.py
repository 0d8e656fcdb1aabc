"""What the picture shows, as values: bands of boxes in layers, and arrows from importer to imported."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

Arrow = tuple[str, str]
Layers = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A package, or modules that are drawn as one.

    `labels` is what stands in it; `used_by` are the bands from whose boxes it is imported, its own left out.
    """

    name: str
    labels: tuple[str, ...]
    line_count: int
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What is installed together: its layers from the top down, and the arrows between its boxes."""

    package: str
    rows: tuple[tuple[Box, ...], ...]
    arrows: tuple[Arrow, ...]


class UnplacedError(Exception):
    """A module that no layer in pyproject.toml names, so that nobody has said what may import it."""


def make_band(
    package: str, layers: Layers, line_counts: Mapping[str, int], imports: Iterable[Arrow]
) -> Band:
    """One band; `line_counts` holds every unit of the program, `imports` every import between two of them."""
    units = [unit for unit in line_counts if unit.split(".")[0] == package]
    if unplaced := set(units) - {unit for layer in layers for unit in layer}:
        raise UnplacedError(
            f"{', '.join(sorted(unplaced))}: in no layer of pyproject.toml, [[tool.importlinter.contracts]]"
        )
    inside = {(a, b) for a, b in imports if a in units and b in units}
    used_by = {
        unit: tuple(sorted({a.split(".")[0] for a, b in imports if b == unit} - {package}))
        for unit in units
    }
    rows = tuple(
        tuple(
            Box(
                name=unit,
                labels=(unit.removeprefix(f"{package}."),),
                line_count=line_counts[unit],
                used_by=used_by[unit],
            )
            for unit in layer
            if unit in units
        )
        for layer in layers
    )
    return Band(
        package=package,
        rows=tuple(row for row in rows if row),
        arrows=tuple(sorted(without_shortcuts(inside))),
    )


def starters_joined(band: Band, packages: Container[str]) -> Band:
    """The same with its starters as one box: the modules that none of the `packages` in it reaches.

    They start the rest and wire it; there are many, and they are small.
    """
    reached: set[str] = set()
    ends = [box.name for row in band.rows for box in row if box.name in packages]
    while ends:
        start = ends.pop()
        found = {b for a, b in band.arrows if a == start} - reached
        reached |= found
        ends += found
    starters = [
        box
        for row in band.rows
        for box in row
        if box.name not in packages and box.name not in reached
    ]
    return _joined(band, starters) if len(starters) > 1 else band


def _joined(band: Band, parts: Sequence[Box]) -> Band:
    """The same with these boxes as one, named after the package, where the highest of them was."""
    members = {box.name for box in parts}
    whole = Box(
        name=band.package,
        labels=tuple(label for box in parts for label in box.labels),
        line_count=sum(box.line_count for box in parts),
        used_by=tuple(sorted({user for box in parts for user in box.used_by})),
    )
    rows = []
    for row in band.rows:
        kept = tuple(box for box in row if box.name not in members)
        rows.append((whole, *kept) if parts[0] in row else kept)
    arrows = {
        (band.package if a in members else a, band.package if b in members else b)
        for a, b in band.arrows
    }
    return Band(
        package=band.package,
        rows=tuple(row for row in rows if row),
        arrows=tuple(sorted(without_shortcuts({(a, b) for a, b in arrows if a != b}))),
    )


def without_shortcuts(arrows: Iterable[Arrow]) -> set[Arrow]:
    """The arrows that are needed: a -> c goes where a -> b -> ... -> c says the same."""
    arrows = set(arrows)
    targets: dict[str, set[str]] = {}
    for a, b in arrows:
        targets.setdefault(a, set()).add(b)
    reach: dict[str, set[str]] = {}

    def reached(start: str) -> set[str]:
        if start not in reach:
            reach[start] = {each for b in targets.get(start, ()) for each in (b, *reached(b))}
        return reach[start]

    return {(a, c) for a, c in arrows if not any(c in reached(b) for b in targets[a] if b != c)}
