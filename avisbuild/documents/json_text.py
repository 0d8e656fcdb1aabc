"""The text of a JSON file, and decoding it with every error told by its place."""

import codecs
import gzip
import mmap
import os
import re
import zlib
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from avisbuild.documents.json_values import not_finite_near, path_to, value_at
from avisbuild.documents.wording import of_form, shown
from avisbuild.errors import FormatError

Text = bytes | mmap.mmap
_GZIP = b"\x1f\x8b"
# What a file begins with whose text does not stand there as it is.
PACKED = (_GZIP, codecs.BOM_UTF8)
# A longer text is mapped. A shorter one is held: cutting a mapped file short ends the process that reads it.
_MOST_HELD_BYTES = 256 << 20
_CHUNK_BYTES = 1 << 16
_MOST_UNPACKED_BYTES = 1 << 30
_SHOWN_BYTES = 12
_PLACE = re.compile(r" - at `\$(.*)`$")
_INDEX = re.compile(r"^\[(\d+)\]")
_REASON = re.compile(r"(?:JSON is malformed: )?(.*?)(?: \(byte (\d+)\))?", re.DOTALL)
_T = TypeVar("_T")


def unreadable(file: Path | str, error: OSError) -> FormatError:
    """What to raise for a file that the system does not give; of a folder, how to go on."""
    if isinstance(error, IsADirectoryError):
        return FormatError("file-is-folder", file=file)
    return FormatError("file-unreadable", file=file, reason=error.strerror or error)


def read_text(path: Path) -> Text:
    """The text of a file, gzip or not, without a byte-order mark; raises FormatError.

    A long plain file is mapped: it takes no memory of its own.
    """
    try:
        with path.open("rb") as stream:
            start = stream.peek(len(codecs.BOM_UTF8))
            if path.is_file() and not start.startswith(PACKED):
                return plain_text(stream)
            source = gzip.GzipFile(fileobj=stream) if start.startswith(_GZIP) else stream
            if source.peek(len(codecs.BOM_UTF8)).startswith(codecs.BOM_UTF8):
                source.read(
                    len(codecs.BOM_UTF8)
                )  # here, because cutting it off later copies the text
            text = source.read(_MOST_UNPACKED_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FormatError("gzip-broken", file=path, reason=error) from error
    except OSError as error:
        raise unreadable(path, error) from error
    if len(text) > _MOST_UNPACKED_BYTES:
        raise FormatError("json-unpacks-too-large", file=path, most_mib=_MOST_UNPACKED_BYTES >> 20)
    return text.removeprefix(codecs.BOM_UTF8)


def plain_text(stream: BinaryIO) -> Text:
    """All of a file that is open at its beginning, or of bytes in memory; raises OSError."""
    if isinstance(stream, BytesIO):
        return stream.getvalue()
    size = os.fstat(stream.fileno()).st_size
    if size > _MOST_HELD_BYTES:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    # By its size, so that it is not held twice on the way; some files of the system state none.
    return stream.read(size or -1)


def check_encoding(text: Text, where: str) -> None:
    """Raise FormatError unless the text is UTF-8 to its end; decoding looks only at what it keeps."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(text), _CHUNK_BYTES):
        part = text[start : start + _CHUNK_BYTES]
        try:
            decoder.decode(part)
        except UnicodeDecodeError as error:
            at = start + len(part) - len(error.object) + error.start
            raise _broken(text, at, where, error.reason) from error


def count_in(text: Text | memoryview | msgspec.Raw, character: bytes) -> int:
    """How often a byte stands in a text."""
    view = memoryview(text)
    starts = range(0, len(view), _CHUNK_BYTES)
    return sum(bytes(view[start : start + _CHUNK_BYTES]).count(character) for start in starts)


def decoded(
    decoder: "msgspec.json.Decoder[_T]", text: Text | msgspec.Raw, where: str, *, record: str = ""
) -> _T:
    """Read JSON of this form, or raise FormatError that says where and what was expected.

    `record` is what an entry of the outermost list is called.
    """
    try:
        return decoder.decode(text)
    except msgspec.ValidationError as error:
        problem = str(error)
        place = _PLACE.search(problem)
        what = problem[: place.start()] if place else problem
        inside = place.group(1) if place else ""
        if record and inside:
            inside = ": " + _INDEX.sub(rf"{record} \1", inside)
        told = of_form(what, value_at(text, place.group(1) if place else ""))
        raise FormatError("wrong-at", place=where + inside, problem=told) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        reason, byte = _REASON.fullmatch(str(error)).groups()  # type: ignore[union-attr]
        whole = bytes(text) if isinstance(text, msgspec.Raw) else text
        at = len(whole) if byte is None else int(byte)
        if number := not_finite_near(whole, at):
            raise _not_finite(whole, *number, where, record) from error
        raise _broken(whole, at, where, reason) from error
    except RecursionError as error:
        raise FormatError("json-too-deep", file=where) from error


def _not_finite(text: Text, found: str, at: int, where: str, record: str) -> FormatError:
    path = path_to(text, at)
    if record and path:
        path = _INDEX.sub(rf"{record} \1", path)
    line, column = _line_and_column(text, at)
    place = f"{where} line {line} column {column}" + (f": {path}" if path else "")
    return FormatError("json-not-finite", place=place, found=found)


def _broken(text: Text, at: int, where: str, reason: str) -> FormatError:
    line, column = _line_and_column(text, at)
    found = shown(text[at : at + _SHOWN_BYTES].decode("utf-8", "replace"))
    return FormatError(
        "json-broken", file=where, line=line, column=column, reason=reason, found=found
    )


def _line_and_column(text: Text, at: int) -> tuple[int, int]:
    """Both from 1, the column in bytes."""
    return 1 + count_in(memoryview(text)[:at], b"\n"), at - text.rfind(b"\n", 0, at)
