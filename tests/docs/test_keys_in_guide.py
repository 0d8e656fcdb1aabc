"""The annotators' guide names every key of the sheet of all keys, and none that does nothing."""

import re

import write_keys
from avisbuild_gui.actions.action import all_shortcuts
from avisbuild_gui.actions.keys import shown

_GUIDE = write_keys.GUIDE.read_text(encoding="utf-8")
_PROSE, _, _TABLE = _GUIDE.partition("## Every key")
_MODIFIERS = r"(?:Ctrl\+|Shift\+|Alt\+)*"
_KEY = re.compile(
    rf"{_MODIFIERS}(?:\S|F\d+|Space|Enter|Esc|Tab|Home|End|Pg\w+|Del\w*|Left|Right|Up|Down)"
)
_KEYS = {shown(key) for each in all_shortcuts(write_keys.every_key().actions) for key in each.keys}


def test_the_guide_has_every_action_with_its_keys() -> None:
    missing = sorted(set(write_keys.table().splitlines()) - set(_GUIDE.splitlines()))
    assert missing == [], "run make keys"
    assert write_keys.written(_GUIDE) == _GUIDE, "run make keys"


def test_every_key_is_in_the_table_once_more() -> None:
    """Whatever the sheet's way of shortening a list of keys is."""
    named = set(re.findall(r"`([^`\n]+)`", _TABLE))
    numbers = {str(number) for number in range(2, 9)}  # "1 – 9"
    assert sorted(_KEYS - named - numbers) == []


def test_a_key_that_the_guide_names_does_something() -> None:
    named = {word for word in re.findall(r"`([^`\n]+)`", _PROSE) if _KEY.fullmatch(word)}
    assert sorted(named - _KEYS) == []
