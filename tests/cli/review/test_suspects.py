"""`avisbuild review suspects`: lists what to look at, dismisses what is right, and shows it again (R27)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from avisbuild.masks import encode
from avisbuild.records import (
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Provenance,
    SoundingSpan,
    Video,
    VideoId,
)
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project

Run = Callable[..., tuple[int, str, str]]
_ID = "specks:dog_1:2"


@pytest.fixture
def suspects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command on a project with a dog that has a speck in second 2, and a second video."""
    from program_here import run_here

    folder, recipe = tmp_path / "pets", load_recipe("aviseg")
    body = np.zeros((90, 160), np.bool_)
    body[20:60, 20:60] = True
    speck = body.copy()
    speck[70:73, 100:103] = True
    dog = Instance(
        instance_id=InstanceId("dog"),
        video_id=VideoId("pond"),
        category_id=recipe.taxonomy.by_name["dog"].category_id,
        number=1,
    )
    with (
        Project.create(folder, recipe) as project,
        project.edit(author="ann", action="Begin") as edit,
    ):
        for name in ("lake", "pond"):
            edit.add_video(
                Video(video_id=VideoId(name), second_count=5, height_px=90, width_px=160)
            )
        edit.put(dog)
        edit.set_sounding(SoundingSpan(instance_id=dog.instance_id, start=0, stop=5))
        brush = Provenance(source=MaskSource.BRUSH)
        for second in range(5):
            rle = encode(speck if second == 2 else body)
            edit.put(Mask(instance_id=dog.instance_id, second=second, rle=rle, provenance=brush))

    def run(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run_here("review", "suspects", *words, "--project", folder)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def _documents(run: Run, *words: str) -> dict[str, Any]:
    return {each["video_id"]: each for each in json.loads(run(*words, "--json")[1])}


def test_what_is_suspect_is_listed_with_its_reason_and_what_was_not_looked_for(
    suspects: Run,
) -> None:
    code, said, _ = suspects()
    assert code == 0
    assert _ID in said
    assert "tiny parts that its other seconds lack" in said
    assert "suspects: 1 in 2 videos, dismissed: 0" in said
    assert "no sound to read" in said


def test_kinds_are_chosen_and_left_out(suspects: Run) -> None:
    assert _documents(suspects, "--without", "specks")["pond"]["suspects"] == []
    only = _documents(suspects, "--only", "specks", "pond")["pond"]
    assert [each["id"] for each in only["suspects"]] == [_ID]
    assert only["not_looked_for"] == {}


def test_what_is_right_is_dismissed_and_shown_again(suspects: Run) -> None:
    assert suspects("pond", "--dismiss", _ID, "--author", "mia")[0] == 0
    now = _documents(suspects)["pond"]
    assert (now["suspects"], [each["id"] for each in now["dismissed"]]) == ([], [_ID])
    assert suspects("pond", "--restore", _ID)[0] == 0
    assert [each["id"] for each in _documents(suspects)["pond"]["suspects"]] == [_ID]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--only", "spots"), "there is no kind of suspect spots"),
        (("pond", "--dismiss", "holes:dog_1:2"), "there is no suspect holes:dog_1:2"),
        (("--dismiss", _ID), "name the one video"),
        (("moor",), "there is no video 'moor'"),
    ],
)
def test_what_does_not_fit_is_one_line(suspects: Run, words: tuple[str, ...], said: str) -> None:
    code, _, told = suspects(*words)
    assert (code, said in told, len(told.splitlines())) == (2, True, 1)
