"""The project of six videos, made once and copied for each test, and the review commands run on it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from cli.review.reviewed_project import make_project
from program_here import run_here

Review: TypeAlias = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def pets_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project that is copied."""
    folder = tmp_path_factory.mktemp("made") / "pets"
    make_project(folder, review_rounds=2)
    return folder


@pytest.fixture
def pets(pets_made: Path, tmp_path: Path) -> Path:
    """A project that asks for two reviews, with five of its six videos handed in."""
    return Path(shutil.copytree(pets_made, tmp_path / "pets"))


@pytest.fixture
def review(pets: Path, capsys: pytest.CaptureFixture[str]) -> Review:
    """Run `avisbuild review` on it: its exit code, and what it said on stdout and on stderr."""

    def run(*words: str, by: str = "") -> tuple[int, str, str]:
        capsys.readouterr()
        author = ("--author", by) if by else ()
        code = run_here("review", *words, *author, "--project", pets)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def listed(review: Review) -> Callable[..., dict[str, Any]]:
    """What `review list --json` says, by video."""

    def read(*words: str) -> dict[str, Any]:
        rows = json.loads(review("list", *words, "--json")[1])["videos"]
        return {row["video_id"]: row for row in rows}

    return read
