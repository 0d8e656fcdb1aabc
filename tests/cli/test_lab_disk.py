"""A lab's project: folders on a big disk by links, allowed once; then everything works."""

import json
import os
import shutil
from pathlib import Path

import pytest
from cli.links_case import walk
from program_here import run_here

LINKED = ("sources", "videos", "cache", "releases")
USED = ("fetch", "clip", "embed", "annotate", "status", "import", "export", "stats", "verify")


@pytest.fixture
def lab(project: Path) -> Path:
    """The project with four of its folders on a disk beside it, which holds other things, too."""
    disk = project.parent / "disk"
    disk.mkdir()
    (project / "cache").mkdir(exist_ok=True)
    for name in LINKED:
        shutil.move(project / name, disk / name)
        (project / name).symlink_to(disk / name)
    return project


def others_things(disk: Path) -> Path:
    """Things of other people in the folders that were allowed, named as nearly as ours as people do."""
    for name in (
        "cache/workers/results/table.csv",
        "cache/embeddings/mine.emb",
        "cache/embeddings/sam_vit_b/notes.tmp",
        "cache/yt-dlp.txt",
        "videos/holiday/film.mp4",
        "videos/.holiday.abcdefgh.partial/film.mp4",
        "sources/thesis/.partial/chapter.part",
        "releases/.paper.abcdefgh.partial/paper.tex",
    ):
        path = disk / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("theirs")
        os.utime(path, (1e9, 1e9))
    return disk


def test_after_one_allow_everything_works_and_nothing_of_others_is_touched(lab: Path) -> None:
    disk = others_things(lab.parent / "disk")
    theirs = {path: path.stat() for path in disk.rglob("*") if _is_theirs(path)}
    assert len(theirs) == 8
    refused = walk(lab, USED)
    assert {code for line, code in refused.items() if "--project" in line} == {2}
    assert run_here("project", "allow", disk, "--project", lab) == 0
    codes = walk(lab, USED)
    assert [line for line, code in codes.items() if code and "--retry" not in line] == []
    assert [link.is_symlink() for link in map(lab.joinpath, LINKED)] == [True] * 4
    assert (disk / "releases/aviseg-2/train/JPEGImages/pond/00000.jpg").exists()
    assert list((disk / "cache/embeddings").rglob("*.emb"))
    assert {path: path.stat().st_mtime_ns for path in theirs} == {
        path: state.st_mtime_ns for path, state in theirs.items()
    }


def _is_theirs(path: Path) -> bool:
    return path.is_file() and path.stat().st_mtime == 1e9


def test_a_project_is_reached_by_a_link_to_it_as_well(project: Path) -> None:
    """A short name for a long path; what was allowed to the project holds under both."""
    short = project.parent / "short"
    short.symlink_to(project)
    assert run_here("status", "--project", short) == 0
    assert run_here("export", "--project", short) == 0
    assert run_here("clip", "--project", short) == 0
    shutil.move(project / "videos", project.parent / "disk")
    (project / "videos").symlink_to(project.parent / "disk")
    assert run_here("export", "--project", short) == 2
    assert run_here("project", "allow", project.parent / "disk", "--project", project) == 0
    assert run_here("export", "--project", short) == 0


def test_room_is_looked_for_on_the_disk_that_the_videos_lie_on(
    lab: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from avisbuild_pipelines.fetch.disk_space import free_space

    asked: list[str] = []
    statvfs = os.statvfs

    def ask(path: Path) -> object:
        asked.append(os.path.realpath(path))
        return statvfs(path)

    monkeypatch.setattr(os, "statvfs", ask)
    free_space(lab / "videos")
    free_space(lab / "videos/not/there/yet")
    assert asked == [str(lab.parent / "disk/videos")] * 2
    run_here("project", "allow", lab.parent / "disk", "--project", lab)
    asked.clear()
    line = (
        f"{lab.parent}/o/m.csv --media-root {lab.parent}/o/media --dry-run --json --project {lab}"
    )
    capsys.readouterr()
    assert run_here("fetch", *line.split()) == 0
    assert json.loads(capsys.readouterr().out)["to_make"] == 1
    # Opening the project looks for room, too, on the disk that its database lies on.
    assert set(asked) - {os.path.realpath(lab)} == {str(lab.parent / "disk/videos")}
