"""How the three `evaluate` commands tell their figures: as JSON, as a table, and as relative drops."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import typer

from avisbuild.cli.evaluate_options import ProtocolChoice
from avisbuild.cli.output import say, say_json, say_table
from avisbuild.errors import ExitCode


def percent(value: float | None) -> str:
    """A figure with two decimals; n/a where it is undefined."""
    return "n/a" if value is None else f"{value:.2f}"


def tell(document: dict[str, Any], out: Path | None) -> None:
    """Write the figures to `--out`, and print them for `--json`."""
    from avisbuild.files import write_json

    if out is not None:
        write_json(out, document)
    say_json(document)


def scored_protocols(document: Mapping[str, Any]) -> list[str]:
    """The names of the protocols in the document, in the order in which they are shown."""
    shown = (ProtocolChoice.REFERENCE, ProtocolChoice.STRICT)
    return [choice.value for choice in shown if choice.value in document]


def show_figures(
    document: Mapping[str, Any], figures: Mapping[str, Iterable[float | None]]
) -> None:
    """A table of the protocols side by side; each figure has a value for each of them."""
    rows = [[name, *map(percent, values)] for name, values in figures.items()]
    say_table("", ["", *scored_protocols(document)], rows)


def show_drops(drops: Mapping[str, Mapping[str, float | None]]) -> None:
    """How far each figure falls on substituted sound, under each protocol."""
    for protocol, by_figure in drops.items():
        shown = ", ".join(f"{name} {percent(value)} %" for name, value in by_figure.items())
        say(f"relative drops ({protocol}): {shown}")


def show_notes(document: Mapping[str, Any]) -> None:
    """A line for each thing that was passed over; pixels of no label end the command with 1."""
    parts = (document, document.get("audio_control", {}))
    for line in dict.fromkeys(line for part in parts for line in part.get("notes", ())):
        say(f"note: {line}")
    if any(part.get("pixels_without_label") for part in parts):
        raise typer.Exit(ExitCode.PARTLY_DONE)
