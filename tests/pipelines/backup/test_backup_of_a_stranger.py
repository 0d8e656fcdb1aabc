"""A backup that somebody else made, or that was spoilt, writes nothing outside and makes no project."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from avisbuild.errors import AvisbuildError
from avisbuild.files import sha256_of
from avisbuild.inside import OutsideError
from avisbuild.store import Project
from avisbuild_pipelines.backup import Part, back_up, restore


@pytest.fixture
def backup(project: Project, tmp_path: Path) -> Path:
    """A backup with everything in it; the project itself is gone."""
    back_up(project, tmp_path / "backup", tuple(Part))
    return tmp_path / "backup"


def _refused(backup: Path, said: str) -> None:
    """Restoring ends with one line, and leaves what there was."""
    there = {path for path in backup.parent.rglob("*") if backup not in path.parents}
    with pytest.raises(AvisbuildError, match=said) as refusal:
        restore(backup, backup.parent / "again")
    assert "\n" not in str(refusal.value)
    assert {path for path in backup.parent.rglob("*") if backup not in path.parents} == there


def _add(backup: Path, name: str) -> None:
    """List a file that lies outside the backup, under a name that may lead there."""
    victim = backup.parent / "victim"
    victim.write_text("theirs")
    with (backup / "SHA256SUMS").open("a") as sums:
        sums.write(f"{sha256_of(victim)}  project/{name}\n")


@pytest.mark.parametrize(
    "name",
    [
        "../../victim",
        "videos/../../../victim",
        "/etc/passwd",
        "videos//etc/passwd",
        "videos/C:/x",
        "videos\\..\\x",
        "videos/./x",
        "videos/.hidden",
        ".bashrc",
        "cache/embeddings/x",
        "notes.txt",
        "videos/" + "a/" * 40 + "x",
        "videos/\x1b[31m",
        "videos/" + "x" * 9000,
    ],
)
def test_a_name_that_is_none_of_a_project_is_refused(backup: Path, name: str) -> None:
    _add(backup, name)
    _refused(backup, "is no checksum of a file of a project")


def test_a_link_out_of_the_backup_is_not_followed(backup: Path) -> None:
    _add(backup, "videos/pond/secret")
    (backup / "project/videos/pond/secret").symlink_to(backup.parent / "victim")
    with pytest.raises(OutsideError):
        restore(backup, backup.parent / "again")
    assert not (backup.parent / "again").exists()


def test_a_file_that_is_listed_twice_is_refused(backup: Path) -> None:
    sums = backup / "SHA256SUMS"
    sums.write_text(sums.read_text() * 2)
    _refused(backup, "File exists; nothing was restored")


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _drop_last_line(path: Path) -> None:
    """As a copy that broke off, but for the rest of the line, would."""
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))


_SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "a frame": (
        lambda backup: _flip(backup / "project/videos/pond/frames/00000.jpg"),
        "00000.jpg is not what was backed up: expected SHA-256",
    ),
    "the database": (lambda backup: _flip(backup / "project/project.db"), "project.db is not what"),
    "a frame that is gone": (
        lambda backup: (backup / "project/videos/pond/frames/00000.jpg").unlink(),
        "No such file",
    ),
    "no list": (lambda backup: (backup / "SHA256SUMS").unlink(), "its SHA256SUMS is missing"),
    "an empty list": (
        lambda backup: (backup / "SHA256SUMS").write_text(""),
        "has no avisbuild.toml",
    ),
    "a list that lost its end": (
        lambda backup: _drop_last_line(backup / "SHA256SUMS"),
        "expected 8 files as backup.json says, found 7",
    ),
    "endless amounts": (
        lambda backup: (backup / "backup.json").write_text(
            re.sub(r'"bytes": \d+', f'"bytes": {10**400}', (backup / "backup.json").read_text())
        ),
        "its backup.json is missing or spoilt",
    ),
    "no card": (lambda backup: (backup / "backup.json").unlink(), "its backup.json is missing"),
    "a card of another format": (
        lambda backup: (backup / "backup.json").write_text('{"format": 2}'),
        "expected a backup of format 1",
    ),
    "a card of another type": (
        lambda backup: (backup / "backup.json").write_text('{"format": 1, "files": "x"}'),
        "is missing or spoilt",
    ),
    "a deep card": (
        lambda backup: (backup / "backup.json").write_text("[" * 200_000),
        "is missing or spoilt",
    ),
    "a pipe for a card": (
        lambda backup: ((backup / "backup.json").unlink(), os.mkfifo(backup / "backup.json")),
        "is missing or spoilt",
    ),
}


@pytest.mark.parametrize("what", _SPOILT)
def test_what_is_spoilt_is_named_and_nothing_is_restored(backup: Path, what: str) -> None:
    spoil, said = _SPOILT[what]
    spoil(backup)
    _refused(backup, said)


def test_a_file_that_is_all_holes_is_refused_before_anything_is_written(backup: Path) -> None:
    """A terabyte in a backup of a kilobyte."""
    _add(backup, "videos/pond/holes")
    with (backup / "project/videos/pond/holes").open("wb") as stream:
        stream.truncate(1 << 40)
    _refused(backup, "the disk has")


def test_settings_that_name_another_database_are_refused(backup: Path) -> None:
    settings = backup / "project/avisbuild.toml"
    text = settings.read_text().replace("sqlite:///project.db", "sqlite:////tmp/elsewhere.db")
    before = sha256_of(settings)
    settings.write_text(text)
    sums = backup / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(before, sha256_of(settings)))
    _refused(backup, "expected settings with database")
