"""A backup is whole whatever is edited meanwhile, and what is restored of it is what was backed up."""

import os
import re
import shutil
import signal
from collections.abc import Sequence
from itertools import islice, takewhile
from pathlib import Path

import pytest
from core.store.test_processes import random_editor
from program_here import run_here

from avisbuild.errors import ProjectError
from avisbuild.records import VideoId
from avisbuild.store import Project
from avisbuild_pipelines.backup import Part, back_up, plan_backup, restore
from avisbuild_pipelines.backup import writing as backup_writing

ALL = tuple(Part)


def _files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


@pytest.mark.slow
def test_every_edit_that_was_confirmed_before_is_in_it_though_two_others_edit(
    project: Project, tmp_path: Path
) -> None:
    with random_editor() as one, random_editor() as other:
        children = [each.begin(project.folder, seed=seed) for seed, each in enumerate((one, other))]
        edits = one.confirmed(), other.confirmed()
        before = dict(edit for each in edits for edit in islice(each, 10))
        card = back_up(project, tmp_path / "backup", ALL)
        confirmed = before | dict(
            takewhile(lambda edit: edit[0] <= card.journal_sequence, edits[0])
        )
        for child in children:
            os.kill(child, signal.SIGKILL)
        confirmed |= dict([*edits[0], *edits[1]])
    assert max(before) <= card.journal_sequence < max(confirmed)
    restored = restore(tmp_path / "backup", tmp_path / "again")
    with Project.open(restored.folder) as again:
        assert again.journal.verify() == card.journal_sequence
        assert again.rebuild_state() == again.state_digest()
        found = {entry.sequence: entry.hash for entry in again.journal.entries()}
    assert before.items() <= found.items()
    assert all(confirmed.get(number, found[number]) == found[number] for number in found)


def test_what_is_restored_is_what_was_backed_up(project: Project, tmp_path: Path) -> None:
    back_up(project, tmp_path / "backup", ALL)
    restore(tmp_path / "backup", tmp_path / "again")
    with Project.open(tmp_path / "again") as again:
        assert again.state_digest() == project.state_digest()
        assert again.annotation_hash(VideoId("pond")) == project.annotation_hash(VideoId("pond"))
    for name in _files(tmp_path / "again"):
        if not name.startswith(("project.db", "avisbuild.toml")):
            assert (tmp_path / "again" / name).read_text() == f"what {name} holds"


@pytest.mark.parametrize(
    ("parts", "held"),
    [
        ((), []),
        ((Part.REPORTS,), ["reports/failures.csv"]),
        ((Part.GUIDELINE,), ["guideline/whole.png"]),
        ((Part.VIDEOS,), ["videos/pond/clip.json", "videos/pond/frames/00000.jpg"]),
        (
            (Part.SOURCES, Part.RELEASES),
            ["releases/pets-1/train.json", "sources/local-pond/source.mp4"],
        ),
    ],
)
def test_it_holds_what_was_asked_for_and_nothing_that_is_half_made_or_a_cache(
    project: Project, tmp_path: Path, parts: Sequence[Part], held: list[str]
) -> None:
    plan = plan_backup(project, tmp_path / "backup", parts)
    assert not (tmp_path / "backup").exists()
    card = back_up(project, tmp_path / "backup", parts)
    assert _files(tmp_path / "backup/project") == sorted(["avisbuild.toml", "project.db", *held])
    assert plan.file_count == card.files == len(held) + 2


def test_a_release_may_be_called_in_any_script(project: Project, tmp_path: Path) -> None:
    """No-break and full-width spaces among its characters: Python calls them unprintable."""
    name = "releases/版本\u30001\xa0b/train.json"
    (project.folder / name).parent.mkdir()
    (project.folder / name).write_text("{}")
    back_up(project, tmp_path / "backup", (Part.RELEASES,))
    restore(tmp_path / "backup", tmp_path / "again")
    assert (tmp_path / "again" / name).is_file()


