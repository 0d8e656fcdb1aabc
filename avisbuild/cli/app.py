"""The `avisbuild` program: its commands, and how each of them ends."""

import logging
import sys
from importlib import import_module
from importlib.util import find_spec

import typer

import avisbuild
from avisbuild.cli.options import switches
from avisbuild.errors import AvisbuildError, ExitCode

app = typer.Typer(
    name="avisbuild",
    help="Build audio-visual instance segmentation data sets: from a manifest to a validated release.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


COMMANDS = (
    "init",
    "fetch",
    "clip",
    "manifest",
    "status",
    "import",
    "export",
    "validate",
    "stats",
    "evaluate",
    "evaluate-ov",
    "evaluate-avs",
    "synth",
    "verify",
    "doctor",
    "demo",
)


_INTERNAL_ERROR = 70


def _register() -> None:
    for command in COMMANDS:
        name = "import_" if command == "import" else command.replace("-", "_")
        if find_spec(f"avisbuild.cli.{name}"):
            app.command(command)(getattr(import_module(f"avisbuild.cli.{name}"), name))


def _show_version(value: bool) -> None:
    if value:
        sys.stdout.write(f"avisbuild {avisbuild.__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version."
    ),
) -> None:
    pass


_register()


def main() -> None:
    """Run the command line; an error a user can cause becomes one line and an exit code."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(message)s"
    )
    try:
        app()
    except AvisbuildError as error:
        if switches.debug:
            raise
        sys.stderr.write(f"avisbuild: {error}\n")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("avisbuild: stopped; run the same command again to go on\n")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(ExitCode.PARTLY_DONE)
    except OSError as error:
        if switches.debug:
            raise
        sys.stderr.write(
            f"avisbuild: {error.strerror or error}: {error.filename or 'no file named'}\n"
        )
        sys.exit(ExitCode.BAD_INPUT)
    except Exception as error:  # a bug of ours: still one line, unless the traceback is asked for
        if switches.debug:
            raise
        kind = type(error).__name__
        sys.stderr.write(f"avisbuild: internal error ({kind}: {error}); --debug shows where\n")
        sys.exit(_INTERNAL_ERROR)
