"""The group to which every file beside this one adds its commands."""

import typer

review = typer.Typer(
    help="Review what was handed in: who does it, what is suspect, what changed, how far all are.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
