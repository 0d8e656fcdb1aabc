"""Documents, tables and lists that anybody may have made: JSON, TOML, CSV and lines, up to a limit."""

import io
import json
import os
import re
import stat
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from avisbuild import inside
from avisbuild.untrusted import limits
from avisbuild.untrusted.limits import BeyondLimitError, check_bytes

Opened = Callable[[Path], BinaryIO]
_MOST_KEY_PARTS = 100
_HALF_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")


def named_file(path: Path) -> BinaryIO:
    """Open what a person named on the command line, which may be a pipe."""
    return path.open("rb")


def read_document(path: Path, *, opened: Opened = inside.reading) -> Any:
    """The JSON in a file of at most 16 MiB; raises OSError, and ValueError for what is none."""
    data = _read(path, opened, "document-too-large", limits.DOCUMENT_BYTES)
    try:
        # Of bytes, `loads` would take halves of characters, too.
        document = json.loads(data.decode("utf-8-sig"))
        if _HALF_PAIR.search(data):
            json.dumps(document, ensure_ascii=False).encode()
    except RecursionError as error:
        raise BeyondLimitError("document-too-deep", file=path) from error
    return document


def read_toml(path: Path, *, opened: Opened = inside.reading) -> dict[str, Any]:
    """The TOML in a file of at most 1 MiB; raises OSError, and ValueError for what is none."""
    data = _read(path, opened, "document-too-large", limits.SETTINGS_BYTES)
    # The time that a key of many parts takes grows with the square of their number.
    lines = (line.strip() for line in data.splitlines())
    if any(line.count(b".") > _MOST_KEY_PARTS and line[:1] != b"#" for line in lines):
        raise BeyondLimitError("document-too-deep", file=path)
    try:
        return tomllib.loads(data.decode())
    except RecursionError as error:
        raise BeyondLimitError("document-too-deep", file=path) from error


def read_table(path: Path, *, opened: Opened = named_file) -> str:
    """The text of a CSV, without a byte-order mark; raises OSError, UnicodeDecodeError and BeyondLimitError.

    Every comma and every end of a line may end a cell; there are at most three million.
    """
    return table_text(_read(path, opened, "table-too-large", limits.TABLE_BYTES), path)


def table_text(data: bytes, where: object) -> str:
    """The same of bytes that were read."""
    cells = data.count(b",") + data.count(b"\n") + data.count(b"\r")
    if cells > limits.TABLE_CELLS:
        raise BeyondLimitError(
            "table-too-many-cells", file=where, found=cells, most=limits.TABLE_CELLS
        )
    return data.decode("utf-8-sig")


def table_stream(path: Path, *, opened: Opened = named_file) -> io.StringIO:
    """`read_table` for a reader of CSV, which wants the ends of lines as they are."""
    return io.StringIO(read_table(path, opened=opened), newline="")


def read_lines(path: Path, *, opened: Opened = inside.reading) -> Iterator[str]:
    """The lines of a list, such as SHA256SUMS; raises OSError, UnicodeDecodeError and BeyondLimitError.

    One at a time: together, short ones take thirty times the room of the file.
    """
    text = _read(path, opened, "listing-too-large", limits.LISTING_BYTES).decode()
    return (line.rstrip("\r\n") for line in io.StringIO(text))


def read_all(stream: BinaryIO, where: object, kind: str, most: int) -> bytes:
    """All of a stream; raises BeyondLimitError of that kind for one with more than `most` bytes."""
    status = os.fstat(stream.fileno())
    if stat.S_ISREG(status.st_mode):
        check_bytes(kind, where, status.st_size, most)
    data = stream.read(most + 1)
    check_bytes(kind, where, len(data), most)
    return data


def _read(path: Path, opened: Opened, kind: str, most: int) -> bytes:
    with opened(path) as stream:
        return read_all(stream, path, kind, most)
