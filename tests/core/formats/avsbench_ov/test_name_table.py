"""A table of names with LVIS's letters: read, or refused with the line and the cure."""

from pathlib import Path

import pytest

from avisbuild.errors import FormatError
from avisbuild.formats.avsbench_ov.name_table import read_names


def test_each_name_has_its_letter_and_other_columns_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "lvis.csv"
    path.write_text("id,frequency,name\n1,f,dog\n2,r,bass_horn\n")
    assert read_names(path) == {"dog": "f", "bass_horn": "r"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name\ndog\n", "line 1: expected the columns name, frequency"),
        ("name,frequency\ndog,often\n", "line 2: expected a frequency of f, c, r, n, got 'often'"),
        ("name,frequency\n,f\n", "line 2: expected a name"),
        (
            "name,frequency\nhair dryer,f\nhair_dryer,c\n",
            "line 3: hair_dryer stands in the file twice",
        ),
        ("name,frequency\n", "has no rows"),
        ("name,frequency\ndog\n", "line 2: expected a frequency"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "lvis.csv"
    path.write_text(text)
    with pytest.raises(FormatError, match=r"lvis\.csv") as error:
        read_names(path)
    assert told in str(error.value)
