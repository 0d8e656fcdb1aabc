"""What the three `evaluate` commands share: the choice of a reading, and how a figure is shown."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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


def protocols_of(reading: Reading) -> "frozenset[Protocol]":
    """The protocols that were asked for."""
    from avisbuild.metrics.protocol import Protocol

    return frozenset(Protocol) if reading is Reading.BOTH else frozenset({Protocol(reading.value)})


def check_out(out: Path | None) -> None:
    """Tell before the work, not after it, that `--out` cannot be written; raises AvisbuildError."""
    if out is not None and (out.is_dir() or not out.parent.is_dir()):
        raise AvisbuildError(f"--out {out}: expected a file in a folder that exists")


def percent(value: float | None) -> str:
    """A figure with two decimals; n/a where it is undefined."""
    return "n/a" if value is None else f"{value:.2f}"
