"""Who edits: the option of commands that write to the journal."""

import getpass
from typing import Annotated

import typer

from avisbuild.errors import AvisbuildError

AuthorOption = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="Who says so; the journal keeps it.", show_default="your user"
    ),
]


def author_named(named: str, *, otherwise: str) -> str:
    """The name that was given, else the user's, else this one; raises AvisbuildError for no name."""
    if named and (not named.strip() or not named.isprintable()):
        raise AvisbuildError("author-one-line")
    try:
        return named.strip() or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return otherwise
