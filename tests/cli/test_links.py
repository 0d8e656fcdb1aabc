"""A stranger's project full of links: nothing outside it is written, deleted or published by any command."""

import os
import shutil
import socket
import stat
from pathlib import Path

import pytest
from cli.links_case import (
    PRECIOUS,
    WALK,
    state_of,
    walk,
)

from avisbuild.cli.app import COMMANDS
from avisbuild_pipelines.commands.project import project as group

# What makes a folder of its own, and reads no project.
MAKERS = ("init", "synth", "demo")
USERS = tuple(command for command in COMMANDS if command not in MAKERS)


def test_every_command_has_a_place_in_the_walk() -> None:
    """Whoever adds a command says here what of it is run on a project full of links."""
    assert list(WALK) == list(COMMANDS)
    named = {line.split()[0] for line in WALK["project"]}
    assert named == {each.name or each.callback.__name__ for each in group.registered_commands}


def test_a_project_without_links_goes_all_the_way(project: Path) -> None:
    """So that what is refused below is refused for its link, and not for something that is missing."""
    codes = walk(project, USERS)
    wrong = [line for line, code in codes.items() if code]
    assert len(wrong) == 1
    assert "--retry" in wrong[0]  # one of its videos is not there
    assert (project / "releases/aviseg-2/train/JPEGImages/pond/00000.jpg").exists()
    assert (project / "releases/mine/train.json").exists()
    assert list((project / "cache/embeddings").rglob("*.emb"))
    assert (project / "reports/keys.pdf").read_bytes()[:5] == b"%PDF-"
    assert b"<html" in (project / "reports/keys.html").read_bytes()


PLACES = (
    "avisbuild.toml",
    ".avisbuild-id",
    "project.db",
    "project.db-wal",
    "project.db-journal",
    ".fetch.lock",
    "sources",
    "videos",
    "cache",
    "reports",
    "releases",
    "cache/embeddings",
    "cache/workers",
    "cache/yt-dlp",
    "cache/sound",
    "cache/embeddings/{model}",
    "reports/failures.csv",
    "reports/summary.json",
    "reports/keys.pdf",
    "videos/pond",
    "videos/pond/frames",
    "videos/pond/frames/00000.jpg",
    "videos/lake/frames/00001.jpg",
    "videos/pond/audio.wav",
    "videos/lake/clips",
    "videos/pond/clip.json",
    "videos/pond/features/vggish.npy",
    "videos/copy",
    "videos/.pond.abcdefgh.partial",
    "{source}",
    "{source}/.partial",
    "{source}/source.json",
    "{source}/source.mp4",
    "releases/mine",
    "releases/aviseg-2",
    "releases/.aviseg-2.abcdefgh.partial",
    "releases/aviseg-1/train/JPEGImages/pond/00000.jpg",
)


def place_in(project: Path, place: str) -> Path:
    """A place, without what is there now."""
    (source,) = (project / "sources").iterdir()
    found = project / place.format(source=source.relative_to(project), model="fake")
    found.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(found) if found.is_dir() else found.unlink(missing_ok=True)
    return found


def check_walk(project: Path, capfd: pytest.CaptureFixture[str], *, but: str = "") -> None:
    """Every command ends as it should, and home is as it was: nothing written, told or published."""
    home = project.parent / "home"
    before = state_of(home)
    codes = walk(project, tuple(command for command in USERS if command != but))
    assert set(codes.values()) <= {0, 1, 2, 3}, codes
    assert state_of(home) == before
    said = capfd.readouterr()
    assert PRECIOUS.decode() not in said.out + said.err
    private = (home / "private.jpg").read_bytes()
    real = os.path.realpath(project)
    here = [path for path in project.rglob("*") if path.is_file()]
    taken = [path for path in here if os.path.realpath(path).startswith(real)]
    assert all(path.read_bytes() != private for path in taken)


# Where avisbuild makes something that is not there yet, and would make it where a link leads.
NEW = frozenset({".fetch.lock", "cache", "reports", "reports/summary.json", "videos/copy"})


