"""No cell of a CSV of ours is a formula, and each is read back as it was."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from avisbuild.documents.csv_text import csv_text, plain_cell

_ROOT = Path(__file__).parents[3]
_STARTS = "=+-@\t\r\n＝＋－＠"


@given(st.text(alphabet=st.sampled_from([*_STARTS, "'", '"', ",", "a", "1", "狗"]), max_size=6))
@example("-0abcdefghi")
@example("'=1")
def test_a_cell_is_no_formula_and_comes_back(text: str) -> None:
    written = io.StringIO(csv_text(["a"], [[text]], quote_all=True), newline="")
    _, (cell,) = csv.reader(written)
    assert plain_cell(cell) == text
    assert not cell.startswith(tuple(_STARTS)) or re.fullmatch(r"-[A-Za-z0-9-]*", cell)


@pytest.mark.parametrize("name", ["-0abcdefghi", "-"])
def test_an_identifier_with_a_dash_in_front_is_unaltered(name: str) -> None:
    assert csv_text(["video_id"], [[name]]) == f"video_id\n{name}\n"


def test_what_a_person_wrote_with_a_quote_in_front_stays() -> None:
    assert [plain_cell(cell) for cell in ("'tis", "'-ab", "''", "'=1")] == [
        "'tis",
        "'-ab",
        "'",
        "=1",
    ]


def test_every_csv_is_written_by_the_one_function() -> None:
    folders = [_ROOT / name for name in ("avisbuild", "gui", "pipelines")]
    writers = {
        path.name
        for folder in folders
        for path in folder.rglob("*.py")
        if any(word in path.read_text() for word in ("csv.writer(", "DictWriter("))
    }
    assert writers == {"csv_text.py"}
