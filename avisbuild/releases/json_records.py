"""Reading a big JSON object of lists one record at a time: the text is held, but never all its objects."""

import json
import re
from collections import deque
from collections.abc import Iterator
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from avisbuild.errors import FormatError

_SPACE = re.compile(r"[ \t\n\r]*")


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"expected a finite number, got {name}")


class JsonRecords:
    """The lists of one JSON object by key, as in a truth JSON: `for video in records.each("videos")`.

    Raises FormatError with file and line where the text is no such JSON.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._decoder = json.JSONDecoder(parse_constant=_refuse_constant)
        try:
            self._text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise FormatError(
                f"{path.name}: expected JSON in UTF-8, got other bytes ({error.reason})"
            ) from error
        except OSError as error:
            raise FormatError(f"{path}: cannot be read ({error.strerror})") from error
        self._starts = self._find_keys()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the object, in the order of the file."""
        return tuple(self._starts)

    def each(self, key: str) -> Iterator[Any]:
        """The items of the list at `key`; raises FormatError when there is no such list."""
        if key not in self._starts:
            raise FormatError(
                f"{self.name}: expected the key {key!r}, got {', '.join(self._starts) or 'none'}"
            )
        start = self._starts[key]
        if not self._text.startswith("[", start):
            raise FormatError(f"{self.name}: expected a list at {key!r}")
        for value, _ in self._items(start):
            yield value

    def value(self, key: str) -> Any:
        """The value at `key`, None where there is none; meant for what is small."""
        return self._decode(self._starts[key])[0] if key in self._starts else None

    def _find_keys(self) -> dict[str, int]:
        starts: dict[str, int] = {}
        position = self._skip(0)
        if not self._text.startswith("{", position):
            raise self._wrong(position, "expected an object {...}")
        position = self._skip(position + 1)
        while not self._text.startswith("}", position):
            key, position = self._decode(position)
            position = self._skip(position)
            if not isinstance(key, str) or not self._text.startswith(":", position):
                raise self._wrong(position, "expected a key and a colon")
            if key in starts:
                raise self._wrong(position, f"the key {key!r} stands there twice")
            starts[key] = self._skip(position + 1)
            position = self._after_value(starts[key])
            if self._text.startswith(",", position):
                position = self._skip(position + 1)
            elif not self._text.startswith("}", position):
                raise self._wrong(position, "expected a comma or }")
        if self._skip(position + 1) != len(self._text):
            raise self._wrong(position + 1, "expected nothing after the object")
        return starts

    def _after_value(self, position: int) -> int:
        """Where a value ends; a list is gone through item by item, and its items forgotten."""
        if self._text.startswith("[", position):
            ends = deque((end for _, end in self._items(position)), maxlen=1)
            return self._skip(ends.pop() if ends else self._skip(position + 1) + 1)
        return self._skip(self._decode(position)[1])

    def _items(self, position: int) -> Iterator[tuple[Any, int]]:
        """Each item of the list that begins at `position`, with the place after its comma or ]."""
        position = self._skip(position + 1)
        while not self._text.startswith("]", position):
            value, position = self._decode(position)
            position = self._skip(position)
            if not self._text.startswith((",", "]"), position):
                raise self._wrong(position, "expected a comma or ]")
            closed = self._text.startswith("]", position)
            yield value, position + 1
            if closed:
                return
            position = self._skip(position + 1)

    def _decode(self, position: int) -> tuple[Any, int]:
        try:
            return self._decoder.raw_decode(self._text, position)
        except JSONDecodeError as error:
            raise self._wrong(error.pos, error.msg) from error
        except (ValueError, RecursionError) as error:
            raise self._wrong(position, str(error)) from error

    def _skip(self, position: int) -> int:
        match = _SPACE.match(self._text, position)
        return match.end() if match else position

    def _wrong(self, position: int, problem: str) -> FormatError:
        line = self._text.count("\n", 0, position) + 1
        column = position - self._text.rfind("\n", 0, position)
        return FormatError(f"{self.name} line {line} column {column}: {problem}")
