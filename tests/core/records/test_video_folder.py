"""Where things lie in a project is spelt in one place, and nowhere beside it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from avisbuild.inside import OutsideError
from avisbuild.records import video_folder

_ROOT = Path(__file__).parents[3]
_CODE = ("avisbuild", "gui/avisbuild_gui", "pipelines/avisbuild_pipelines")
_HERE = "avisbuild/records/video_folder.py"
# Sentences may name a file; they are no paths.
# What is said, and the layouts of other data sets, whose names may be the same.
_OTHERS = ("avisbuild/messages/", "avisbuild/formats/")
_FOLDERS = frozenset(
    {*video_folder.PROJECT_FOLDERS, "frames", "clips", "features", video_folder.PARTIAL}
)
_FILES = (
    *(name.rpartition("/")[2] for name in video_folder.PROJECT_FILES),
    video_folder.CLIP_JSON,
    video_folder.SOURCE_JSON,
    video_folder.SOUND_NAME,
)


def _spelt(code: str) -> Iterator[tuple[int, str]]:
    """The names of the layout that a module spells itself: in which line, and what stands there."""
    tree = ast.parse(code)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    told |= {
        id(word.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg == "help"
    }
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(op=ast.Div(), right=ast.Constant(value=str() as name)):
                if name in _FOLDERS:
                    yield node.lineno, name
            case ast.Constant(value=str() as text) if id(node) not in told:
                if any(text.endswith(name) for name in _FILES) or text.startswith(
                    tuple(f"{name}/" for name in _FOLDERS)
                ):
                    yield node.lineno, text


@pytest.mark.parametrize("folder", _CODE)
def test_nobody_else_spells_a_path_of_a_project(folder: str) -> None:
    found = [
        f"{name}:{line}: {text!r}"
        for path in sorted((_ROOT / folder).rglob("*.py"))
        if (name := path.relative_to(_ROOT).as_posix()) != _HERE and not name.startswith(_OTHERS)
        for line, text in _spelt(path.read_text(encoding="utf-8"))
    ]
    assert found == [], f"ask {_HERE}"


@pytest.mark.parametrize(
    "code",
    [
        'path = folder / "frames"',
        'path = folder / "audio.wav"',
        'path = folder.joinpath("clip.json")',
        'path = f"sources/{key}"',
        'path = folder / "reports/failures.csv"',
    ],
)
def test_a_path_that_is_spelt_is_found(code: str) -> None:
    assert list(_spelt(code))


@pytest.mark.parametrize(
    "code", ['"""Reads clip.json."""', 'rows = counts["frames"]', 'say(help="as in clip.json")']
)
def test_a_word_that_is_no_path_is_not(code: str) -> None:
    assert not list(_spelt(code))


@pytest.mark.parametrize("key", ["..", ".", "a/b", "..\\b", "c:b", "a\0"])
def test_a_source_that_is_a_path_on_any_system_is_refused(key: str, tmp_path: Path) -> None:
    with pytest.raises(OutsideError):
        video_folder.source_dir(tmp_path, key)
    assert video_folder.source_dir(tmp_path, "yt-a_b-0") == tmp_path / "yt-a_b-0"


@pytest.mark.parametrize("number", ["Infinity", "NaN", "1e999"])
def test_a_record_with_a_number_that_no_json_holds_is_no_record(
    number: str, tmp_path: Path
) -> None:
    (tmp_path / "source.json").write_text(f'{{"key": "a", "duration_s": {number}}}')
    assert video_folder.read_source_json(tmp_path) is None
