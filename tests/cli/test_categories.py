"""`avisbuild categories` edits a project's own categories, and says what it did."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

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


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """A project with cat_1 and dog_1 in one video; the dog has a mask."""
    with (
        Project.create(tmp_path / "pets", load_recipe("aviseg")) as project,
        project.edit(author="ann", action="Begin") as edit,
    ):
        edit.add_video(Video(video_id=VideoId("pond"), second_count=5, height_px=2, width_px=2))
        for name, number in (("rex", 14), ("tom", 11)):
            edit.add(
                Instance(
                    instance_id=InstanceId(name),
                    video_id=VideoId("pond"),
                    category_id=CategoryId(number),
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
        edit.set_round(Round(video_id=VideoId("pond"), number=1, state=RoundState.ACCEPTED))
    return tmp_path / "pets"


def test_a_merge_is_told_beforehand_and_made_only_when_agreed(
    avisbuild: Program, pets: Path
) -> None:
    told = avisbuild("categories", "merge", "dog", "cat", cwd=pets)
    assert told.returncode == 2
    assert ["pond", "dog_1", "cat_2", "1"] in [line.split() for line in told.stdout.splitlines()]
    assert "dog into cat: 1 instances, 1 masks in 1 videos" in told.stdout
    assert "of these videos 1 accepted; they stay so, and releases stay" in told.stdout
    assert told.stderr == "avisbuild: nothing was merged; --yes merges without asking\n"
    tried = avisbuild("categories", "merge", "dog", "cat", "--dry-run", cwd=pets)
    assert tried.stdout.endswith("nothing was merged; without --dry-run it is\n")
    tried = avisbuild("categories", "merge", "dog", "cat", "--dry-run", "--json", cwd=pets)
    plan = json.loads(tried.stdout)
    assert (plan["merged"], plan["videos"], plan["masks"]) == (False, 1, 1)
    assert plan["instances"] == [{"video_id": "pond", "from": "dog_1", "to": "cat_2", "masks": 1}]
    with Project.open(pets) as project:
        assert project.journal.head().sequence == 1
    assert avisbuild("categories", "merge", "dog", "cat", "--yes", cwd=pets).returncode == 0
    with Project.open(pets) as project:
        assert project.states() == {VideoId("pond"): RoundState.ACCEPTED}
        assert "dog" not in project.taxonomy.by_name
        assert "dog" in project.taxonomy.by_name["cat"].synonyms


def test_categories_are_added_listed_and_taken_back(avisbuild: Program, pets: Path) -> None:
    added = avisbuild("categories", "add", "tabla=dholak", "二胡", "--json", cwd=pets)
    made = json.loads(added.stdout)["added"]
    assert [(each["id"], each["name"]) for each in made] == [(27, "tabla"), (28, "二胡")]
    assert made[0]["colour"] != made[1]["colour"]
    status = avisbuild("status", cwd=pets)
    assert "which counts: tabla (id 27) is in the project alone; 二胡" in status.stdout
    assert "take what `avisbuild categories list --toml` prints" in status.stdout
    assert avisbuild("categories", "undo", cwd=pets).stdout == "taken back: Add the category 二胡\n"
    listed = json.loads(avisbuild("categories", "list", "--json", cwd=pets).stdout)
    last = listed["categories"][-1]
    assert (last["id"], last["synonyms"], last["instances"]) == (27, ["dholak"], 0)
    assert [each["masks"] for each in listed["categories"] if each["name"] == "dog"] == [1]
    recipe = avisbuild("categories", "list", "--toml", cwd=pets).stdout
    (pets.parent / "own.toml").write_text(f'name = "own"\n{recipe}', encoding="utf-8")
    assert load_recipe(pets.parent / "own.toml").taxonomy.by_name["tabla"].category_id == 27


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("remove", "dog"), "dog is used by 1 instances in 1 videos, with 1 masks"),
        (("remove", "unicorn"), "no category 'unicorn' in this project; it has person, violin"),
        (("colour", "dog", "red"), "'red' is no colour; expected #rrggbb, or auto"),
        (("rename", "dog", "../x"), "is no name for a category"),
        (("add", "tabla", "Dog"), "there is a category dog already, with id 14"),
    ],
)
def test_what_does_not_fit_is_one_line(
    avisbuild: Program, pets: Path, words: tuple[str, ...], told: str
) -> None:
    done = avisbuild("categories", *words, cwd=pets)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert told in done.stderr
    with Project.open(pets) as project:
        assert project.journal.head().sequence == 1
