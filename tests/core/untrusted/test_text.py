"""Documents and tables of anybody are read up to a limit, and what is beyond it is told in one line."""

import os
import tracemalloc
from pathlib import Path

import pytest

from avisbuild.untrusted import limits
from avisbuild.untrusted.limits import BeyondLimitError
from avisbuild.untrusted.text import (
    read_document,
    read_lines,
    read_table,
    read_toml,
    table_stream,
)

_DEEP = 100_000


def _file(folder: Path, data: bytes) -> Path:
    path = folder / "a.txt"
    path.write_bytes(data)
    return path


def test_what_is_within_the_limits_is_read_as_it_stands(tmp_path: Path) -> None:
    assert read_document(_file(tmp_path, b'{"a": [1, "\xc3\xa9"]}')) == {"a": [1, "é"]}
    assert read_toml(_file(tmp_path, b'a = "\xc3\xa9"')) == {"a": "é"}
    assert read_table(_file(tmp_path, b"\xef\xbb\xbfa,b\r\n1,2\r\n")) == "a,b\r\n1,2\r\n"
    assert list(read_lines(_file(tmp_path, b"one\r\ntwo\n"))) == ["one", "two"]
    assert table_stream(_file(tmp_path, b'"a\r\nb"\n')).read() == '"a\r\nb"\n'


@pytest.mark.parametrize(
    ("read", "most"),
    [
        (read_document, limits.DOCUMENT_BYTES),
        (read_toml, limits.SETTINGS_BYTES),
        (read_table, limits.TABLE_BYTES),
        (read_lines, limits.LISTING_BYTES),
    ],
)
def test_a_file_that_is_too_large_is_refused_by_its_size_and_not_read(tmp_path, read, most) -> None:
    path = tmp_path / "large"
    with path.open("wb") as stream:
        stream.truncate(most + 1)  # a hole: it takes no room on the disk
    with pytest.raises(
        BeyondLimitError, match=rf"large: {(most >> 20) + 1} MiB .*{most >> 20} MiB"
    ):
        read(path)


def test_a_stream_without_a_size_is_read_no_further_than_its_limit(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(limits, "TABLE_BYTES", 1 << 20)
    with Path("/dev/zero").open("rb") as endless, pytest.raises(BeyondLimitError, match="2 MiB"):
        read_table(tmp_path, opened=lambda _: endless)


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (read_document, b"[" * _DEEP + b"]" * _DEEP),
        (read_document, b'{"a":' * _DEEP + b"1" + b"}" * _DEEP),
        (read_toml, b"a=" + b"[" * _DEEP + b"]" * _DEEP),
        (read_toml, b"a=" + b"{a=" * _DEEP + b"1" + b"}" * _DEEP),
        (read_toml, b".".join([b"a"] * _DEEP) + b" = 1"),
        (read_toml, b"[" + b".".join([b"a"] * _DEEP) + b"]"),
    ],
    ids=["lists", "objects", "TOML lists", "TOML tables", "a TOML key", "a TOML heading"],
)
def test_nesting_without_end_is_told_and_stops_nothing(tmp_path, read, data) -> None:
    with pytest.raises(BeyondLimitError, match="a few levels"):
        read(_file(tmp_path, data))


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (read_document, b'"\\ud800"'),
        (read_document, b'"\xed\xa0\x80"'),
        (read_document, b"\xff"),
        (read_document, b"1" * 5000),
        (read_toml, b'a = "\xff"'),
        (read_toml, b"a = " + b"1" * 5000),
        (read_table, b"\xff"),
        (read_lines, b"\xff"),
    ],
    ids=[
        "half a pair",
        "half a pair in bytes",
        "no UTF-8",
        "long number",
        "TOML",
        "TOML number",
        "CSV",
        "lines",
    ],
)
def test_what_is_no_text_is_a_value_error(tmp_path, read, data) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(_file(tmp_path, data))


def test_a_table_of_nothing_but_commas_is_refused_by_its_cells(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(limits, "TABLE_CELLS", 100)
    assert read_table(_file(tmp_path, b",\n" * 50))
    with pytest.raises(BeyondLimitError, match=r"a\.txt: 102 values in rows, expected at most 100"):
        read_table(_file(tmp_path, b",\n" * 51))


def test_a_pipe_that_was_named_is_read(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"a,b\n")
    os.close(writing)
    assert read_table(tmp_path, opened=lambda _: os.fdopen(reading, "rb")) == "a,b\n"


def test_short_lines_take_no_room_that_the_file_does_not_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LISTING_BYTES", 1 << 20)
    path = _file(tmp_path, "ā\n".encode() * 100_000)
    tracemalloc.start()
    assert sum(1 for _ in read_lines(path)) == 100_000
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3_000_000
