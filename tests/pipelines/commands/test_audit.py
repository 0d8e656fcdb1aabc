"""`avisbuild audit` as a user types it: what it prints, what it writes, how it ends."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from core.releases.audit.clips_case import write_clip, write_splits
from core.releases.audit.pictures.drawn_videos import drawn_video
from PIL import Image

from avisbuild.records import RoundState
from avisbuild.releases.splits.requests import defaults_of
from avisbuild.store import Project

Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def leaking(tmp_path: Path) -> Path:
    """A release of which a video in test is one in train."""
    folder = tmp_path / "leaking"
    write_clip(folder, "train", "whole", seed=1)
    write_clip(folder, "train", "lake", seed=2)
    write_clip(folder, "test", "copy", seed=1)
    write_splits(folder, whole="train", lake="train", copy="test")
    return folder


def test_a_planted_copy_is_found_shown_decided_and_then_stays_decided(
    avisbuild: Program, leaking: Path, tmp_path: Path
) -> None:
    before = sorted(leaking.rglob("*"))
    words = ("audit", str(leaking), "--cache", str(tmp_path / "cache"))
    decided = tmp_path / "decided.csv"
    more = ("--report", str(tmp_path / "page.html"), "--to-decide", str(decided))
    done = avisbuild(*words, *more, "--strict")
    assert done.returncode == 1, done.stderr
    assert "1 group is in more than one split (1 train, 1 test videos):" in done.stdout
    assert "train: whole; test: copy" in done.stdout
    assert (tmp_path / "page.html").read_text().count("data:image/jpeg") == 2
    decided.write_text(decided.read_text().replace(",,,", ",different,ann,"))
    again = avisbuild(*words, "--decided", str(decided), "--strict", "--json")
    told = json.loads(again.stdout)
    assert (again.returncode, told["cut_groups"], told["decisions"]["applied"]) == (0, 0, 1)
    assert sorted(leaking.rglob("*")) == before


def test_leaks_alone_are_no_failure(avisbuild: Program, leaking: Path) -> None:
    done = avisbuild("audit", str(leaking))
    assert (done.returncode, "no group" in done.stdout) == (0, False)


def test_a_table_is_audited_by_names_and_with_media_by_pictures_and_sounds(
    avisbuild: Program, leaking: Path, tmp_path: Path
) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("video,split\nwhole,train\ncopy,test\n")
    by_name = json.loads(avisbuild("audit", str(table), "--json").stdout)
    by_media = json.loads(avisbuild("audit", str(table), "--media", str(leaking), "--json").stdout)
    assert (by_name["cut_groups"], by_media["cut_groups"]) == (0, 1)


def test_what_the_audit_of_a_project_found_keeps_videos_together_when_it_is_split(
    avisbuild: Program, filled: Path
) -> None:
    for name in ("scene-0", "scene-1"):
        for second, frame in enumerate(drawn_video(7, seconds=3)):
            path = filled / f"videos/{name}/frames/{second:05d}.jpg"
            path.unlink()
            Image.fromarray(frame).save(path)
    assert kept_of(filled) == (set(), 6)
    done = avisbuild("audit", "--project", str(filled), "--json")
    assert (done.returncode, json.loads(done.stdout)["looked_at"]) == (0, 6), done.stderr
    assert kept_of(filled) == ({("scene-0", "scene-1")}, 0)


def kept_of(folder: Path) -> tuple[set[tuple[str, str]], int]:
    """The pairs that a split of the project is planned with, and how many videos no audit has seen."""
    with Project.open(folder) as project:
        found = defaults_of(project, project.snapshot((RoundState.ACCEPTED,)))
    return {(pair.first, pair.second) for pair in found.pairs}, found.unaudited


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nowhere",), "nowhere"),
        (("{r}/splits.csv", "--media", "{r}/nowhere"), "expected a release or a project"),
        (("{r}", "--decided", "{r}/splits.csv"), "line 1: expected the columns a, b, decision"),
        (("{r}", "--report", "{r}/splits.csv"), "is there already"),
    ],
)
def test_wrong_use_of_audit_is_one_line_and_ends_with_2(
    avisbuild: Program, leaking: Path, words: tuple[str, ...], says: str
) -> None:
    done = avisbuild("audit", *(word.format(r=leaking) for word in words))
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
