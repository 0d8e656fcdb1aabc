"""Which keys do what: the defaults with a person's own choices over them, in a file of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self

from avisbuild import files
from avisbuild.errors import AvisbuildError
from avisbuild.untrusted.text import read_document
from avisbuild_gui.actions.action import Action, Shortcut, all_shortcuts
from avisbuild_gui.actions.clashes import Conflict, conflicts
from avisbuild_gui.actions.keys import canonical, shown

FORMAT = 1
# What actions were called in 0.1, whose files of keys are still there.
_OLD_IDS = {
    "previous_identity_change": "previous_instance_change",
    "next_identity_change": "next_instance_change",
    "carry_previous": "copy_previous",
    "carry_next": "copy_next",
}


class KeyMapError(AvisbuildError):
    """A file of keys cannot be read or written; it is left as it is."""


@dataclass(frozen=True)
class KeyMap:
    """The keys of each action; `chosen` holds those that differ from the defaults, by shortcut id."""

    actions: Sequence[Action]
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def shortcuts(self) -> Mapping[str, Shortcut]:
        """What keys can be chosen for, by shortcut id, in order."""
        return {each.shortcut_id: each for each in all_shortcuts(self.actions)}

    def keys(self, shortcut_id: str) -> tuple[str, ...]:
        """The keys of an action, as portable text; raises KeyError for one that is not there."""
        return self.chosen.get(shortcut_id, self.shortcuts[shortcut_id].keys)

    def key_text(self, shortcut_id: str) -> str:
        """The action's first key as people read it, "" where it has none."""
        keys = self.keys(shortcut_id)
        return shown(keys[0]) if keys else ""

    def with_keys(self, shortcut_id: str, keys: Sequence[str]) -> Self:
        """The same with other keys for one action; the defaults are not kept as a choice."""
        chosen = {name: each for name, each in self.chosen.items() if name != shortcut_id}
        wanted = tuple(canonical(key) for key in keys)
        if wanted != self.shortcuts[shortcut_id].keys:
            chosen[shortcut_id] = wanted
        return type(self)(self.actions, chosen)

    def conflicts(self) -> tuple[Conflict, ...]:
        """Every key that two actions have, which may both be enabled.

        What a person has chosen comes first: an action that a later version brings takes no key away.
        """
        chosen_first = sorted(self.shortcuts, key=lambda name: name not in self.chosen)
        return tuple(conflicts((self.shortcuts[name], self.keys(name)) for name in chosen_first))

    def bindings(self) -> dict[str, tuple[str, ...]]:
        """Keys by shortcut id, each key once: a key of two actions is the first one's."""
        lost = {(each.second.shortcut_id, each.key) for each in self.conflicts()}
        return {
            name: tuple(key for key in dict.fromkeys(self._mine(name)) if (name, key) not in lost)
            for name in self.shortcuts
        }

    def save(self, path: Path) -> None:
        """Write the choices; raises KeyMapError."""
        document = {
            "format": FORMAT,
            "keys": {name: list(keys) for name, keys in self.chosen.items()},
        }
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            files.write_json(path, document)
        except OSError as error:
            raise KeyMapError("keys-unwritable", path=path, reason=error.strerror) from error

    @classmethod
    def load(cls, path: Path, actions: Sequence[Action]) -> Self:
        """The defaults with the choices of a file over them, where there is one; raises KeyMapError."""
        try:
            document = read_document(path)
        except FileNotFoundError:
            return cls(actions)
        except (OSError, ValueError) as error:
            raise KeyMapError("keys-unreadable", path=path, reason=error) from error
        defaults = cls(actions)
        # An action of another version of the program is passed over, not an error.
        chosen = {
            name: keys
            for name, keys in _choices(document, path).items()
            if name in defaults.shortcuts
        }
        return cls(actions, chosen)

    def _mine(self, shortcut_id: str) -> list[str]:
        return [canonical(key) for key in self.keys(shortcut_id)]


def _choices(document: object, path: Path) -> dict[str, tuple[str, ...]]:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise KeyMapError("keys-format", path=path, expected=FORMAT)
    keys = document.get("keys")
    if not isinstance(keys, dict) or not all(
        isinstance(each, list) and all(isinstance(key, str) for key in each)
        for each in keys.values()
    ):
        raise KeyMapError("keys-no-list", path=path)
    renamed = {new: keys[old] for old, new in _OLD_IDS.items() if old in keys}
    return {name: tuple(map(canonical, each)) for name, each in (renamed | keys).items()}