@pytest.mark.parametrize(
    ("place", "target"),
    [
        (place, target)
        for place in PLACES
        for target in ("docs", "private.jpg", "nowhere")
        if target != "nowhere" or place in NEW
    ],
)
def test_no_command_reaches_outside_through_a_link(
    project: Path, place: str, target: str, capfd: pytest.CaptureFixture[str]
) -> None:
    place_in(project, place).symlink_to(project.parent / "home" / target)
    check_walk(project, capfd)


@pytest.mark.parametrize(
    "way", ["relative", "link to a link", "through a linked folder", "the parent", "a circle"]
)
@pytest.mark.parametrize(
    ("place", "target"),
    [
        ("cache/embeddings", "docs"),
        ("reports", "docs"),
        ("{source}/.partial", "docs"),
        ("videos/pond/frames/00000.jpg", "private.jpg"),
        (".fetch.lock", "bashrc"),
    ],
)
def test_no_way_of_linking_leads_out(
    project: Path, place: str, target: str, way: str, capfd: pytest.CaptureFixture[str]
) -> None:
    home, link, hop = project.parent / "home", place_in(project, place), project / "hop"
    match way:
        case "relative":
            link.symlink_to(os.path.relpath(home / target, link.parent))
        case "link to a link":
            link.symlink_to(hop)
            hop.symlink_to(home / target)
        case "through a linked folder":
            link.symlink_to(hop / target)
            hop.symlink_to(home)
        case "the parent":
            link.symlink_to(os.path.relpath(project.parent, link.parent))
        case "a circle":
            link.symlink_to(hop)
            hop.symlink_to(link)
    check_walk(project, capfd)


FILES = (
    "avisbuild.toml",
    ".avisbuild-id",
    "project.db",
    "project.db-wal",
    ".fetch.lock",
    "cache/yt-dlp/a.json",
    "reports/failures.csv",
    "reports/summary.json",
    "reports/keys.pdf",
    "videos/pond/frames/00000.jpg",
    "videos/pond/audio.wav",
    "videos/pond/clip.json",
    "videos/pond/features/vggish.npy",
    "videos/copy",
    "{source}/source.json",
    "{source}/source.mp4",
    "{source}/.partial/download.json",
    "releases/aviseg-1/train/JPEGImages/pond/00000.jpg",
    "releases/aviseg-1/train/WAVAudios/pond.wav",
    "releases/aviseg-1/train.json",
    "releases/aviseg-1/release.json",
    "releases/aviseg-1/SHA256SUMS",
    "releases/pictures/copy/00000.jpg",
    "releases/maps/a.png",
)


@pytest.mark.parametrize("place", FILES)
def test_no_command_hangs_at_a_pipe(
    project: Path, place: str, capfd: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(place_in(project, place))
    # A truth that somebody names may well come from a pipe: --gt <(zcat truth.json.gz)
    check_walk(project, capfd, but="evaluate" if place.endswith("train.json") else "")


@pytest.mark.parametrize("place", FILES)
def test_nothing_is_written_through_a_second_name_of_a_file(project: Path, place: str) -> None:
    home = project.parent / "home"
    os.link(home / "bashrc", place_in(project, place))
    before = state_of(home)
    assert set(walk(project, USERS).values()) <= {0, 1, 2, 3}
    assert state_of(home) == before


@pytest.mark.parametrize("kind", ["socket", "device"])
@pytest.mark.parametrize("place", [".fetch.lock", "videos/pond/frames/00000.jpg", "videos/copy"])
def test_no_command_reads_a_socket_or_a_device(
    project: Path,
    place: str,
    kind: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = place_in(project, place)
    if kind == "socket":
        monkeypatch.chdir(made.parent)  # a socket's name is at most 107 characters long
        with socket.socket(socket.AF_UNIX) as here:
            here.bind(made.name)
    else:
        try:
            os.mknod(made, stat.S_IFCHR | 0o600, os.makedev(1, 5))  # /dev/zero never ends
        except PermissionError:
            pytest.skip("only root makes devices")
    check_walk(project, capfd)
