"""What takes how much; and only what can be made again, and that nobody holds, goes."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from core.store.values import RECIPE, video
from program_here import run_here

from avisbuild.inside import OutsideError
from avisbuild.store import Project
from avisbuild.system.locks import locked_folder
from avisbuild_pipelines.disk.pruning import PrunableKind, prune
from avisbuild_pipelines.disk.usage import DiskKind, disk_use
from avisbuild_pipelines.fetch.lock import fetching_alone

_LONG_AGO = 1_000_000_000
EMBEDDING = f"cache/embeddings/sam_vit_h/aa/{'a' * 64}.emb"
WANTED = (
    "sources/local-pond/source.mp4",
    "videos/pond/frames/00000.jpg",
    "releases/pets-1/train.json",
    "reports/failures.csv",
    "project.db.v0004",
)
# Each can go, and is of the kind that stands with it.
PRUNABLE = {
    EMBEDDING: "embeddings",
    "cache/sound/pond.npz": "features",
    "videos/.pond.abcdefgh.partial/frames/00000.jpg": "leftovers",
    "videos/.lake.abcdefgh.partial/audio.wav": "leftovers",
    "sources/yt-x/.partial/download.json": "leftovers",
    "sources/yt-x/.partial/x.part": "leftovers",
    "releases/.pets-2.abcdefgh.partial/train.json": "leftovers",
    "cache/workers/worker-abcdefgh/x": "leftovers",
}
# In folders on a big disk that a lab allowed, named as nearly as ours as people do.
OTHERS = (
    "cache/workers/results/table.csv",
    "cache/embeddings/mine.emb",
    "cache/embeddings/sam_vit_b/notes.tmp",
    "cache/sound/holiday.npz",
    "videos/.holiday.abcdefgh.partial/film.mp4",
    "sources/thesis/.partial/chapter.part",
    "releases/.paper.abcdefgh.partial/paper.tex",
)


def _put(folder: Path, name: str, size: int = 1000) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    return path


def _age(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.name.startswith(("project.db", "avisbuild.toml")):
            os.utime(path, (_LONG_AGO, _LONG_AGO), follow_symlinks=False)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project with a file of a thousand bytes under each of these names, all of them old."""
    with Project.create(tmp_path / "pets", RECIPE) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("pond"))
        for name in (*WANTED, *PRUNABLE, *OTHERS):
            _put(project.folder, name)
        _age(project.folder)
        yield project


def _there(project: Project) -> set[str]:
    names = {*WANTED, *PRUNABLE, *OTHERS}
    return {name for name in names if (project.folder / name).exists()}


def test_each_file_is_counted_under_what_it_is_for(project: Project) -> None:
    found = {each.kind.value: (each.file_count, each.byte_count) for each in disk_use(project)}
    assert found["sources"] == found["videos"] == (1, 1000)
    assert found["releases"] == (1, 1000)
    assert found["embeddings"] == (3, 3000)  # somebody else's among them: it takes its room
    assert found["features"] == (2, 2000)
    assert found["leftovers"] == (10, 10_000)
    assert found["database copies"] == (1, 1000)
    assert found["database"][1] >= (project.folder / "project.db").stat().st_size
    total = sum(path.stat().st_size for path in project.folder.rglob("*") if path.is_file())
    assert sum(size for _, size in found.values()) == total


def test_a_file_that_a_release_shares_with_a_video_is_counted_once(project: Project) -> None:
    frame = project.folder / "videos/pond/frames/00000.jpg"
    os.link(frame, project.folder / "releases/pets-1/00000.jpg")
    found = {each.kind: each.byte_count for each in disk_use(project)}
    assert (found[DiskKind.VIDEOS], found[DiskKind.RELEASES]) == (1000, 1000)


def test_no_link_is_followed_out(project: Project, tmp_path: Path) -> None:
    _put(tmp_path, "home/diary.txt", 5000)
    (project.folder / "reports/home").symlink_to(tmp_path / "home")
    (other,) = (each for each in disk_use(project) if each.kind is DiskKind.OTHER)
    assert other.byte_count < 5000
    embeddings = project.folder / "cache/embeddings"
    embeddings.rename(tmp_path / "elsewhere")
    embeddings.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutsideError):
        prune(project, tuple(PrunableKind), remove=True)
    assert (tmp_path / "elsewhere" / EMBEDDING.removeprefix("cache/embeddings/")).exists()


