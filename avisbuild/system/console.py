"""What a program says, in one encoding on every system."""

import codecs
import io
import sys
from typing import TextIO


def speak_utf8(streams: "tuple[TextIO, ...] | None" = None) -> None:
    """Write UTF-8 to pipes and files: Windows would take an encoding that lacks most characters.

    A terminal is left as it is; it shows all of them anyway.
    """
    for stream in streams or (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not _is_right(stream):
            stream.reconfigure(encoding="utf-8", errors=stream.errors)


def _is_right(stream: io.TextIOWrapper) -> bool:
    return stream.isatty() or codecs.lookup(stream.encoding).name == "utf-8"
