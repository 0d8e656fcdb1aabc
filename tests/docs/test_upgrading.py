"""What the notes on upgrading tell scripts to call is there to be called."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from avisbuild.store import Edit, Project

_ROOT = Path(__file__).parents[2]
_TEXT = (_ROOT / "docs" / "upgrading.md").read_text(encoding="utf-8")
_IN_SCRIPTS = _TEXT.split("## In scripts")[1]
_ROWS = [line.split(" | ") for line in _IN_SCRIPTS.splitlines() if line.startswith("| `")]
_NEW = "\n".join(row[-1] for row in _ROWS)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\bavisbuild(?:\.\w+)+", _NEW))))
def test_a_new_name_can_be_imported(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    assert hasattr(import_module(module), attribute)


def test_new_calls_of_a_project_and_of_an_edit_are_there() -> None:
    calls = re.findall(r"\b(edit|project)\.(\w+)\(", _NEW)
    assert len(calls) > 6
    owners = {"edit": Edit, "project": Project}
    assert [f"{owner}.{call}" for owner, call in calls if not hasattr(owners[owner], call)] == []


def test_old_verbs_are_gone() -> None:
    """What is told to be replaced is not there any more; nobody is sent away from what still works."""
    old = "\n".join(row[0] for row in _ROWS if row[-1] != "the same |")
    verbs = re.findall(r"edit\.(\w+)\(", old)
    assert len(verbs) > 6
    assert [verb for verb in verbs if hasattr(Edit, verb)] == []


def test_old_names_of_actions_are_those_that_files_of_keys_may_have() -> None:
    from avisbuild_gui.actions import key_map

    section = _TEXT.split("## Your own settings")[1].split("\n## ")[0]
    renamed: dict[str, str] = {}
    for row in re.findall(r"^\| (`.*`) \| (`.*`) \|$", section, re.MULTILINE):
        old, new = (re.findall(r"`(\w+)`", cell) for cell in row)
        renamed |= dict(zip(old, new, strict=True))
    assert renamed == key_map._OLD_IDS
