"""A diary of a project with two empty videos of thirty seconds, `pond` and `lake`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from core.review.board.diary import Diary


@pytest.fixture
def diary(tmp_path: Path) -> Iterator[Diary]:
    diary = Diary(tmp_path / "pets")
    with diary.project:
        yield diary
