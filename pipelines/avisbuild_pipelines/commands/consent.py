"""Asking before strangers' media are read where the system cannot limit what reading them uses."""

import sys
from typing import Annotated

import typer

from avisbuild.cli.output import agreed, say_aside
from avisbuild.errors import AvisbuildError
from avisbuild.system.limits import missing_limits

WithoutLimitsOption = Annotated[
    bool,
    typer.Option(
        "--without-limits",
        help="Read media also where this system cannot limit what that uses (Windows, macOS).",
    ),
]


def agree_to_missing_limits(without_limits: bool) -> None:
    """Name what this system cannot keep ffmpeg from, and ask; raises AvisbuildError unless agreed to."""
    missing = missing_limits()
    if without_limits or not missing:
        return
    refusal = AvisbuildError("limits-missing", missing=", ".join(missing))
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise refusal
    say_aside(f"avisbuild: {refusal}")
    if not agreed("Go on without them this time?"):
        raise refusal
