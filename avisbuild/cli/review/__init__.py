"""`avisbuild review`: the way from handed in to accepted; a file for each group of commands."""

import typer

review = typer.Typer(
    help="Review what was handed in: who does it, what is suspect, what changed, how far all are.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# Each adds its commands to the group.
from avisbuild.cli.review import assign, listing, log, moves  # noqa: E402, F401
