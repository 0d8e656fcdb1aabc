"""The options that the three `evaluate` commands share, and what is checked of them before the work."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.errors import AvisbuildError

if TYPE_CHECKING:
    from avisbuild.metrics.protocol import EvaluationProtocol


class ProtocolChoice(StrEnum):
    """What `--protocol` takes: one of the two protocols, or both side by side."""

    REFERENCE = "reference"
    STRICT = "strict"
    BOTH = "both"


ProtocolOption = Annotated[
    ProtocolChoice,
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


def chosen_protocols(choice: ProtocolChoice) -> "frozenset[EvaluationProtocol]":
    """The choice as the set that the evaluators take; they are imported here, not before."""
    from avisbuild.metrics.protocol import EvaluationProtocol

    if choice is ProtocolChoice.BOTH:
        return frozenset(EvaluationProtocol)
    return frozenset({EvaluationProtocol(choice.value)})


def check_out(out: Path | None) -> None:
    """Tell before the work, not after it, that `--out` cannot be written; raises AvisbuildError."""
    if out is not None and (out.is_dir() or not out.parent.is_dir()):
        raise AvisbuildError("out-file", path=out)
