"""What notices, buttons and hints offer by its id is an action."""

import ast
from collections.abc import Iterator
from pathlib import Path

from gui.actions.table_case import ACTIONS

import avisbuild_gui
from avisbuild_gui.actions import KeyMap

GUI = Path(avisbuild_gui.__file__).parent


def _offered(path: Path) -> Iterator[str]:
    """Each literal id: `action_id="undo"` in a call, and the first of each pair in tables of the window."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.keyword(arg="action_id", value=ast.Constant(value=str() as found)):
                yield found
            case ast.Assign(targets=[ast.Name(id="_BAR" | "_HINTS")], value=table):
                pairs = [each for each in ast.walk(table) if isinstance(each, ast.Tuple)]
                yield from (
                    pair.elts[0].value for pair in pairs if isinstance(pair.elts[0], ast.Constant)
                )


def test_every_action_that_is_offered_by_its_id_is_in_the_table() -> None:
    offered = {name for path in GUI.rglob("*.py") for name in _offered(path)}
    assert {"undo", "hand_in", "ask_new_instance", "use_brush", "play_second"} <= offered
    assert offered - set(KeyMap(ACTIONS).shortcuts) == set()
