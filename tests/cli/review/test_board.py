"""`avisbuild review board` says the same to people, to programs, to spreadsheets and on its page."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from core.annotation.small_project import POND
from core.review.board.diary import Diary

from avisbuild.records import RoundState

Program = Callable[..., CompletedProcess[str]]


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """A project in which 王芳 made two masks and handed a video in, which rita sent back."""
    diary = Diary(tmp_path / "pets")
    with diary.project:
        wang = diary.workbench("王芳", POND)
        dog = diary.add_dog(wang)
        for second in range(2):
            diary.commit(wang, dog, second)
        diary.move("王芳", POND, RoundState.SUBMITTED)
        for state in (RoundState.IN_REVIEW, RoundState.CHANGES_REQUESTED):
            diary.move("rita", POND, state, number=2)
    return tmp_path / "pets"


def test_people_and_programs_are_told_the_same(
    avisbuild: Program, pets: Path, tmp_path: Path
) -> None:
    page, tables = tmp_path / "board.html", tmp_path / "tables"
    answer = avisbuild("review", "board", "--project", pets, "--html", page, "--csv", tables)
    assert answer.returncode == 0, answer.stderr
    assert "2 videos to hand in: - at 0.0 a day (0 in the last day)" in answer.stdout
    assert "at most 5 minutes" in answer.stdout
    assert "王芳" in page.read_text(encoding="utf-8")
    with (tables / "people.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["person"]: row for row in csv.DictReader(stream)}
    assert rows["王芳"]["masks made"] == "2"
    document = json.loads(avisbuild("review", "board", "--project", pets, "--json").stdout)
    assert {each["person"]: each["made"] for each in document["people"]} == {"rita": 0, "王芳": 2}
    assert document["videos"]["changes_requested"] == 1
    assert document["pace"]["days_to_accept"] is None
    (reviewer,) = document["reviewers"]
    assert (reviewer["person"], reviewer["returned"], reviewer["share_returned"]) == ("rita", 1, 1)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_since_any_day_of_the_calendar_is_understood(
    avisbuild: Program, pets: Path, day: str
) -> None:
    answer = avisbuild("review", "board", "--project", pets, "--since", day)
    assert answer.returncode == 0, answer.stderr


def test_since_and_person_choose_what_is_counted(avisbuild: Program, pets: Path) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    words = ("review", "board", "--project", pets, "--json")
    later = json.loads(avisbuild(*words, "--since", tomorrow).stdout)
    assert (later["people"], later["reviewers"]) == ([], [])
    hers = json.loads(avisbuild(*words, "--person", "王芳").stdout)
    assert [each["person"] for each in hers["people"]] == ["王芳"]
    nobody = avisbuild(*words, "--person", "王方")
    assert nobody.returncode == 2
    assert "nobody of that name" in nobody.stderr
    assert "王芳" in nobody.stderr
