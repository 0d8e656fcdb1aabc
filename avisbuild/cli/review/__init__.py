"""`avisbuild review`: the way from handed in to accepted; a file for each group of commands."""

import typer

review = typer.Typer(
    help="Review what was handed in: who does it, what is suspect, what changed, how far all are.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

from avisbuild.cli.review import board as _board  # noqa: E402, F401
from avisbuild.cli.review import suspects as _suspects  # noqa: E402, F401
