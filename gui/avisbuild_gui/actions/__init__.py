"""What keys do: every action, the key map, the sheet of all keys, and choosing others."""

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.actions.action_set import ActionSet
from avisbuild_gui.actions.cheat_sheet import CheatSheet
from avisbuild_gui.actions.key_editor import KeyEditor
from avisbuild_gui.actions.key_map import KeyMap, KeyMapError
from avisbuild_gui.actions.sheet_file import write_sheet
from avisbuild_gui.actions.window_keys import WindowKeys

__all__ = [
    "Action",
    "ActionSet",
    "CheatSheet",
    "Group",
    "KeyEditor",
    "KeyMap",
    "KeyMapError",
    "WindowKeys",
    "write_sheet",
]
