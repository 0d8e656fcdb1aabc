"""What stands on the sheet of all keys: the actions of each group with their keys."""

from collections.abc import Iterator

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.actions.key_map import KeyMap
from avisbuild_gui.actions.keys import all_shown
from avisbuild_gui.actions.sheet_columns import Section
from avisbuild_gui.texts import tr


def sections(key_map: KeyMap) -> Iterator[Section]:
    """Heading, and (keys, text) of every action below it; the number keys are one line."""
    for group in Group:
        lines = [
            (_keys_of(action, key_map), tr(action.text))
            for action in key_map.actions
            if action.group is group
        ]
        if group is Group.MASK:
            lines = [*_gestures(), *lines]
        yield tr(group.value), lines


def _keys_of(action: Action, key_map: KeyMap) -> str:
    """Every key of an action; of a numbered one the first key, and those of the last number."""
    ids = [each.shortcut_id for each in action.shortcuts()]
    last = all_shown(key_map.keys(ids[-1]))
    return last if len(ids) == 1 else f"{key_map.key_text(ids[0])} – {last}"


def _gestures() -> Iterator[tuple[str, str]]:
    yield tr("Click"), tr("Part of the object")
    yield tr("Alt + click"), tr("Not part of the object")
    yield tr("Drag"), tr("Box around the object")
    yield tr("Shift + click"), tr("A part by itself")
    yield tr("Shift + Alt + click"), tr("Not that part")
