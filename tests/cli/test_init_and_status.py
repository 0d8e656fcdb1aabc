"""`avisbuild init` makes a project, `avisbuild status` says how far it is."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from program_here import run_here

from avisbuild.annotation import Workbench, commands
from avisbuild.annotation.listening import note_heard
from avisbuild.records import (
    CategoryId,
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Provenance,
    Rle,
    Round,
    RoundState,
    Video,
    VideoId,
)
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project

Program = Callable[..., CompletedProcess[str]]


def _annotated(folder: Path) -> None:
    """Three videos of 5 s: one untouched, one with bo and a mask, one accepted."""
    with Project.open(folder) as project, project.edit(author="ann", action="Begin") as edit:
        for name in ("brook", "lake", "pond"):
            edit.add_video(Video(video_id=VideoId(name), second_count=5, height_px=2, width_px=2))
        edit.add(
            Instance(
                instance_id=InstanceId("rex"),
                video_id=VideoId("lake"),
                category_id=CategoryId(14),
                number=1,
            )
        )
        edit.put(
            Mask(
                instance_id=InstanceId("rex"),
                second=0,
                rle=Rle((2, 2), b"13"),
                provenance=Provenance(source=MaskSource.CLICK),
            )
        )
        edit.set_round(
            Round(video_id=VideoId("lake"), number=1, state=RoundState.SUBMITTED, person="ann")
        )
        edit.set_round(
            Round(video_id=VideoId("lake"), number=2, state=RoundState.IN_REVIEW, person="bo")
        )
        edit.set_round(
            Round(video_id=VideoId("pond"), number=1, state=RoundState.ACCEPTED, person="bo")
        )


def test_init_makes_a_project_that_opens(avisbuild: Program, tmp_path: Path) -> None:
    done = avisbuild("init", tmp_path / "set", "--recipe", "avsbench-ov")
    assert (done.returncode, done.stderr) == (0, "")
    assert "avsbench-ov, 70 categories" in done.stdout
    with Project.open(tmp_path / "set") as project:
        assert len(project.taxonomy) == 70


@pytest.mark.parametrize(
    ("words", "rounds", "said"),
    [
        ((), 2, "26 categories, 2 review rounds"),
        (("--rounds", "1"), 1, "26 categories, 1 review round\n"),
        (("--rounds", "0"), 0, "26 categories, no review: handing a video in accepts it"),
    ],
)
def test_init_says_how_often_a_video_is_reviewed(
    avisbuild: Program, tmp_path: Path, words: tuple[str, ...], rounds: int, said: str
) -> None:
    done = avisbuild("init", tmp_path / "set", *words)
    assert done.returncode == 0
    assert said in done.stdout
    with Project.open(tmp_path / "set") as project:
        assert project.recipe.review_rounds == rounds


def test_init_refuses_an_occupied_folder_and_an_unknown_recipe(
    avisbuild: Program, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    occupied = avisbuild("init", tmp_path)
    assert (occupied.returncode, occupied.stdout) == (2, "")
    assert occupied.stderr == (
        f"avisbuild: {tmp_path} is not empty (it holds notes.txt); name a folder that is new or empty\n"
    )
    unknown = avisbuild("init", tmp_path / "set", "--recipe", "birds")
    assert (unknown.returncode, unknown.stderr.count("\n")) == (2, 1)
    assert "birds" in unknown.stderr
    assert not (tmp_path / "set").exists()


def test_init_says_what_a_killed_one_has_left(avisbuild: Program, tmp_path: Path) -> None:
    """Its settings come last: a folder with a database alone is no project, and is not empty either."""
    assert avisbuild("init", tmp_path / "set").returncode == 0
    (tmp_path / "set" / "avisbuild.toml").unlink()
    again = avisbuild("init", tmp_path / "set")
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert "holds project.db and no avisbuild.toml: an init that was stopped" in again.stderr
    assert (tmp_path / "set" / "project.db").exists()


def test_status_counts_by_state_round_and_person(avisbuild: Program, tmp_path: Path) -> None:
    made = avisbuild("init", tmp_path / "set", "--json")
    assert json.loads(made.stdout)["categories"] == 26
    _annotated(tmp_path / "set")
    with Project.open(tmp_path / "set") as project:
        note_heard(project, VideoId("pond"), "bo", {4: 1})
    found = json.loads(avisbuild("status", "--json", "--project", tmp_path / "set").stdout)
    assert found["videos"] == 3
    assert found["masks"] == 1
    assert (found["seconds"], found["seconds_left"]) == (15, 5)
    assert (found["seconds_handed_in"], found["seconds_accepted"]) == (5, 5)
    assert (found["seconds_unheard"], [row["seconds_unheard"] for row in found["rows"]]) == (
        14,
        [5, 5, 4],
    )
    assert found["states"]["in_review"] == 1
    rows = [(row["state"], row["round"], row["person"], row["videos"]) for row in found["rows"]]
    assert rows == [("todo", 0, "", 1), ("in_review", 2, "bo", 1), ("accepted", 1, "bo", 1)]


def test_status_counts_the_edits_of_each_round(avisbuild: Program, tmp_path: Path) -> None:
    avisbuild("init", tmp_path / "set")
    _annotated(tmp_path / "set")
    with Project.open(tmp_path / "set") as project:
        workbench = Workbench(project, author="bo")
        workbench.open_video(VideoId("lake"))
        workbench.run(commands.remove_masks(workbench.view, [(InstanceId("rex"), 0)]))
        workbench.undo()
    found = json.loads(avisbuild("status", "--edits", "--json", cwd=tmp_path / "set").stdout)
    first, second = found["edits"]
    assert (first["person"], first["kind"], first["made"], first["taken_back"]) == ("ann", "", 1, 0)
    assert second == {
        "round": 2,
        "person": "bo",
        "kind": "remove-masks",
        "made": 1,
        "taken_back": 1,
    }
    table = avisbuild("status", "--edits", cwd=tmp_path / "set").stdout
    assert "remove-masks" in table
    assert "edits" not in json.loads(avisbuild("status", "--json", cwd=tmp_path / "set").stdout)


def test_status_is_a_table_for_people(avisbuild: Program, tmp_path: Path) -> None:
    avisbuild("init", tmp_path / "set")
    empty = avisbuild("status", cwd=tmp_path / "set")
    assert empty.stdout == "videos: 0, seconds: 0, masks: 0, seconds left to do: 0\n"
    _annotated(tmp_path / "set")
    table = avisbuild("status", cwd=tmp_path / "set").stdout
    assert "in_review" in table
    assert "\n15 of 15 seconds were never listened to\n" in table
    assert "\n5 seconds were handed in and are not accepted yet\n" in table
    assert table.endswith("videos: 3, seconds: 15, masks: 1, seconds left to do: 5\n")


def test_status_outside_a_project_says_how_to_make_one(avisbuild: Program, tmp_path: Path) -> None:
    done = avisbuild("status", cwd=tmp_path)
    assert done.returncode == 2
    assert "avisbuild init" in done.stderr


def test_a_journal_that_was_damaged_is_one_line_where_its_edits_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Found by `make fuzz`: `status --edits` ended as a bug of ours."""
    folder = tmp_path / "set"
    with (
        Project.create(folder, load_recipe("aviseg")) as project,
        project.edit(author="ann", action="Begin") as edit,
    ):
        edit.add_video(Video(video_id=VideoId("pond"), second_count=1, height_px=2, width_px=2))
        edit.set_round(Round(video_id=VideoId("pond"), number=1, state=RoundState.ANNOTATING))
    with sqlite3.connect(folder / "project.db") as database:
        database.execute("UPDATE journal SET operations = replace(operations, ':', '')")
    database.close()
    assert run_here("status", "--edits", "--json", "--project", folder) == 2
    said = capsys.readouterr().err
    assert "the database is corrupt; restore a copy" in said
    assert said.count("\n") == 1
