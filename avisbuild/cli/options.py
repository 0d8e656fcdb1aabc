"""Options that every command shares, and where they are kept while a command runs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from avisbuild.system.paths import quoted


@dataclass
class _Switches:
    debug: bool = False
    as_json: bool = False


switches = _Switches()


def _set_debug(value: bool) -> bool:
    switches.debug = switches.debug or value
    return value


def _set_json(value: bool) -> bool:
    switches.as_json = switches.as_json or value
    return value


ProjectOption = Annotated[
    Path,
    typer.Option(
        "--project",
        envvar="AVISBUILD_PROJECT",
        metavar="DIR",
        help="The project folder.",
        show_default="the current folder",
    ),
]
ALLOW_DATABASE = "AVISBUILD_ALLOW_DATABASE"
AllowDatabaseOption = Annotated[
    bool,
    typer.Option(
        "--allow-database",
        envvar=ALLOW_DATABASE,
        help="Open the project's database though it lies outside its folder.",
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json", callback=_set_json, help="Print one JSON document instead of text."),
]
MigrateOption = Annotated[
    bool,
    typer.Option("--migrate", help="Bring a database on a server up to date with this avisbuild."),
]
PrecisionOption = Annotated[
    str,
    typer.Option(
        "--precision",
        metavar="float32|bfloat16|float16|auto",
        help="What SAM's encoder computes in.",
        show_default="$AVISBUILD_PRECISION, else auto",
    ),
]
DebugOption = Annotated[
    bool,
    typer.Option("--debug", callback=_set_debug, help="Log in detail; show tracebacks."),
]
HERE = Path()
# More processes than this never help, and a machine that is asked for thousands stops answering.
MOST_JOBS = 256


def project_words(project: Path) -> str:
    """What a printed command needs to mean the project that this one was given: nothing for the one here."""
    return "" if project == HERE else f" --project {quoted(str(project))}"