def test_nothing_goes_before_it_is_said_to(project: Project) -> None:
    done = prune(project, tuple(PrunableKind))
    assert {kind.value: done.count(kind)[0] for kind in PrunableKind} == {
        kind: list(PRUNABLE.values()).count(kind)
        for kind in ("embeddings", "features", "leftovers")
    }
    assert _there(project) == {*WANTED, *PRUNABLE, *OTHERS}


@pytest.mark.parametrize("kind", PrunableKind)
def test_only_the_kind_that_was_asked_for_goes(project: Project, kind: PrunableKind) -> None:
    done = prune(project, (kind,), remove=True)
    assert (done.stuck, done.held) == ((), ())
    gone = {name for name, its in PRUNABLE.items() if its == kind}
    assert _there(project) == {*WANTED, *PRUNABLE, *OTHERS} - gone


def test_an_old_video_whose_successor_never_came_returns(project: Project) -> None:
    pond = project.folder / "videos/pond"
    pond.rename(pond.with_name(".pond.ijklmnop.old"))
    old = pond.with_name(".pond.ijklmnop.old")
    (old / "pond").mkdir()
    (old / "frames").rename(old / "pond/frames")
    _age(project.folder)
    prune(project, (PrunableKind.LEFTOVERS,), remove=True)
    assert (pond / "frames/00000.jpg").exists()
    assert not old.exists()


def test_what_somebody_has_just_used_stays(project: Project) -> None:
    """An embedding that was looked at, a clip that is being made, a file that was written."""
    for name in (
        EMBEDDING,
        "cache/sound/pond.npz",
        "videos/.pond.abcdefgh.partial/frames/00000.jpg",
    ):
        os.utime(project.folder / name)
    used = _there(project)
    prune(project, tuple(PrunableKind), remove=True)
    assert used - _there(project) == set(PRUNABLE) - {
        EMBEDDING,
        "cache/sound/pond.npz",
        "videos/.pond.abcdefgh.partial/frames/00000.jpg",
    }


def test_what_a_fetch_and_an_export_hold_is_left_and_told(project: Project) -> None:
    held = project.folder / "releases/.pets-2.abcdefgh.partial"
    with fetching_alone(project.folder), locked_folder(held):
        done = prune(project, (PrunableKind.LEFTOVERS,), remove=True)
    assert [reason.kind for reason in done.held] == ["fetch-running"]
    assert _there(project) == {*WANTED, *PRUNABLE, *OTHERS}


def test_the_age_is_asked_in_days(project: Project) -> None:
    week = 7 * 86_400
    embedding = project.folder / EMBEDDING
    now = (project.folder / "project.db").stat().st_mtime
    os.utime(embedding, (now - week, now - week))
    prune(project, (PrunableKind.EMBEDDINGS,), older_than_s=8 * 86_400, remove=True)
    assert embedding.exists()
    prune(project, (PrunableKind.EMBEDDINGS,), older_than_s=6 * 86_400, remove=True)
    assert not embedding.exists()


def test_the_commands_say_it_and_remove_only_with_yes(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("prune", "--project", project.folder)
    assert run_here(*words) == 0
    assert "8.0 kB can go; nothing was removed: add --yes" in capsys.readouterr().out
    assert run_here(*words, "--embeddings", "--yes", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["kinds"] == {"embeddings": {"files": 1, "bytes": 1000}}
    assert (said["removed"], said["stuck"]) == (True, [])
    assert run_here("status", "--disk", "--json", "--project", project.folder) == 0
    assert json.loads(capsys.readouterr().out)["disk"]["sources"] == {"files": 1, "bytes": 1000}
    assert run_here("status", "--disk", "--project", project.folder) == 0
    assert "avisbuild prune" in capsys.readouterr().out


@pytest.mark.parametrize("last", [(), ("--yes",)], ids=["looked at", "removed"])
def test_where_all_that_could_go_was_just_used_prune_says_why_it_stays(
    project: Project, capsys: pytest.CaptureFixture[str], last: tuple[str, ...]
) -> None:
    os.utime(project.folder / "cache/sound/pond.npz")
    assert run_here("prune", "--features", "--project", project.folder, *last) == 0
    said = capsys.readouterr().out
    assert said.endswith("nothing can go now; what was used in the last ten minutes stays\n")
