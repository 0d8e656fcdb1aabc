"""What a command says: text or one JSON document on stdout; progress, logs and errors on stderr."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Literal

from avisbuild.cli.loading import Loading
from avisbuild.cli.options import switches
from avisbuild.errors import AvisbuildError, ExitCode
from avisbuild.messages.printable import printable, printable_json, printable_lines
from avisbuild.progress import Progress, silent

_WIDE = 10_000
_BAR_WIDTH = 16


def _show_at_once(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


loading = Loading(_show_at_once)


class UnsaidError(AvisbuildError):
    """What a command found or did could not be told: the standard output takes no more."""

    exit_code = ExitCode.PARTLY_DONE


def say(line: str = "") -> None:
    """Print a line for people; nothing under --json."""
    if not switches.as_json:
        _put(printable(line) + "\n")


def say_json(document: Any) -> None:
    """Print the command's one JSON document; nothing without --json."""
    if switches.as_json:
        text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
        _put(printable_json(text) + "\n")


def say_aside(text: str) -> None:
    """Print one or more lines on stderr; where that is closed or full, nobody wants to read them."""
    loading.end()
    with suppress(OSError, ValueError):
        sys.stderr.write(printable_lines(text) + "\n")
        sys.stderr.flush()


def end_output() -> None:
    """Bring to stdout what still waits to be written; raises UnsaidError, and BrokenPipeError."""
    _put("", flush=True)


def _put(text: str, *, flush: bool = False) -> None:
    """Write to stdout what is known to be harmless."""
    loading.end()
    try:
        sys.stdout.write(text)
        if flush:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnsaidError("stdout-fails", reason=error.strerror or error) from error


def say_table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    left: Sequence[int] = (0,),
) -> None:
    """Print a table for people: the columns in `left` (by default the first) to the left, the rest right."""
    if switches.as_json:
        return
    loading.end()
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    heading = Text(printable(title), style="table.title") if title else None
    table = Table(title=heading, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for index, column in enumerate(columns):
        justify: Literal["left", "right"] = "left" if index in left else "right"
        table.add_column(column, justify=justify, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(str(cell))) for cell in row))
    # A pipe or a file has no edge at which to cut.
    console = Console(width=None if sys.stdout.isatty() else _WIDE)
    with console.capture() as captured:
        console.print(table)
    _put(captured.get())


def agreed(question: str) -> bool:
    """Ask at the terminal; Ctrl-C and Ctrl-D are a no."""
    loading.end()
    import typer

    try:
        return typer.confirm(question, default=False, err=True)
    except typer.Abort:
        say_aside("")
        return False


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """A bar with count, time passed and time left on stderr; silent when stderr is no terminal."""
    loading.end()
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bars
    from rich.table import Column

    def whole() -> Column:
        return Column(no_wrap=True, min_width=4)

    # In a narrow terminal the last column gives way, and nothing else.
    columns = (
        TextColumn("{task.description}", table_column=Column(no_wrap=True, min_width=len(title))),
        BarColumn(bar_width=_BAR_WIDTH),
        MofNCompleteColumn(table_column=whole()),
        TimeElapsedColumn(table_column=whole()),
        TextColumn("left", table_column=whole()),
        TimeRemainingColumn(table_column=whole()),
        TextColumn(
            "{task.fields[what]}",
            markup=False,
            table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
        ),
    )
    console = Console(stderr=True)
    with Bars(*columns, console=console, transient=True, expand=True) as bars:
        task = bars.add_task(title, total=None, what="")

        def show(done: int, total: int | None, what: str) -> None:
            bars.update(task, completed=done, total=total, what=printable(what))

        yield show


@contextmanager
def plain_progress(title: str, *, every_s: float = 10.0) -> Iterator[Progress]:
    """A line on stderr now and then, with count and time left, for logs and pipes."""
    started = said = time.monotonic()

    def show(done: int, total: int | None, what: str) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said < every_s:
            return
        said = now
        left = (
            f", about {(now - started) / done * (total - done) / 60:.0f} min left"
            if done and total
            else ""
        )
        say_aside(
            f"{title}: {done} of {total if total is not None else '?'}{left}{what and '; ' + printable(what)}"
        )

    yield show
