"""Files changed at random, as damage, haste and ill will change them; one seed, one result."""

import csv
import io
import json
import tomllib
from collections.abc import Callable
from copy import deepcopy
from enum import StrEnum
from random import Random
from typing import Any

import tomlkit


class Form(StrEnum):
    """What a file is made of, and so in which ways it can be wrong."""

    BYTES = "bytes"
    LINES = "lines"
    CSV = "csv"
    JSON = "json"
    TOML = "toml"


_EDGES = (0, 1, 0x7F, 0x80, 0xFF)
_LENGTHS = (0, 1, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_DEEP = "@@deep@@"
# A number that no float holds and most integers do not; a string for each way in which text goes wrong.
_NUMBERS = (0, -1, 1, 0.5, 2**31, 2**63, -(2**63) - 1, 2**64, 10**400, 1e308, -0.0, 1e-320)
_TEXTS = (
    "",
    " ",
    "\x00",
    "\x1b[31m",
    "\ud800",
    "\u202e",
    "a" * 70_000,
    "../../../etc/passwd",
    "/",
    ".",
    "=1+1",
    "nan",
    "1e999",
    "-1",
    "\n",
    "狗",
    "e\u0301",
    "%s{}",
    "null",
    "true",
    _DEEP,
)
_OTHERS = (None, True, False, float("nan"), float("inf"), [], {}, [[]], [None], {"": None})


def mutated(data: bytes, form: Form, random: Random) -> bytes:
    """A changed copy: often changed within its form, sometimes without regard to it."""
    if form is not Form.BYTES and random.random() < 0.75:
        try:
            return _OF_FORM[form](data, random)
        except (ValueError, TypeError, RecursionError):
            pass  # what cannot be written in this form
    for _ in range(random.choice((1, 1, 1, 2, 4, 16))):
        data = random.choice(_BYTE_CHANGES)(data, random)
    return data


def _place(data: bytes, random: Random) -> int:
    """Where to change; the beginning, in which headers stand, as often as all the rest."""
    return random.randrange(min(len(data), random.choice((64, 512, 4096, len(data) or 1))) or 1)


def _flip(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    return (
        data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :] if data else b""
    )


def _edge(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    return data[:at] + bytes([random.choice(_EDGES)]) + data[at + 1 :]


def _length(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    order = random.choice(("big", "little"))
    return data[:at] + random.choice(_LENGTHS).to_bytes(4, order) + data[at + 4 :]


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _drop(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    return data[:at] + data[at + random.choice((1, 4, 64, 4096)) :]


def _repeat(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    part = data[at : at + random.choice((1, 8, 512, 4096))]
    return data[:at] + part * random.choice((2, 3, 50)) + data[at + len(part) :]


def _noise(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    return data[:at] + random.randbytes(random.choice((1, 4, 64, 1024))) + data[at:]


def _other_number(data: bytes, random: Random) -> bytes:
    """Another number in place of one that is written in digits."""
    at = next(
        (i for i in range(_place(data, random), len(data)) if data[i : i + 1].isdigit()), None
    )
    if at is None:
        return _flip(data, random)
    end = at
    while data[end : end + 1].isdigit():
        end += 1
    return data[:at] + str(random.choice(_NUMBERS)).encode() + data[end:]


_BYTE_CHANGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip,
    _edge,
    _length,
    _cut,
    _drop,
    _repeat,
    _noise,
    _other_number,
)


def _lines(data: bytes, random: Random) -> bytes:
    lines = data.decode().split("\n")
    at = random.randrange(len(lines))
    change = random.randrange(4)
    if change == 0:
        lines.insert(at, lines[random.randrange(len(lines))])
    elif change == 1:
        del lines[at]
    elif change == 2:
        lines[at] = _text(random)
    else:
        words = lines[at].split(" ")
        words[random.randrange(len(words))] = _text(random)
        lines[at] = " ".join(words)
    return "\n".join(lines).encode(errors="surrogatepass")


def _csv(data: bytes, random: Random) -> bytes:
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    for _ in range(random.choice((1, 1, 2, 5))):
        row = random.choice(rows)
        change = random.randrange(5)
        if change == 0:
            rows.insert(random.randrange(len(rows) + 1), list(row))
        elif change == 1:
            row.append(_text(random))
        elif row:
            row[random.randrange(len(row))] = _text(random) if change < 4 else ""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return _deepened(text.getvalue(), random).encode(errors="surrogatepass")


def _json(data: bytes, random: Random) -> bytes:
    document = _restructured(json.loads(data), random)
    text = json.dumps(document, ensure_ascii=random.random() < 0.5)
    return _deepened(text, random).encode(errors="surrogatepass")


def _toml(data: bytes, random: Random) -> bytes:
    document = _restructured(tomllib.loads(data.decode()), random)
    return _deepened(tomlkit.dumps(document), random).encode(errors="surrogatepass")


_OF_FORM: dict[Form, Callable[[bytes, Random], bytes]] = {
    Form.LINES: _lines,
    Form.CSV: _csv,
    Form.JSON: _json,
    Form.TOML: _toml,
}


def _restructured(document: Any, random: Random) -> Any:
    """Some values of a document exchanged, dropped, doubled or put where others belong."""
    holder = [document]
    for _ in range(random.choice((1, 1, 2, 3))):
        places = list(_places(holder))
        parent, key = random.choice(places)
        change = random.randrange(6)
        if change == 0 and parent is not holder:
            del parent[key]
        elif change == 1 and isinstance(parent, list):
            parent.insert(key, parent[key])
        elif change == 2 and isinstance(parent, dict):
            parent[_text(random)] = parent[key]
        elif change == 3:
            other, place = random.choice(places)
            parent[key] = json.loads(json.dumps(other[place]))
        else:
            parent[key] = _value(random)
    return holder[0]


def _places(value: Any) -> Any:
    """Every (list or object, place in it) of a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in list(items):
        yield value, key
        if isinstance(each, (list, dict)):
            yield from _places(each)


def _value(random: Random) -> Any:
    return deepcopy(random.choice(random.choice((_NUMBERS, _TEXTS, _OTHERS))))


def _text(random: Random) -> str:
    return str(random.choice((*_TEXTS, *_TEXTS, *_NUMBERS)))


def _deepened(text: str, random: Random) -> str:
    """Lists in lists in place of the mark that stands for them."""
    depth = random.choice((50, 3_000, 100_000))
    opening, closing = random.choice((("[", "]"), ('{"a":', "}")))
    nested = opening * depth + ("1" if opening != "[" else "") + closing * depth
    return text.replace(f'"{_DEEP}"', nested)
