"""Reads the imports of the program, and the layers that `lint-imports` holds it to (pyproject.toml).

A unit is what the layers name: a package or a module directly in one of the four that are installed.
A package without layers of its own is one unit.
"""

import tomllib
from pathlib import Path
from typing import Any

import grimp

from architecture_picture.bands import Band, Layers, make_band, starters_joined


def read_bands(root: Path) -> tuple[Band, ...]:
    """The program under `root`, from the window down to the schemas; `root` and its parts are on sys.path."""
    rules = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contracts = rules["importlinter"]["contracts"]
    (order,) = (
        each["layers"]
        for each in contracts
        if each["type"] == "layers" and "containers" not in each
    )
    layers = {package: _layers(contracts, package) for package in order}
    graph = grimp.build_graph(*order, cache_dir=None)
    units = {module: _unit(module, layers) for module in graph.modules}
    line_counts = dict.fromkeys(sorted(set(units.values()) - {""}), 0)
    imports = set()
    for module, unit in units.items():
        if unit:
            line_counts[unit] += _line_count(root, module)
            imported = {units[each] for each in graph.find_modules_directly_imported_by(module)}
            imports |= {(unit, each) for each in imported - {unit, ""}}
    packages = {unit for unit in line_counts if graph.find_children(unit)}
    return tuple(
        starters_joined(make_band(package, layers[package], line_counts, imports), packages)
        for package in order
    )


def _layers(contracts: list[dict[str, Any]], package: str) -> Layers:
    """The units of a package from the top down, as its contract of layers names them."""
    for contract in contracts:
        if contract["type"] == "layers" and package in contract.get("containers", ()):
            rows = [layer.replace(":", "|").split("|") for layer in contract["layers"]]
            return [[f"{package}.{name.strip(' ()')}" for name in row] for row in rows]
    return [[package]]


def _unit(module: str, layers: dict[str, Layers]) -> str:
    """What stands for a module in the picture; nothing for a package's own first file."""
    package, *rest = module.split(".")
    if layers[package] == [[package]]:
        return package
    return f"{package}.{rest[0]}" if rest and not rest[0].startswith("__") else ""


def _line_count(root: Path, module: str) -> int:
    path = Path(*module.split("."))
    for place in (root, *sorted(root.iterdir())):
        for file in (place / path.with_suffix(".py"), place / path / "__init__.py"):
            if file.is_file():
                return file.read_bytes().count(b"\n")
    raise FileNotFoundError(module)
