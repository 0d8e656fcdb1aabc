"""No private picture is published: not by a link in a project, in a release, or in a folder of pictures."""

import json
import shutil
from pathlib import Path

import pytest
from cli.links_case import SECONDS, SIZE
from program_here import run_here

FRAME = "videos/pond/frames/00000.jpg"
RELEASED = "train/JPEGImages/pond/00000.jpg"


def put_link(place: Path, target: Path) -> None:
    place.unlink()
    place.symlink_to(target)


def test_export_refuses_by_name_the_frame_that_is_a_link_and_nothing_else(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_here("export", "--project", project) == 0
    home = project.parent / "home"
    put_link(project / FRAME, home / "private.jpg")
    capsys.readouterr()
    assert run_here("export", "--project", project) == 2
    told = capsys.readouterr().err
    assert f"{project / FRAME} is a link that leads out of the project" in told
    assert f"avisbuild project allow {home} --project {project}" in told
    assert told.count("\n") == 1
    assert [path.name for path in (project / "releases").glob("*aviseg-3*")] == []
    put_link(project / FRAME, project / "videos/pond/frames/00001.jpg")
    assert run_here("export", "--project", project) == 0  # it stays in the project


@pytest.mark.parametrize("part", ["audio.wav", "features/vggish.npy"])
def test_export_refuses_sound_and_features_that_lie_elsewhere(project: Path, part: str) -> None:
    import numpy as np

    place, home = project / "videos/pond" / part, project.parent / "home"
    place.parent.mkdir(exist_ok=True)
    if part.endswith("npy"):
        np.save(place, np.ones((SECONDS, 128), np.float32))
        assert run_here("export", "--project", project) == 0
    shutil.move(place, home / "mine")
    place.symlink_to(home / "mine")
    assert run_here("export", "--project", project) == 2


def test_a_frame_is_published_from_a_disk_that_was_allowed(project: Path) -> None:
    disk = project.parent / "disk"
    shutil.move(project / "videos", disk)
    (project / "videos").symlink_to(disk)
    assert run_here("export", "--project", project) == 2
    assert run_here("project", "allow", disk, "--project", project) == 0
    assert run_here("export", "--project", project) == 0
    put_link(disk / "pond/frames/00000.jpg", project.parent / "home/private.jpg")
    assert run_here("export", "--project", project) == 2  # a link out of the allowed folder


@pytest.mark.parametrize("what", ["a frame", "a folder"])
def test_validate_complains_of_a_link_in_a_release(
    project: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    release = project / "releases/aviseg-1"
    assert run_here("validate", release) == 0
    place = release / RELEASED
    if what == "a folder":
        place = place.parent
    shutil.move(place, project.parent / "home/same")
    place.symlink_to(project.parent / "home/same")
    capsys.readouterr()
    assert run_here("validate", release) == 1
    told = capsys.readouterr().out
    assert f"{place.relative_to(release)}: expected a file of its own, got a link to" in told


def import_pictures(project: Path) -> int:
    return run_here(
        *("import", project.parent / "o/other.json"),
        *("--frames", project.parent / "pictures", "--project", project),
    )


@pytest.mark.parametrize("part", ["copy/00001.jpg", "copy", "copy.wav"])
def test_import_takes_no_picture_that_lies_elsewhere(
    project: Path, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stranger's pictures and truth: what is taken in is published by the next export."""
    pictures, home = project.parent / "pictures", project.parent / "home"
    shutil.copytree(project / "releases/pictures", pictures)
    shutil.copy(project / "videos/pond/audio.wav", pictures / "copy.wav")
    shutil.move(pictures / part, home / "mine")
    (pictures / part).symlink_to(home / "mine")
    assert import_pictures(project) == 1
    told = capsys.readouterr().err
    assert f"leads out of {pictures}, to {home}/mine" in told
    assert "avisbuild project allow" in told
    assert not (project / "videos/copy").exists()
    assert run_here("project", "allow", home, "--project", project) == 0
    assert import_pictures(project) == 0


def test_import_follows_links_that_stay_in_the_folder(project: Path) -> None:
    pictures = project.parent / "pictures"
    shutil.copytree(project / "releases/pictures", pictures)
    shutil.move(pictures / "copy/00001.jpg", pictures / "store.jpg")
    (pictures / "copy/00001.jpg").symlink_to("../store.jpg")
    assert import_pictures(project) == 0
    record = json.loads((project / "videos/copy/clip.json").read_bytes())
    assert (record["height_px"], record["width_px"]) == SIZE
