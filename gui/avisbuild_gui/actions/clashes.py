"""What is wrong with a table of actions: found when the window starts, and by a test."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from avisbuild_gui.actions.action import Action, Shortcut, all_shortcuts, always
from avisbuild_gui.actions.keys import canonical, combinations_of, is_shifted_sign, shown
from avisbuild_gui.texts import tr


@dataclass(frozen=True, slots=True)
class Conflict:
    """One key for two actions that may both be enabled."""

    key: str
    first: Shortcut
    second: Shortcut

    @property
    def text(self) -> str:
        """One line that names both."""
        return tr("{key} is both “{first}” and “{second}”; only the first has it").format(
            key=shown(self.key), first=self.first.text, second=self.second.text
        )


def check_actions(actions: Sequence[Action]) -> None:
    """Raise ValueError for an id that two actions have, an action without a key, or a key that may not work.

    No key is Shift with a sign. On many keyboards one press is both "Ctrl+Shift+=" and "Ctrl++"; a press that
    two keys match is ambiguous to Qt, which then does nothing.
    """
    shortcuts = tuple(all_shortcuts(actions))
    ids = [each.shortcut_id for each in shortcuts]
    if twice := sorted({each for each in ids if ids.count(each) > 1}):
        raise ValueError(f"two actions are called {twice[0]}")
    for action in actions:
        if not action.keys:
            raise ValueError(f"{action.action_id} has no key")
        for key in action.keys:
            if any(map(is_shifted_sign, combinations_of(key))):
                raise ValueError(f"{action.action_id}: {key} is to be written without Shift")
    for each in conflicts((shortcut, shortcut.keys) for shortcut in shortcuts):
        names = f"{each.first.shortcut_id} and {each.second.shortcut_id}"
        raise ValueError(f"{names} both have {each.key}")


def conflicts(keyed: Iterable[tuple[Shortcut, Sequence[str]]]) -> Iterator[Conflict]:
    """Every key that an action has, and one before it has already."""
    owners: dict[str, list[Shortcut]] = {}
    for shortcut, keys in keyed:
        for key in dict.fromkeys(map(canonical, keys)):
            known = owners.setdefault(key, [])
            first = next((each for each in known if not _exclude_each_other(each, shortcut)), None)
            known.append(shortcut)
            if first is not None:
                yield Conflict(key, first, shortcut)


def _exclude_each_other(one: Shortcut, other: Shortcut) -> bool:
    """Whether two actions may have one key: each has a condition, and not both hold now."""
    conditions = one.action.enabled, other.action.enabled
    return always not in conditions and not all(holds() for holds in conditions)
