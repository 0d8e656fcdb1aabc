"""Parts are held, and none is a floor of another (decision 99)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import avisbuild_gui

_GUI = Path(avisbuild_gui.__file__).parent
_LONGEST = 1_800


def _trees(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    for room in rooms:
        for path in sorted((_GUI / room).glob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_no_part_inherits_from_another() -> None:
    classes = [
        each
        for _, tree in _trees("session", "drawing", "videos", "playback", "proposals")
        for each in ast.walk(tree)
        if isinstance(each, ast.ClassDef)
    ]
    names = {each.name for each in classes}
    assert len(names) > 20
    bases = {ast.unparse(base) for each in classes for base in each.bases}
    assert names & bases == set()


@pytest.mark.parametrize(
    "room", ["session", "drawing", "videos", "playback", "proposals", "services"]
)
def test_no_part_is_asked_for_by_a_name_in_a_string(room: str) -> None:
    asked = [
        path.name
        for path, tree in _trees(room)
        for each in ast.walk(tree)
        if isinstance(each, ast.Name) and each.id in ("getattr", "setattr", "hasattr")
    ]
    assert asked == []


def test_the_room_of_the_session_stays_small() -> None:
    """What comes later has a room of its own."""
    lines = [len(path.read_text(encoding="utf-8").splitlines()) for path, _ in _trees("session")]
    assert sum(lines) <= _LONGEST
