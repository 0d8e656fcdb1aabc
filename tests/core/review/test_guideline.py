"""The guideline's examples come into the project whole; checks find what breaks a rule."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from core.annotation.small_project import CAT, DOG, RECIPE, add, commit, new_project
from PIL import Image

from avisbuild.annotation import Workbench
from avisbuild.checks.suspects import SuspectKind, find_suspects
from avisbuild.errors import FormatError
from avisbuild.records import GuidelineRule, Recipe, VideoId
from avisbuild.review.guideline import (
    breaches,
    check_checks,
    examples_beside,
    keep_examples,
    read_example,
    suspects_named,
)
from avisbuild.untrusted import limits

_RULE = GuidelineRule(rule_id="whole", text="All of it.", picture="ear.png", check="missing_mask")


def _recipe(*rules: GuidelineRule) -> Recipe:
    return replace(RECIPE, guideline=rules or (_RULE,))


def _draw(path: Path, size: tuple[int, int] = (40, 20)) -> None:
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", size, (200, 10, 10)).save(path)


def test_an_example_beside_a_recipe_is_shown_from_the_project(tmp_path: Path) -> None:
    _draw(tmp_path / "guideline/ear.png")
    examples = examples_beside(_recipe(), tmp_path)
    (tmp_path / "guideline/ear.png").unlink()
    keep_examples(tmp_path, examples)
    shown = read_example(tmp_path, _RULE, longest_px=10)
    assert (shown.shape, shown.dtype, shown[0, 0].tolist()) == ((5, 10, 3), np.uint8, [200, 10, 10])


def _missing(_folder: Path) -> None:
    pass


def _no_picture(folder: Path) -> None:
    (folder / "guideline/ear.png").write_bytes(b"#!/bin/sh")


def _elsewhere(folder: Path) -> None:
    _draw(folder.parent / "elsewhere/ear.png")
    (folder / "guideline/ear.png").symlink_to(folder.parent / "elsewhere/ear.png")


def _another_kind(folder: Path) -> None:
    Image.new("RGB", (4, 4)).save(folder / "guideline/ear.png", "GIF")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_missing, "No such file"),
        (_no_picture, "no picture of a kind that is read"),
        (_elsewhere, "leads out of"),
        (_another_kind, "no picture of a kind that is read"),
    ],
)
def test_what_is_no_picture_there_is_refused_by_name(
    tmp_path: Path, make: object, said: str
) -> None:
    (tmp_path / "birds/guideline").mkdir(parents=True)
    make(tmp_path / "birds")  # type: ignore[operator]
    with pytest.raises(FormatError, match=said) as caught:
        examples_beside(_recipe(), tmp_path / "birds")
    assert "ear.png" in str(caught.value)


def test_an_example_is_read_up_to_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _draw(tmp_path / "guideline/ear.png")
    monkeypatch.setattr(limits, "EXAMPLE_PX", 100)
    with pytest.raises(FormatError, match="40 x 20 pixels, expected at most 100"):
        read_example(tmp_path, _RULE, longest_px=10)
    monkeypatch.setattr(limits, "EXAMPLE_BYTES", 10)
    with pytest.raises(FormatError, match="expected a picture of at most"):
        examples_beside(_recipe(), tmp_path)


def test_a_rule_with_a_check_tells_what_breaks_it(tmp_path: Path) -> None:
    free = GuidelineRule(rule_id="by-ear", text="Listen.")
    decided = GuidelineRule(rule_id="decided", text="Decide.", check="unsure")
    with new_project(tmp_path / "pets") as project:
        bench = Workbench(project, author="ann")
        bench.open_video(VideoId("pond"))
        add(bench, CAT, ".##...")
        found = breaches((free, _RULE, decided), bench.view)
    assert list(found) == ["whole"]
    assert [str(each).split(":")[0] for each in found["whole"]] == [
        "cat_1, second 1",
        "cat_1, second 2",
    ]


def test_a_suspect_may_be_what_breaks_a_rule(tmp_path: Path) -> None:
    apart = GuidelineRule(rule_id="apart", text="No pixel is two's.", check="overlap")
    assert suspects_named((_RULE, apart)) == {SuspectKind.OVERLAP}
    check_checks(_recipe(apart), where="birds.toml")
    with new_project(tmp_path / "pets") as project:
        bench = Workbench(project, author="ann")
        bench.open_video(VideoId("pond"))
        for category in (CAT, DOG):
            commit(bench, add(bench, category, "#....."), 0)
        view = bench.view
    found = find_suspects(view.video, view.tracks, view.taxonomy, kinds=suspects_named((apart,)))
    (said,) = breaches((apart,), view, found.suspects)["apart"]
    assert "cat_1 and dog_1" in str(said)


def test_a_check_that_there_is_not_is_named_with_those_there_are() -> None:
    check_checks(_recipe(), where="birds.toml")
    wrong = replace(_RULE, check="mising_mask")
    with pytest.raises(
        FormatError, match=r"birds.toml: guideline: whole: check mising_mask: .*unsure"
    ):
        check_checks(_recipe(wrong), where="birds.toml")
