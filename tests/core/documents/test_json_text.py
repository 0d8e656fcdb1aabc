"""The text of a JSON file, plain, packed or through a pipe; and every error by its place."""

import codecs
import gzip
import mmap
import os
import threading
import tracemalloc
from pathlib import Path

import msgspec
import pytest

from avisbuild.documents import json_text
from avisbuild.documents.json_text import check_encoding, decoded, read_text
from avisbuild.errors import FormatError

TEXT = b'{"videos": [1, 2]}'
ANYTHING = msgspec.json.Decoder()


@pytest.mark.parametrize(
    ("written", "is_mapped"),
    [
        (TEXT, True),
        (codecs.BOM_UTF8 + TEXT, False),
        (gzip.compress(TEXT), False),
        (gzip.compress(codecs.BOM_UTF8 + TEXT), False),
        (b"", False),
    ],
    ids=["plain", "byte-order mark", "gzip", "gzip of a byte-order mark", "empty"],
)
def test_a_text_comes_without_its_packing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: bytes, is_mapped: bool
) -> None:
    """A long one is mapped where it stands in the file as it is."""
    monkeypatch.setattr(json_text, "_MOST_HELD_BYTES", len(TEXT) - 1)
    path = tmp_path / "a.json"
    path.write_bytes(written)
    text = read_text(path)
    assert bytes(text[:]) == (TEXT if written else b"")
    assert isinstance(text, mmap.mmap) == is_mapped


def test_a_byte_order_mark_does_not_cost_a_copy_of_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_text, "_MOST_UNPACKED_BYTES", 8 << 20)
    path = tmp_path / "a.json.gz"
    path.write_bytes(gzip.compress(codecs.BOM_UTF8 + b" " * (8 << 20), 0))
    tracemalloc.start()
    assert len(read_text(path)) == 8 << 20
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 12 << 20


def test_cutting_a_file_short_does_not_end_who_reads_it(tmp_path: Path) -> None:
    """A short one is not mapped: what a program reads of a mapping behind the end of its file kills it."""
    path = tmp_path / "a.json"
    path.write_bytes(TEXT)
    text = read_text(path)
    path.write_bytes(b"")
    assert text[:] == TEXT


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a system without such files")
def test_a_file_that_states_no_length_is_read() -> None:
    assert read_text(Path("/proc/self/status"))[:5] == b"Name:"


def test_a_pipe_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(TEXT,))
    writer.start()
    assert read_text(path) == TEXT
    writer.join()


def test_what_unpacks_to_more_than_memory_should_hold_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_text, "_MOST_UNPACKED_BYTES", 1 << 20)
    path = tmp_path / "a.json"
    path.write_bytes(gzip.compress(b" " * (1 << 20)))
    assert len(read_text(path)) == 1 << 20
    path.write_bytes(gzip.compress(b" " * ((1 << 20) + 1)))
    with pytest.raises(FormatError, match="holds more than 1 MiB once unpacked"):
        read_text(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b'{"a":\n\n  x}', 'f line 3 column 3: expected JSON, got "x}" (invalid character)'),
        (b'{"a": 1', 'f line 1 column 8: expected JSON, got "" (Input data was truncated)'),
        (b'[1,\n"\x01"]', "f line 2 column 2: expected JSON, got"),
        (b"[" * 5000, "f: expected JSON, got lists within lists"),
    ],
)
def test_what_is_no_json_is_told_with_line_and_column(text: bytes, says: str) -> None:
    with pytest.raises(FormatError) as caught:
        decoded(ANYTHING, text, "f")
    assert says in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_byte_that_is_no_utf8_is_told_wherever_it_stands() -> None:
    line = json_text._CHUNK_BYTES + 2
    # The umlaut lies across the border of two chunks.
    text = b"\n" * (json_text._CHUNK_BYTES - 1) + "ä".encode() + b"\n" * 2
    check_encoding(text, "f")
    with pytest.raises(FormatError, match=rf"f line {line} column 1: .* \(invalid start byte\)"):
        check_encoding(text + b"\xff", "f")


def test_a_wrong_value_is_told_by_its_place() -> None:
    decoder = msgspec.json.Decoder(list[dict[str, int]])
    with pytest.raises(FormatError, match=r"^f\[1\]\[\.\.\.\]: expected a whole number, got text$"):
        decoded(decoder, b'[{}, {"a": "b"}]', "f")
    with pytest.raises(FormatError, match=r"^f: entry 1: expected an object, got 7$"):
        decoded(decoder, b"[{}, 7]", "f", record="entry")
