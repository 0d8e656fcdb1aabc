"""A project of six videos of which ann has annotated four and handed them in, and bo one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.review.reviewed_project import make_project

Review = Callable[..., Any]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "pets"
    make_project(folder)
    return folder
