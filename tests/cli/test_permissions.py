"""What a person allows a project: folders elsewhere, and a database; kept in that person's own settings."""

import errno
import json
import os
import pty
import select
import shutil
import signal
import sys
from pathlib import Path

import pytest
from conftest import Program
from program_here import run_here

from avisbuild.errors import DatabaseOutsideError, ProjectError
from avisbuild.records import Round, RoundState, Video, VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.records.video_folder import PROJECT_ID_NAME
from avisbuild.store import Project, permissions

POND = VideoId("pond")
_TYPED_AGAIN_S = 20.0


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one video without files."""
    folder = tmp_path / "p"
    with (
        Project.create(folder, load_recipe("aviseg")) as opened,
        opened.edit(author="ann", action="Begin") as edit,
    ):
        edit.add_video(Video(video_id=POND, second_count=2, height_px=8, width_px=12))
        edit.set_round(Round(video_id=POND, number=1, state=RoundState.TODO))
    return folder


def contents_of(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_a_link_out_is_refused_in_one_line_with_the_command_that_allows_it(
    project: Path, tmp_path: Path, avisbuild: Program
) -> None:
    big = tmp_path / "big disk"
    (project / "videos").rename(big)
    (project / "videos").symlink_to(big)
    refused = avisbuild("status", "--project", project)
    line = refused.stderr.strip()
    assert refused.returncode == 2
    assert line.endswith(f"avisbuild project allow '{big}' --project {project}")
    assert str(project / "videos") in line
    assert "\n" not in line
    assert avisbuild("project", "allow", big, "--project", project).returncode == 0
    assert avisbuild("status", "--project", project).returncode == 0
    told = avisbuild("project", "allow", "--list", "--json", "--project", project)
    assert json.loads(told.stdout)["folders"] == [str(big)]
    assert not any(str(big).encode() in data for data in contents_of(project))
    assert avisbuild("project", "allow", big, "--remove", "--project", project).returncode == 0
    assert avisbuild("status", "--project", project).returncode == 2


def test_what_is_allowed_to_a_project_is_not_to_another_in_its_place(
    project: Path, tmp_path: Path, avisbuild: Program
) -> None:
    big = tmp_path / "big"
    big.mkdir()
    avisbuild("project", "allow", big, "--project", project)
    shutil.rmtree(project)
    Project.create(project, load_recipe("aviseg")).close()
    (project / "releases").symlink_to(big)
    assert avisbuild("status", "--project", project).returncode == 2


def test_a_database_elsewhere_opens_only_where_this_person_named_it(
    project: Path, tmp_path: Path, avisbuild: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere.db"
    (project / "project.db").rename(elsewhere)
    settings = project / "avisbuild.toml"
    settings.write_text(
        settings.read_text().replace("sqlite:///project.db", f"sqlite:///{elsewhere}")
    )
    refused = avisbuild("status", "--project", project)
    assert refused.returncode == 2
    assert "--allow-database" in refused.stderr
    assert avisbuild("status", "--allow-database", "--project", project).returncode == 0
    with pytest.raises(DatabaseOutsideError):
        Project.open(project)
    avisbuild("project", "allow", "--database", "--project", project)
    Project.open(project).close()


def test_a_server_that_init_did_not_name_is_not_asked(project: Path) -> None:
    settings = project / "avisbuild.toml"
    url = "postgresql+psycopg://someone@nowhere.invalid/pets"
    settings.write_text(settings.read_text().replace("sqlite:///project.db", url))
    with pytest.raises(DatabaseOutsideError, match="on a server"):
        Project.open(project)


def test_a_loser_of_two_inits_leaves_the_winners_project(tmp_path: Path) -> None:
    for number in range(6):
        folder = tmp_path / str(number)
        children = []
        for _ in range(2):
            child = os.fork()
            if child == 0:
                try:
                    Project.create(folder, load_recipe("aviseg")).close()
                    os._exit(0)
                except ProjectError:
                    os._exit(2)
                finally:
                    os._exit(9)
            children.append(child)
        codes = sorted(os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children)
        assert codes == [0, 2]
        Project.open(folder).close()


def at_a_terminal(*words: object, answer: str) -> tuple[int, str]:
    """Run the program where a person sits, who types `answer` when asked; exit code and what was shown."""
    line = [sys.executable, "-m", "avisbuild", *map(str, words)]
    child, terminal = pty.fork()
    if child == 0:
        # As a shell leaves it: what runs the tests may have Ctrl-C ignored or held back.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        os.execv(line[0], line)  # noqa: S606
    shown, answered = b"", False
    while True:
        # A Ctrl-C may come just before the program waits for one; a person types it again then.
        if answered and not select.select([terminal], [], [], _TYPED_AGAIN_S)[0]:
            os.write(terminal, answer.encode())
            continue
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # the program has ended
            break
        if not answered and b"[y/N]" in shown:
            os.write(terminal, answer.encode())
            answered = True
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


@pytest.mark.parametrize(
    ("answer", "code"), [("y\n", 0), ("n\n", 2), ("\n", 2), ("\x04", 2), ("\x03", 2)]
)
def test_at_a_terminal_the_database_is_asked_about_once_and_for_this_time(
    project: Path, answer: str, code: int
) -> None:
    elsewhere = move_database(project)
    found, shown = at_a_terminal("status", "--project", project, answer=answer)
    assert found == code, shown
    assert str(elsewhere) in shown
    assert shown.count("Open it this time? [y/N]") == 1
    assert ("videos: 1" in shown) is (code == 0)
    assert run_here("status", "--project", project) == 2


def test_without_a_terminal_nothing_is_asked_and_the_line_names_the_database(
    project: Path, avisbuild: Program
) -> None:
    elsewhere = move_database(project)
    refused = avisbuild("status", "--project", project)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    for told in (str(elsewhere), "--allow-database", f"allow --database --project {project}"):
        assert told in refused.stderr


def move_database(project: Path) -> Path:
    elsewhere, settings = project.parent / "elsewhere.db", project / "avisbuild.toml"
    (project / "project.db").rename(elsewhere)
    text = settings.read_text().replace("sqlite:///project.db", f"sqlite:///{elsewhere}")
    settings.write_text(text)
    return elsewhere


def test_a_permission_does_not_grow_by_other_ways_of_naming(project: Path) -> None:
    """By `..`, by a name that only begins alike, by a link in it, by a folder that was moved away."""
    big, private = project.parent / "big", project.parent / "private"
    big.mkdir()
    private.mkdir()
    (project.parent / "bigger").mkdir()
    assert run_here("project", "allow", big / ".." / "big", "--project", project) == 0
    link = project / "releases"
    for target in (f"{big}/../private", project.parent / "bigger", f"{big}/out"):
        (big / "out").unlink(missing_ok=True)
        (big / "out").symlink_to(private)
        link.symlink_to(target)
        assert run_here("status", "--project", project) == 2
        link.unlink()
    link.symlink_to(big)
    assert run_here("status", "--project", project) == 2  # for the link in it
    (big / "out").unlink()
    assert run_here("status", "--project", project) == 0
    big.rename(project.parent / "away")
    big.symlink_to(private)
    assert run_here("status", "--project", project) == 2


def test_a_copy_of_a_project_has_not_its_permissions(project: Path) -> None:
    big = project.parent / "big"
    big.mkdir()
    (project / "releases").symlink_to(big)
    assert run_here("project", "allow", big, "--project", project) == 0
    shutil.copytree(project, project.parent / "copy", symlinks=True)
    assert run_here("status", "--project", project) == 0
    assert run_here("status", "--project", project.parent / "copy") == 2


def test_two_who_allow_at_once_are_both_heard(project: Path) -> None:
    """Two fetches, or two projects: the settings are read and written by one at a time."""
    folders = [project.parent / str(number) for number in range(8)]
    children = []
    for folder in folders:
        folder.mkdir()
        child = os.fork()
        if child == 0:
            os._exit(run_here("project", "allow", folder, "--project", project))
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 8
    from avisbuild.store.permissions import granted_permissions

    assert set(granted_permissions(project).folders) == {str(folder) for folder in folders}


@pytest.mark.parametrize("home", ["a file", "closed"])
def test_without_settings_that_can_be_read_nothing_is_allowed_and_the_project_opens(
    project: Path, home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Service accounts have /dev/null for a home, containers somebody else's."""
    config = project.parent / "config"
    if home == "a file":
        config.write_text("")
    else:
        config.mkdir(mode=0o000)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    assert run_here("status", "--project", project) == 0
    if home == "a file":
        assert run_here("project", "allow", project.parent, "--project", project) == 2


def test_a_project_whose_disk_is_full_is_named_and_not_the_settings(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (project / PROJECT_ID_NAME).unlink(missing_ok=True)
    monkeypatch.setattr(permissions.files, "write_text", full)
    with pytest.raises(ProjectError, match=rf"{PROJECT_ID_NAME} cannot be written: No space left"):
        permissions.allow_folder(project, tmp_path)