def test_a_folder_that_holds_anything_is_refused_by_both(project: Project, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    back_up(project, tmp_path / "empty", ())
    (tmp_path / "used").mkdir()
    (tmp_path / "used/.hidden").write_text("mine")
    with pytest.raises(ProjectError, match=r"not empty \(it holds .hidden\)"):
        back_up(project, tmp_path / "used", ())
    with pytest.raises(ProjectError, match="not empty"):
        restore(tmp_path / "empty", tmp_path / "used")
    with pytest.raises(ProjectError, match="lies in the project"):
        back_up(project, project.folder / "backup", ())
    assert _files(tmp_path / "used") == [".hidden"]


def test_a_link_to_an_empty_folder_is_as_good_as_the_folder(
    project: Project, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / "disk" / name).mkdir(parents=True)
        (tmp_path / name).symlink_to(tmp_path / "disk" / name)
    back_up(project, tmp_path / "one", ALL)
    restored = restore(tmp_path / "one", tmp_path / "two")
    assert restored.folder == tmp_path / "disk/two"
    assert (tmp_path / "two/videos/pond/clip.json").is_file()
    assert (tmp_path / "one").is_symlink()


def test_a_folder_that_is_filled_meanwhile_is_refused_by_name(
    project: Project, tmp_path: Path
) -> None:
    def fill(*_: object) -> None:
        (tmp_path / "backup").mkdir(exist_ok=True)
        (tmp_path / "backup/theirs").write_text("theirs")

    with pytest.raises(ProjectError, match="not empty"):
        back_up(project, tmp_path / "backup", (), progress=fill)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "pets"]
    assert _files(tmp_path / "backup") == ["theirs"]


def test_the_folder_that_somebody_is_in_may_be_the_target(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, words in (
        ("here", ("project", "backup", ".", "--project", project.folder)),
        ("there", ("project", "restore", tmp_path / "here", ".")),
    ):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        assert run_here(*words, "--json") == 0
    assert (tmp_path / "there/project.db").is_file()


def test_a_video_that_is_replaced_while_it_is_copied_is_copied_again(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never half of the old one and half of the new one."""
    copy, pond = backup_writing.copy_hashed, project.folder / "videos/pond"
    replaced: list[Path] = []

    def copy_and_replace(source: Path, target: Path) -> tuple[str, int]:
        done = copy(source, target)
        if source.name == "clip.json" and not replaced:
            replaced.append(pond.rename(tmp_path / "old"))
            shutil.copytree(tmp_path / "old", pond)
            (pond / "clip.json").write_text("new")
            (pond / "frames/00000.jpg").write_text("new")
        return done

    monkeypatch.setattr(backup_writing, "copy_hashed", copy_and_replace)
    back_up(project, tmp_path / "backup", (Part.VIDEOS,))
    restore(tmp_path / "backup", tmp_path / "again")
    for name in ("clip.json", "frames/00000.jpg"):
        assert (tmp_path / "again/videos/pond" / name).read_text() == "new"


def test_nothing_is_left_of_one_that_was_stopped(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor, at the next one, of one that was killed."""
    killed = tmp_path / ".backup.12345678.partial"
    killed.mkdir()

    def stop(*_: object) -> tuple[str, int]:
        raise KeyboardInterrupt

    monkeypatch.setattr(backup_writing, "copy_hashed", stop)
    with pytest.raises(KeyboardInterrupt):
        back_up(project, tmp_path / "backup", ALL)
    assert [path.name for path in tmp_path.iterdir()] == ["pets"]


def test_too_little_room_is_told_before_anything_is_written(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from avisbuild.system.disk import DiskSpace

    monkeypatch.setattr(backup_writing, "free_space", lambda _: DiskSpace(1 << 20, 1 << 20))
    with pytest.raises(ProjectError, match=r"the disk has 1\.0 MB free"):
        back_up(project, tmp_path / "backup", ())
    assert [path.name for path in tmp_path.iterdir()] == ["pets"]


def test_the_commands_back_up_and_restore(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("project", "backup", tmp_path / "b", "--project", project.folder)
    assert run_here(*words, "--dry-run") == 0
    assert re.search(r"videos +2 +[0-9]+ B", capsys.readouterr().out)
    assert not (tmp_path / "b").exists()
    assert run_here(*words) == 0
    assert "up to edit 1; restore: avisbuild project restore" in capsys.readouterr().out
    assert run_here("project", "restore", tmp_path / "b", tmp_path / "r") == 0
    assert run_here("status", "--project", tmp_path / "r") == 0
    assert not (tmp_path / "r/sources/local-pond").exists()
    assert run_here("project", "restore", tmp_path / "b", tmp_path / "r") == 2


@pytest.mark.parametrize(
    ("without", "then"), [((), "status"), (("--without-videos",), "fetch MANIFEST")]
)
def test_after_restore_comes_what_makes_the_project_whole(
    project: Project,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    without: Sequence[str],
    then: str,
) -> None:
    again = tmp_path / "again"
    assert run_here("project", "backup", tmp_path / "b", *without, "--project", project.folder) == 0
    assert run_here("project", "restore", tmp_path / "b", again) == 0
    assert capsys.readouterr().out.endswith(f"next: avisbuild {then} --project {again}\n")
