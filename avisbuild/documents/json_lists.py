"""Reading a big JSON object of lists one record at a time, in the memory of one record."""

import json
from collections import deque
from collections.abc import Iterator
from json import JSONDecodeError
from pathlib import Path
from typing import IO, Any

from avisbuild.errors import FormatError

_CHUNK_CHARACTERS = 8 << 20


class JsonRecords:
    """The lists of one JSON object by key, as in a truth JSON: `for video in records.each("videos")`.

    The file is gone through once on opening, so one that is broken anywhere is refused before its
    first record is given. Raises FormatError with file, line and column.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        self._keys: list[str] = []
        deque(self._walk(None), maxlen=0)

    def each(self, key: str) -> Iterator[Any]:
        """The items of the list at `key`; raises FormatError when there is no such list."""
        if key not in self._keys:
            found = ", ".join(self._keys) or "none"
            raise FormatError(f"{self.name}: expected the key {key!r}, got {found}")
        return self._walk(key)

    def _walk(self, wanted: str | None) -> Iterator[Any]:
        """The items of one list; without a wish, none, but everything is read and the keys are noted."""
        try:
            with self._path.open(encoding="utf-8-sig", newline="\n") as stream:
                text = _SlidingText(stream, self.name)
                for key in text.each_key():
                    if key == wanted:
                        yield from text.items(key)
                        return
                    if key in self._keys and wanted is None:
                        raise text.wrong(f"the key {key!r} stands there twice")
                    self._keys += [] if wanted else [key]
                    text.skip_value(key)
                if text.peek():
                    raise text.wrong("expected nothing after the object")
        except UnicodeDecodeError as error:
            raise FormatError(
                f"{self.name}: expected JSON in UTF-8, got other bytes ({error.reason})"
            ) from error
        except OSError as error:
            raise FormatError(f"{self._path}: cannot be read ({error.strerror})") from error


class _SlidingText:
    """The text of a stream through a window that grows to hold one value, and then moves on."""

    def __init__(self, stream: IO[str], name: str) -> None:
        self._stream = stream
        self._name = name
        self._decoder = json.JSONDecoder(parse_constant=_refuse_constant)
        self._window = ""
        self._at = 0
        self._line, self._column = 1, 1

    def each_key(self) -> Iterator[str]:
        """The keys of the object; the taker of a key reads or skips its value."""
        self._take("{", "an object {...}")
        while self.peek() != "}":
            key = self._value()
            if not isinstance(key, str):
                raise self.wrong("expected a key")
            self._take(":", "a colon")
            yield key
            if self.peek() != "}":
                self._take(",", "a comma or }")
        self._at += 1

    def items(self, key: str) -> Iterator[Any]:
        """The items of the list that comes next."""
        self._take("[", f"a list at {key!r}")
        while self.peek() != "]":
            yield self._value()
            if self.peek() != "]":
                self._take(",", "a comma or ]")
        self._at += 1

    def skip_value(self, key: str) -> None:
        """Pass over the value that comes next; a list item by item."""
        if self.peek() == "[":
            deque(self.items(key), maxlen=0)
        else:
            self._value()

    def peek(self) -> str:
        """The next character that is no space, "" at the end."""
        while True:
            while self._at < len(self._window):
                if self._window[self._at] not in " \t\n\r":
                    return self._window[self._at]
                self._at += 1
            if not self._more():
                return ""

    def wrong(self, problem: str, at: int | None = None) -> FormatError:
        """An error at a place of the window, by default where reading stands."""
        line, column = self._place(self._at if at is None else at)
        return FormatError(f"{self._name} line {line} column {column}: {problem}")

    def _take(self, character: str, what: str) -> None:
        if self.peek() != character:
            raise self.wrong(f"expected {what}")
        self._at += 1

    def _value(self) -> Any:
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._window, self._at)
            except JSONDecodeError as error:
                if not self._more():
                    raise self.wrong(error.msg, min(error.pos, len(self._window))) from error
            except (ValueError, RecursionError) as error:
                raise self.wrong(str(error)) from error
            else:
                # At the very end of the window a number may go on behind it.
                if end < len(self._window) or not self._more():
                    self._at = end
                    return value

    def _more(self) -> bool:
        """Let go of what was read and read on: at least as much again, so that retries stay few."""
        left = self._window[self._at :]
        chunk = self._stream.read(max(_CHUNK_CHARACTERS, len(left)))
        if chunk:
            self._line, self._column = self._place(self._at)
            self._window, self._at = left + chunk, 0
        return bool(chunk)

    def _place(self, at: int) -> tuple[int, int]:
        """Line and column, from 1, of a place in the window."""
        lines = self._window.count("\n", 0, at)
        if lines == 0:
            return self._line, self._column + at
        return self._line + lines, at - self._window.rfind("\n", 0, at)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"expected a finite number, got {name}")
