"""A `source.json` that refers to a media file elsewhere: read only where this person named the file."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from program_here import run_here

from avisbuild import inside
from avisbuild.media.source_frames import StillFrames
from avisbuild.records import VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.records.video_folder import source_media
from avisbuild.store import Project
from avisbuild_pipelines.fetch import fetch
from avisbuild_pipelines.fetch.settings import FetchSettings
from avisbuild_pipelines.manifest import read_manifest
from avisbuild_pipelines.propagating import open_pictures

V = VideoId("v")


@pytest.fixture(scope="module")
def made(fetch_media: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project `p`, its `media`, and the person's `config`, beside each other."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(fetch_media, folder / "media")
    (folder / "m.csv").write_text("video_id,source\nv,local:a0.mp4\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        Project.create(folder / "p", load_recipe("aviseg")).close()
        fetched(folder, patch)
    return folder


@pytest.fixture
def project(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that fetched a video from a disk to which nothing can be linked."""
    here = tmp_path / "here"
    shutil.copytree(made, here)
    for path in (*here.glob("config/*/*.json"), *here.glob("p/*/*/*.json")):
        path.write_text(path.read_text().replace(str(made), str(here)))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(here / "config"))
    return here / "p"


def fetched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `fetch m.csv --media-root media` does where no hard link can be made."""
    link = os.link

    def refuse(source: object, target: object, **how: object) -> None:
        if "media" in str(source):
            raise OSError(18, "Invalid cross-device link")
        link(source, target, **how)  # type: ignore[arg-type]

    manifest = read_manifest(folder / "m.csv", media_root=folder / "media", music_avqa_root=None)
    with monkeypatch.context() as patch, Project.open(folder / "p") as project:
        patch.setattr(os, "link", refuse)
        outcome = fetch(project, manifest, FetchSettings(jobs=1))
    assert outcome.failures == ()


def record_of(project: Path) -> Path:
    (found,) = (project / "sources").glob("*/source.json")
    return found


def forget(project: Path) -> None:
    """As on another person's account, or in a copy that a stranger gave."""
    shutil.rmtree(project.parent / "config")


def refer_to(project: Path, media: Path) -> None:
    """A stranger's edit of the record: another file, with its true hash, size and time."""
    from avisbuild.files import sha256_of

    document = json.loads(record_of(project).read_bytes())
    state = media.stat()
    document |= {"media": str(media), "source": str(media), "sha256": sha256_of(media)}
    document |= {"size_bytes": state.st_size, "media_mtime_ns": state.st_mtime_ns}
    record_of(project).write_text(json.dumps(document))


