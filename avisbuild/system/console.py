"""What a program says: in one encoding on every system, and where nobody listens."""

import codecs
import io
import os
import sys
from contextlib import suppress
from typing import Literal, TextIO


def open_closed_streams() -> None:
    """Lead the streams that were closed before we began (`>&-`) to nowhere.

    Their numbers would otherwise go to the next files that are opened, such as the database.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
    sys.stdin = sys.stdin or _open(0, "r")
    sys.stdout = sys.stdout or _open(1, "w")
    sys.stderr = sys.stderr or _open(2, "w")


def _open(number: int, mode: Literal["r", "w"]) -> TextIO:
    return open(number, mode, encoding="utf-8", closefd=False)


def close_quietly(*streams: TextIO) -> None:
    """Let go of what still waits in streams that take no more, over which Python would end with 120."""
    for stream in streams:
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)


def speak_utf8(streams: "tuple[TextIO, ...] | None" = None) -> None:
    """Write UTF-8 to pipes and files: Windows would take an encoding that lacks most characters.

    A terminal is left as it is; it shows all of them anyway.
    """
    for stream in streams or (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not _is_right(stream):
            stream.reconfigure(encoding="utf-8", errors=stream.errors)


def _is_right(stream: io.TextIOWrapper) -> bool:
    return stream.isatty() or codecs.lookup(stream.encoding).name == "utf-8"
