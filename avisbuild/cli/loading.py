"""What the terminal shows until a command says something itself: that it is loading, and for how long by now.

The modules of a command take a second or two; in a new installation Numba compiles for half a minute first.
"""

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

_SHOWN_AFTER_S = 0.7
_EVERY_S = 0.5
_LONG_S = 4.0
_CLEARED = "\r\x1b[K"


class Loading:
    """Shows a line, at a terminal alone, from `begin` to `end`; nothing where that is soon."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, command: str) -> None:
        """Show that this command is loading."""
        if self._thread is None and sys.stderr.isatty():
            self._ended.clear()
            self._thread = threading.Thread(target=self._show, args=(command,), daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Something else is shown from here on; the line is gone."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._ended.set()
            thread.join()

    def _show(self, command: str) -> None:
        began_s = time.monotonic()
        if self._ended.wait(_SHOWN_AFTER_S):
            return
        with suppress(OSError, ValueError):  # whoever closes stderr wants to read nothing
            while not self._ended.wait(_EVERY_S):
                self._write(_CLEARED + loading_text(command, time.monotonic() - began_s))
            self._write(_CLEARED)


def loading_text(command: str, seconds: float) -> str:
    """The line after so many seconds: `avisbuild evaluate: loading (2 s)`."""
    why = "; what a new installation needs is compiled now, once" if seconds > _LONG_S else ""
    return f"avisbuild {command}: loading ({seconds:.0f} s){why}"
