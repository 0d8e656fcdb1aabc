"""A release made again elsewhere has the same bytes: what is annotated decides, nothing around it."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import avisbuild
import avisbuild_pipelines
import avisbuild_schemas
from avisbuild.store import Project
from avisbuild.synth import SceneOptions
from avisbuild_pipelines.synthesis import Form, SynthOptions, synthesize

_SCENES = SynthOptions(
    scene=SceneOptions(seed=3, seconds=2, height_px=36, width_px=64, fps=5),
    video_count=5,
    form=Form.PROJECT,
    jobs=1,
)
# Another Python that has all that the program needs, where no `python3.x` on the path has it.
_OTHER_PYTHON = "AVISBUILD_OTHER_PYTHON"
_VERSIONS = (11, 12, 13, 14)
_HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
# Fourteen hours away, letters of ASCII alone, and sets that are walked in another order.
_ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "POSIX",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUTF8": "0",
    "PYTHONHASHSEED": "2",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five accepted videos; where they belong together, a grouped split knows it."""
    folder = tmp_path_factory.mktemp("rebuild") / "project"
    synthesize(folder, _SCENES)
    return folder


@pytest.fixture(scope="module")
def released(project: Path) -> dict[str, str]:
    """The hash of every file of its release, as it is made here."""
    return _export(project, project.parent / "release", _HERE)


def _export(
    project: Path, out: Path, environment: dict[str, str], *, python: str = sys.executable
) -> dict[str, str]:
    """The hash of every file of a grouped release, written by a process of its own."""
    words = ["--split", "--method", "grouped", "--sizes", "3/1/1", "--seed", "4", "--jobs", "1"]
    ended = subprocess.run(
        [python, "-m", "avisbuild", "export", "--project", project, "--out", out, *words],
        env=_environment() | environment,
        capture_output=True,
        check=False,
        cwd=out.parent,
        timeout=240,
    )
    assert ended.returncode == 0, ended.stderr.decode(errors="replace")
    return dict(_hashes(out))


def _environment() -> dict[str, str]:
    """That of this process, with our packages and nothing else that this Python has."""
    ours = (avisbuild, avisbuild_pipelines, avisbuild_schemas)
    folders = dict.fromkeys(str(Path(str(each.__file__)).parents[1]) for each in ours)
    return {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}


def _hashes(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            yield name, hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_copy_in_another_folder_time_zone_and_locale_gives_the_same_release(
    project: Path, released: dict[str, str], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "ein anderer Ort, 別の場所"
    shutil.copytree(project, elsewhere / "project")
    assert {"splits.csv", "release.json", "SHA256SUMS"} <= released.keys()
    assert _export(elsewhere / "project", elsewhere / "release", _ELSEWHERE) == released


def test_a_project_made_again_from_its_journal_gives_the_same_release(
    project: Path, released: dict[str, str], tmp_path: Path
) -> None:
    shutil.copytree(project, tmp_path / "project")
    with Project.open(tmp_path / "project") as copy:
        copy.rebuild()
    assert _export(tmp_path / "project", tmp_path / "release", _ELSEWHERE) == released


def test_another_version_of_python_gives_the_same_release(
    project: Path, released: dict[str, str], tmp_path: Path
) -> None:
    python = _other_python()
    if python is None:
        pytest.skip("no other Python here has what the program needs (AVISBUILD_OTHER_PYTHON)")
    assert _export(project, tmp_path / "release", _HERE, python=python) == released


@cache
def _other_python() -> str | None:
    """A Python of another version that can run the program."""
    names = [f"python3.{minor}" for minor in _VERSIONS if minor != sys.version_info.minor]
    for name in filter(None, [os.environ.get(_OTHER_PYTHON), *map(shutil.which, names)]):
        tried = subprocess.run(
            [
                name,
                "-c",
                "import avisbuild_pipelines.commands.export, avisbuild_pipelines.exporting",
            ],
            env=_environment(),
            capture_output=True,
            check=False,
            timeout=60,
        )
        if tried.returncode == 0:
            return name
    return None
