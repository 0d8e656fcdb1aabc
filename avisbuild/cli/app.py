"""The `avisbuild` program: its commands, and how each of them ends."""

import logging
import sys
from importlib import import_module

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

_INTERRUPTED = 130
_INTERNAL_ERROR = 70
_STOPPED = "stopped; run the same command again to go on"


def main() -> None:
    """Run the command line; an error a user can cause becomes one line and an exit code."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(message)s"
    )
    try:
        app()
    except SystemExit as ending:
        if _is_interrupt(ending):
            _say(_STOPPED)
        raise
    except BrokenPipeError:
        sys.exit(ExitCode.PARTLY_DONE)
    except (Exception, KeyboardInterrupt) as error:
        if switches.debug:
            raise
        line, code = _explain(error)
        _say(line)
        sys.exit(code)


def _explain(error: BaseException) -> tuple[str, int]:
    """One line about an error, and the exit code of its kind; what we do not know is a bug of ours."""
    match error:
        case AvisbuildError():
            return str(error), error.exit_code
        case KeyboardInterrupt():
            return _STOPPED, _INTERRUPTED
        case OSError(strerror=reason, filename=name):
            return f"{reason or error}: {name or 'no file named'}", ExitCode.BAD_INPUT
        case _:
            kind = type(error).__name__
            return f"internal error ({kind}: {error}); --debug shows where", _INTERNAL_ERROR


def _is_interrupt(ending: SystemExit) -> bool:
    """Typer turns Ctrl-C into an exit without a word; the interrupt is what that exit came from."""
    return isinstance(getattr(ending.__context__, "__cause__", None), KeyboardInterrupt)


def _say(line: str) -> None:
    sys.stderr.write(f"avisbuild: {line}\n")


def _register() -> None:
    for command in COMMANDS:
        name = "import_" if command == "import" else command.replace("-", "_")
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