def test_what_a_fetch_named_is_read_by_every_later_command(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert json.loads(record_of(project).read_bytes())["reference"] is True
    assert run_here("clip", "--jobs", "1", "--project", project) == 0
    assert run_here("verify", "--project", project) == 0
    with Project.open(project) as opened:
        assert open_pictures(opened, V).notice is None
    capsys.readouterr()
    assert run_here("project", "allow", "--list", "--json", "--project", project) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["media_files"] == [str(project.parent / "media/a0.mp4")]
    assert told["folders"] == []
    assert "media_files" in (project.parent / "config/avisbuild/projects.json").read_text()
    here = [path for path in project.rglob("*") if path.is_file()]
    assert all(b"media_files" not in path.read_bytes() for path in here)


@pytest.mark.parametrize("whose", ["another person's", "another file"])
def test_a_reference_that_nobody_named_is_refused_in_a_line_with_the_command(
    project: Path, capsys: pytest.CaptureFixture[str], whose: str
) -> None:
    """A stranger's record names a private video, with everything else in it true."""
    frames = {path: path.read_bytes() for path in (project / "videos/v/frames").iterdir()}
    home = project.parent / "home"
    home.mkdir()
    shutil.copy(project.parent / "media/a1.mp4", home / "private.mp4")
    refer_to(project, home / "private.mp4")
    if whose == "another person's":
        forget(project)
    cure = f"avisbuild project allow {home} --project {project}"
    assert run_here("clip", "--jobs", "1", "--project", project) == 1
    said = capsys.readouterr().out
    assert "v: refused: sources/" in said
    assert cure in said
    assert run_here("verify", "--project", project) == 1
    assert cure in capsys.readouterr().out
    assert frames == {path: path.read_bytes() for path in frames}
    with Project.open(project) as opened:
        found = open_pictures(opened, V)
    assert isinstance(found.source, StillFrames)
    assert cure in str(found.notice)
    assert run_here("project", "allow", home, "--project", project) == 0
    assert run_here("clip", "--jobs", "1", "--project", project) == 0


def test_an_old_project_gets_the_line_and_the_same_fetch_again_mends_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    forget(project)
    assert run_here("verify", "--project", project) == 1
    assert f"project allow {project.parent / 'media'}" in capsys.readouterr().out
    fetched(project.parent, monkeypatch)
    assert run_here("verify", "--project", project) == 0


def test_taking_a_folder_back_takes_back_what_fetches_named_in_it(project: Path) -> None:
    words = ("project", "allow", project.parent / "media", "--remove", "--project", project)
    assert run_here(*words) == 0
    assert run_here("verify", "--project", project) == 1
    assert run_here(*words) == 2


def test_a_named_file_is_read_by_reference_and_no_link_leads_to_it(project: Path) -> None:
    media = project.parent / "media/a0.mp4"
    link = project / "sources/x.mp4"
    with Project.open(project):
        link.symlink_to(media)
        with pytest.raises(inside.OutsideError, match="is a link that leads"):
            inside.reading(link)


@pytest.mark.parametrize(
    "name", ["sub/../../../../home/a1.mp4", "link/a1.mp4", "relative", "named and swapped"]
)
def test_a_reference_in_disguise_is_known_by_where_it_really_leads(
    project: Path, name: str
) -> None:
    home, folder = project.parent / "home", record_of(project).parent
    (project.parent / "media").rename(home)
    (folder / "sub").mkdir()
    refer_to(project, home / "a1.mp4")
    document = json.loads(record_of(project).read_bytes())
    document["media"] = str(folder / name)
    with Project.open(project):
        (folder / "link").symlink_to(home)
        if name == "relative":
            document["media"] = "../../../home/a1.mp4"
        if name == "named and swapped":
            (project.parent / "media").mkdir()
            named = project.parent / "media/a0.mp4"
            named.symlink_to(home / "a1.mp4")
            document["media"] = str(named)
        assert (folder / document["media"]).samefile(home / "a1.mp4")
        with pytest.raises(inside.OutsideError, match=r"home/a1\.mp4, outside the project"):
            source_media(folder, document)


@pytest.mark.parametrize("key", ["../../beside", "..", "/beside"])
def test_a_source_key_that_is_a_path_leads_nowhere(
    project: Path, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    """A folder beside the project, in the stranger's own archive, is no part of the project."""
    key = key.replace("/beside", f"{project.parent}/beside") if key[0] == "/" else key
    record_of(project).parent.rename(project.parent / "beside")
    clip = project / "videos/v/clip.json"
    clip.write_text(json.dumps({**json.loads(clip.read_bytes()), "source_key": key}))
    with Project.open(project) as opened:
        with opened.edit(author="x", action="x") as edit:
            edit.put(replace(opened.video(V), source_key=key))
        assert "is no name of a folder" in str(open_pictures(opened, V).notice)
    for command in (("clip", "--jobs", "1"), ("verify",)):
        assert run_here(*command, "--project", project) == 1
        assert "is no name of a folder" in capsys.readouterr().out


def test_where_the_settings_cannot_be_written_a_fetch_goes_on_and_says_so(
    project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    forget(project)
    (project.parent / "config").write_text("in the way")
    shutil.rmtree(project / "videos/v")
    fetched(project.parent, monkeypatch)
    assert "later commands will ask you to allow it" in caplog.text
    assert (project / "videos/v/clip.json").exists()
