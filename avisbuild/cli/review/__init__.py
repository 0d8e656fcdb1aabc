"""`avisbuild review`: the way from handed in to accepted; a file for each group of commands."""

import typer

review = typer.Typer(
    help="Review what was handed in: who does it, what is suspect, what changed, how far all are.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# Each adds its commands to the group.
from avisbuild.cli.review import assign as _assign  # noqa: E402, F401
from avisbuild.cli.review import board as _board  # noqa: E402, F401
from avisbuild.cli.review import comments as _comments  # noqa: E402, F401
from avisbuild.cli.review import diff as _diff  # noqa: E402, F401
from avisbuild.cli.review import guideline as _guideline  # noqa: E402, F401
from avisbuild.cli.review import listing as _listing  # noqa: E402, F401
from avisbuild.cli.review import log as _log  # noqa: E402, F401
from avisbuild.cli.review import moves as _moves  # noqa: E402, F401
from avisbuild.cli.review import suspects as _suspects  # noqa: E402, F401
