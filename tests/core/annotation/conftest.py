"""A workbench with an empty video of six seconds on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from core.annotation.small_project import POND, new_project

from avisbuild.annotation import Workbench
from avisbuild.store import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two empty videos, `pond` and `lake`."""
    with new_project(tmp_path / "pets") as project:
        yield project


@pytest.fixture
def workbench(project: Project) -> Workbench:
    """Ann's workbench with `pond` on it."""
    workbench = Workbench(project, author="ann")
    workbench.open_video(POND)
    return workbench
