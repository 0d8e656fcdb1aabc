"""The value in a JSON text at which reading stopped: where it stands, and what it says."""

import mmap
import re

import msgspec

from avisbuild.documents.wording import place_of, shown

Text = bytes | mmap.mmap
# Cutting a text into more parts than this would take more memory than the text.
_MOST_PARTS = 1 << 22
# Going through longer texts, or through more commas, takes seconds.
_MOST_WALKED_BYTES = 256 << 20
_MOST_WALKED_PARTS = 1 << 21
_DEEPEST = 64
_MOST_SHOWN_BYTES = 1 << 20
_SHOWN_CHARACTERS = 60
_STEP = re.compile(r"\[(\d+)\]|\.([^.\[\]]+)")
_MARK = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]', re.DOTALL)
_NOT_FINITE = re.compile(rb"-?(?:NaN|nan|Infinity|Inf|inf)\b")
_BEFORE_A_VALUE = (b" ", b"\n", b"\r", b"\t", b":", b",", b"[")
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_ANY = msgspec.json.Decoder()


def value_at(text: Text | msgspec.Raw, path: str) -> str:
    """What stands at a path such as `[3].score`, in a few words; "" where that cannot be told cheaply."""
    if path and memoryview(text).nbytes > _MOST_PARTS < _part_count(text):
        return ""
    part = text if isinstance(text, msgspec.Raw) else msgspec.Raw(memoryview(text))
    at = 0
    try:
        while at < len(path):
            step = _STEP.match(path, at)
            if step is None:
                return ""
            index, key = step.groups()
            part = _LIST.decode(part)[int(index)] if index else _OBJECT.decode(part)[key]
            at = step.end()
        return _told(part)
    except (msgspec.MsgspecError, LookupError, RecursionError, UnicodeDecodeError):
        return ""


def _part_count(text: Text | msgspec.Raw, stop: int | None = None) -> int:
    view = memoryview(text)[:stop]
    starts = range(0, view.nbytes, 1 << 16)
    return sum(bytes(view[start : start + (1 << 16)]).count(b",") for start in starts)


def _told(part: msgspec.Raw) -> str:
    data = bytes(memoryview(part)[: _MOST_SHOWN_BYTES + 1]).strip()
    if not data.startswith((b"[", b"{", b'"')):
        # As it is written: 1.0 is not 1, and a number may be larger than any that is read.
        return data[:_SHOWN_CHARACTERS].decode("ascii", "replace")
    if len(data) > _MOST_SHOWN_BYTES:
        return {"[": "a long list", "{": "a large object"}.get(chr(data[0]), "a long text")
    return shown(_ANY.decode(data))


def not_finite_near(text: Text, at: int) -> tuple[str, int] | None:
    """The NaN or infinity at which reading stopped, and its place; None where it was anything else.

    Behind a minus it stops a byte late, and behind "nan", which begins like null, some more.
    """
    for start in range(at, max(at - 5, -1), -1):
        if start and bytes(text[start - 1 : start]) not in _BEFORE_A_VALUE:
            continue
        found = _NOT_FINITE.match(bytes(text[start : start + 16]))
        if found:
            return found.group().decode(), start
    return None


def path_to(text: Text, at: int) -> str:
    """The path to the value that begins at a byte, as `annotations[3].id`; "" where it is far in or deep."""
    if at > _MOST_WALKED_BYTES or _part_count(text, at) > _MOST_WALKED_PARTS:
        return ""
    steps: list[str | int] = []
    string = b""
    for mark in _MARK.finditer(text, 0, at):
        match sign := mark.group():
            case b"{" | b"[":
                steps.append("" if sign == b"{" else 0)
                if len(steps) > _DEEPEST:
                    return ""
            case b"}" | b"]":
                if steps:
                    steps.pop()
            case b",":
                if steps and isinstance(last := steps[-1], int):
                    steps[-1] = last + 1
            case b":":
                if steps:
                    steps[-1] = _key(string)
            case _:
                string = sign
    return place_of(steps, "")


def _key(string: bytes) -> str:
    try:
        return str(_ANY.decode(string))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""
