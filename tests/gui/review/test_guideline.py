"""Examples of rules are read in a thread when they are first wanted, and kept."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from core.annotation.small_project import RECIPE
from gui.part_fakes import DrawnState, noted
from PIL import Image as Pillow
from pytestqt.qtbot import QtBot

from avisbuild.records import GuidelineRule
from avisbuild_gui.review.guideline import Guideline
from avisbuild_gui.services.job import GivenUpJobs

_RULES = tuple(
    GuidelineRule(rule_id=name, text="x", picture=f"{name}.png") for name in ("whole", "lost")
)


def test_each_example_is_told_once_read_and_at_once_when_asked_again(
    tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "guideline").mkdir()
    Pillow.new("RGB", (9, 6), (200, 0, 0)).save(tmp_path / "guideline/whole.png")
    state = DrawnState()
    state.project = project = SimpleNamespace(  # type: ignore[assignment]
        folder=tmp_path, recipe=replace(RECIPE, guideline=_RULES)
    )
    assert project is not None
    guideline = Guideline(state, GivenUpJobs())
    told: list[tuple[Any, ...]] = noted(guideline.example_read)
    guideline.ask_examples()
    qtbot.waitUntil(lambda: len(told) == 2)
    shapes = {name: None if image is None else image.shape for name, image in told}
    assert shapes == {"whole": (6, 9, 3), "lost": None}
    (tmp_path / "guideline/whole.png").unlink()
    guideline.ask_examples()
    assert len(told) == 4
    guideline.close()
