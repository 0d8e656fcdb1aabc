"""What is packed and what CI runs: kinds of files, the version, and the commands that CI's files name."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

import avisbuild

_ROOT = Path(__file__).parents[1]
_PACKAGES = (
    "avisbuild",
    "gui/avisbuild_gui",
    "pipelines/avisbuild_pipelines",
    "schemas/avisbuild_schemas",
)
_SETTINGS = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_WORKFLOW = _ROOT / ".github" / "workflows" / "ci.yml"


@pytest.mark.parametrize("package", _PACKAGES)
def test_every_kind_of_file_in_a_package_is_packed(package: str) -> None:
    """`make test-wheel` looks into the wheel itself; this tells it within a second."""
    patterns = _SETTINGS["tool"]["setuptools"]["package-data"]["*"]
    left_out = [
        path.relative_to(_ROOT).as_posix()
        for path in (_ROOT / package).rglob("*")
        if path.is_file()
        and path.suffix != ".py"
        and path.parent.name != "__pycache__"  # where Numba, too, keeps what it compiled
        and not any(fnmatch(path.name, pattern) for pattern in patterns)
    ]
    assert left_out == []


@pytest.mark.parametrize("package", _PACKAGES)
def test_every_folder_with_code_is_a_package(package: str) -> None:
    """setuptools passes over a folder without `__init__.py`."""
    folders = {path.parent for path in (_ROOT / package).rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_the_version_stands_in_one_place_and_has_its_changes_told() -> None:
    assert "version" not in _SETTINGS["project"]
    assert _SETTINGS["tool"]["setuptools"]["dynamic"]["version"] == {
        "attr": "avisbuild.__version__"
    }
    changes = (_ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    (newest, *_) = re.findall(r"^## (\d\S*)", changes, re.MULTILINE)
    assert newest == avisbuild.__version__


def _commands() -> str:
    """Everything that CI is told to run, and what the documents say of it."""
    workflow = yaml.safe_load(_WORKFLOW.read_text(encoding="utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    files = (_ROOT / ".ci" / "run", _ROOT / "docs" / "ci.md", _ROOT / "CONTRIBUTING.md")
    told = [step["run"] for step in steps if "run" in step]
    return "\n".join(told + [path.read_text(encoding="utf-8") for path in files])


def test_ci_runs_scripts_and_targets_that_are_there() -> None:
    commands = _commands()
    scripts = set(re.findall(r"\.ci/[\w.-]+\w", commands))
    assert {".ci/run", ".ci/test_wheel.py", ".ci/machine"} <= scripts
    assert [name for name in sorted(scripts) if not (_ROOT / name).is_file()] == []
    makefile = (_ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake ([a-z]+(?:-[a-z]+)*)\b[`\n]", commands))
    assert {"test", "test-wheel", "test-machines", "static"} <= targets
    assert [name for name in sorted(targets) if not re.search(f"(?m)^{name}:", makefile)] == []


def test_the_systems_where_nobody_tried_it_are_called_so() -> None:
    jobs = yaml.safe_load(_WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    for job in jobs.values():
        if "ubuntu" not in job["runs-on"]:
            assert job["continue-on-error"] is True
            assert "not tried" in job["name"]
