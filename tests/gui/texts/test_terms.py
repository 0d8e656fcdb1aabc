"""The Chinese window says what the field says: the words of texts/terms.csv, and none that they stand for."""

import csv
from importlib.resources import files

import pytest

from avisbuild_gui.texts.language import read_catalogue

_ROWS = list(
    csv.DictReader(
        (files("avisbuild_gui.texts") / "terms.csv").read_text(encoding="utf-8").splitlines()
    )
)


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row["english"])
def test_a_term_is_said_with_its_usual_word_and_no_other(row: dict[str, str]) -> None:
    others = [word for word in row["not"].split(";") if word]
    wrong = [said for said in read_catalogue("zh").values() if any(word in said for word in others)]
    assert wrong == [], f"say {row['chinese']} for {row['english']}, as texts/terms.csv has it"


def test_every_word_has_been_found_somewhere() -> None:
    assert all(row["found in"] and row["chinese"] in row["found in"] for row in _ROWS)
    assert len({row["english"] for row in _ROWS}) == len(_ROWS)
