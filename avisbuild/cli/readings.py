"""What the three `evaluate` commands share: options, the choice of a reading, and how figures are told."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from avisbuild.cli.output import say, say_json, say_table
from avisbuild.errors import AvisbuildError

if TYPE_CHECKING:
    from avisbuild.metrics.protocol import Protocol


class Reading(StrEnum):
    """Which protocols to score."""

    REFERENCE = "reference"
    STRICT = "strict"
    BOTH = "both"


ProtocolOption = Annotated[
    Reading,
    typer.Option(
        "--protocol", help="As the published code does, as the paper says, or both side by side."
    ),
]

OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write everything here as JSON.")
]
TrueMapsOption = Annotated[
    Path,
    typer.Option("--gt", metavar="DIR", help="The truth: masks or label maps, PNG or npz."),
]
PredictedMapsOption = Annotated[
    Path, typer.Option("--pred", metavar="DIR", help="The predictions, with the same names.")
]


def protocols_of(reading: Reading) -> "frozenset[Protocol]":
    """The protocols that were asked for."""
    from avisbuild.metrics.protocol import Protocol

    return frozenset(Protocol) if reading is Reading.BOTH else frozenset({Protocol(reading.value)})


def check_out(out: Path | None) -> None:
    """Tell before the work, not after it, that `--out` cannot be written; raises AvisbuildError."""
    if out is not None and (out.is_dir() or not out.parent.is_dir()):
        raise AvisbuildError("out-file", path=out)


def percent(value: float | None) -> str:
    """A figure with two decimals; n/a where it is undefined."""
    return "n/a" if value is None else f"{value:.2f}"


def tell(document: dict[str, Any], out: Path | None) -> None:
    """Write the figures to `--out`, and print them for `--json`."""
    from avisbuild.files import write_json

    if out is not None:
        write_json(out, document)
    say_json(document)


def readings_in(document: Mapping[str, Any]) -> list[str]:
    """The readings that were scored, in the order in which they are shown."""
    return [name.value for name in (Reading.REFERENCE, Reading.STRICT) if name.value in document]


def show_figures(
    document: Mapping[str, Any], figures: Mapping[str, Iterable[float | None]]
) -> None:
    """A table of the readings side by side; each figure has a value for each of them."""
    rows = [[name, *map(percent, values)] for name, values in figures.items()]
    say_table("", ["", *readings_in(document)], rows)


def show_drops(drops: Mapping[str, Mapping[str, float | None]]) -> None:
    """How far each figure falls on substituted sound, in each reading."""
    for reading, by_figure in drops.items():
        shown = ", ".join(f"{name} {percent(value)} %" for name, value in by_figure.items())
        say(f"relative drops ({reading}): {shown}")
