"""The tests stand as the code stands: a folder for a package, and a helper beside those whom it helps."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from os.path import commonpath
from pathlib import Path

import pytest

_TESTS = Path(__file__).parent
_ROOT = _TESTS.parent
_PACKAGES = {
    "core": "avisbuild",
    "cli": "avisbuild/cli",
    "pipelines": "pipelines/avisbuild_pipelines",
    "gui": "gui/avisbuild_gui",
}
# What is no part of the tests and may use their helpers.
_OTHERS = ("benchmarks", "docs")
# Folders of a kind of their own: expected files with what makes them, and media rendered on the spot.
_APART = frozenset({"golden", "media"})


@pytest.mark.parametrize("name", _PACKAGES)
def test_each_folder_of_tests_is_named_after_a_package(name: str) -> None:
    here, code = _TESTS / name, _ROOT / _PACKAGES[name]
    folders = {path.parent.relative_to(here).as_posix() for path in here.rglob("*.py")}
    assert sorted(each for each in folders if not (code / each / "__init__.py").exists()) == []


def _modules() -> dict[str, Path]:
    """Every helper by the name under which it is imported, with its file."""
    return {
        ".".join(path.relative_to(_TESTS).with_suffix("").parts): path
        for path in _TESTS.rglob("*.py")
        if not path.name.startswith("test_")
        and path.name != "conftest.py"
        and path.relative_to(_TESTS).parts[0] not in _APART
    }


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module=str() as module):
                yield module
                yield from (f"{module}.{each.name}" for each in node.names)
            case ast.Import(names=names):
                yield from (each.name for each in names)


def test_a_helper_lies_no_higher_than_those_who_use_it() -> None:
    helpers = _modules()
    users = defaultdict[str, set[Path]](set)
    for folder in ("tests", *_OTHERS):
        for path in (_ROOT / folder).rglob("*.py"):
            if path.parent.name in _APART:
                continue
            for name in helpers.keys() & set(_imports(path)):
                users[name].add(path.parent)
    shared = {name: Path(commonpath(folders)) for name, folders in users.items()}
    wrong = {
        name: folder.relative_to(_ROOT).as_posix()
        for name, folder in shared.items()
        if helpers[name].parent in folder.parents
    }
    assert wrong == {}, "a helper that one folder uses alone lies in it"
