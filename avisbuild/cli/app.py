"""The `avisbuild` program: its commands, and how each of them ends."""

import atexit
import gc
import logging
import os
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from inspect import Parameter, signature
from types import TracebackType
from typing import Any, TextIO

import typer

import avisbuild
from avisbuild.cli.options import ALLOW_DATABASE, AllowDatabaseOption, switches
from avisbuild.cli.output import UnsaidError, agreed, end_output, loading, say, say_aside
from avisbuild.errors import AvisbuildError, DatabaseOutsideError, ExitCode
from avisbuild.messages.printable import printable_lines
from avisbuild.system.console import close_quietly, open_closed_streams, speak_utf8

app = typer.Typer(
    name="avisbuild",
    help="Build audio-visual instance segmentation data sets: from a manifest to a validated release.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


_CORE, _PIPELINES = "avisbuild.cli", "avisbuild_pipelines.commands"

# Every command in the order of the help, with the module that defines it as a function of its name.
COMMANDS = {
    "init": f"{_CORE}.init",
    "fetch": f"{_PIPELINES}.fetch",
    "clip": f"{_PIPELINES}.clip",
    "embed": f"{_PIPELINES}.embed",
    "annotate": "avisbuild_gui.command",
    "manifest": f"{_PIPELINES}.manifest",
    "status": f"{_PIPELINES}.status",
    "videos": f"{_CORE}.videos",
    "categories": f"{_CORE}.categories",
    "review": f"{_CORE}.review",
    "import": f"{_PIPELINES}.import_",
    "split": f"{_CORE}.split",
    "export": f"{_PIPELINES}.export",
    "validate": f"{_CORE}.validate",
    "audit": f"{_PIPELINES}.audit",
    "stats": f"{_PIPELINES}.stats",
    "evaluate": f"{_CORE}.evaluate",
    "evaluate-ov": f"{_CORE}.evaluate_ov",
    "evaluate-avs": f"{_CORE}.evaluate_avs",
    "synth": f"{_PIPELINES}.synth",
    "verify": f"{_PIPELINES}.verify",
    "project": f"{_PIPELINES}.project",
    "prune": f"{_PIPELINES}.prune",
    "models": f"{_PIPELINES}.models",
    "doctor": f"{_PIPELINES}.doctor",
    "demo": f"{_PIPELINES}.demo",
}

_INTERNAL_ERROR = 70
# Typer exports the errors of wrong use, but not what they have in common.
_UsageError: type[Any] = typer.BadParameter.__mro__[1]
_STOPPED = "stopped; run the same command again to go on"


def main() -> None:
    """Run the command line; an error a user can cause becomes one line and an exit code."""
    # Whatever there is goes with the process; to look for cycles in it first takes a tenth of a command.
    atexit.register(gc.freeze)
    open_closed_streams()
    speak_utf8()
    _log_to_stderr()
    sys.excepthook = _say_traceback
    try:
        sys.exit(_run(sys.argv[1:] or ["--help"]))
    finally:
        close_quietly(sys.stdout, sys.stderr)


def _run(words: list[str]) -> int:
    """Run one command; its exit code."""
    # The annotator has a splash of its own.
    if words[0] in COMMANDS and words[0] != "annotate":
        loading.begin(words[0])
    try:
        code = _program(words[0])(words, standalone_mode=False)
        end_output()
    except BrokenPipeError:
        return ExitCode.PARTLY_DONE
    except (Exception, KeyboardInterrupt) as error:
        if switches.debug:
            raise
        line, code = _explain(_met_on_stdout(error) or error)
        say_aside(f"avisbuild: {line}")
    finally:
        loading.end()
    return code or ExitCode.DONE


def _met_on_stdout(error: BaseException) -> AvisbuildError | None:
    """Where an error of no file was met while the help or a table was printed: what is wrong with stdout."""
    if isinstance(error, OSError) and error.filename is None:
        try:
            end_output()
        except UnsaidError as unsaid:
            return unsaid
    return None


def _say_traceback(
    kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    say_aside("".join(traceback.format_exception(error)).rstrip())


class _PrintableFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return printable_lines(super().format(record))


class _Handler(logging.StreamHandler[TextIO]):
    def emit(self, record: logging.LogRecord) -> None:
        loading.end()
        super().emit(record)


def _log_to_stderr() -> None:
    handler = _Handler(sys.stderr)
    handler.setFormatter(_PrintableFormatter("%(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def _program(word: str) -> typer.Typer:
    """The application with the command of this name, or with all of them; their files import nothing heavy.

    To read the options of every command, and not only of that which runs, takes a third of most commands.
    """
    wanted = {word: COMMANDS[word]} if word in COMMANDS else COMMANDS
    for command, module in wanted.items():
        name = "import_" if command == "import" else command.replace("-", "_")
        found = getattr(import_module(module), name)
        if isinstance(found, typer.Typer):
            for each in found.registered_commands:
                # Once in a process, where tests run several commands.
                if each.callback and not hasattr(each.callback, "__wrapped__"):
                    each.callback = _interruptible(each.callback)
            app.add_typer(found, name=command)
        else:
            app.command(command)(_interruptible(found))
    return app


class _InterruptedError(AvisbuildError):
    exit_code = 130


def _interruptible(command: Callable[..., None]) -> Callable[..., None]:
    """Typer would end without a word at Ctrl-C; ours says how to go on."""

    @wraps(command)
    def run(*args: object, **options: object) -> None:
        try:
            _asking(command)(*args, **options)
        except KeyboardInterrupt as interrupt:
            raise _InterruptedError(_STOPPED) from interrupt

    found = signature(command)
    if "project" in found.parameters:
        # Read by the store, wherever in the command a project is opened.
        option = Parameter(
            "allow_database", Parameter.KEYWORD_ONLY, default=False, annotation=AllowDatabaseOption
        )
        run.__signature__ = found.replace(  # type: ignore[attr-defined]
            parameters=[*found.parameters.values(), option]
        )
    return run


def _asking(command: Callable[..., None]) -> Callable[..., None]:
    """At a terminal, a database that was never named is asked about once, and the command goes on."""

    def run(*args: object, allow_database: bool = False, **options: object) -> None:
        if allow_database:
            os.environ[ALLOW_DATABASE] = "1"
        try:
            command(*args, **options)
        except DatabaseOutsideError as error:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise
            say_aside(f"avisbuild: {error}")
            if not agreed("Open it this time?"):
                raise
            os.environ[ALLOW_DATABASE] = "1"
            command(*args, **options)

    return run


def _explain(error: BaseException) -> tuple[str, int]:
    """One line about an error, and the exit code of its kind; what we do not know is a bug of ours."""
    match error:
        case AvisbuildError():
            return str(error), error.exit_code
        case KeyboardInterrupt():
            return _STOPPED, _InterruptedError.exit_code
        case OSError(strerror=reason, filename=name):
            return f"{reason or error}: {name or 'no file named'}", ExitCode.BAD_INPUT
        case _ if isinstance(error, _UsageError):
            return _wrong_use(error), ExitCode.BAD_INPUT
        case _:
            kind = type(error).__name__
            return f"internal error ({kind}: {error}); --debug shows where", _INTERNAL_ERROR


def _wrong_use(error: Any) -> str:
    """What was typed wrong, and where to read what would be right."""
    said = " ".join(error.format_message().split())
    return (
        said if error.ctx is None else f"{said.rstrip('.')}; see: {error.ctx.command_path} --help"
    )


def _show_version(value: bool) -> None:
    if value:
        say(f"avisbuild {avisbuild.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version."
    ),
) -> None:
    pass
