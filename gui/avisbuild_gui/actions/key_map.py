"""Which keys do what: the defaults with a person's own choices over them, in a file of their own."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from PyQt6.QtGui import QKeySequence

from avisbuild import files
from avisbuild.errors import AvisbuildError
from avisbuild_gui.actions.action import Action
from avisbuild_gui.texts import tr

FORMAT = 1
_PORTABLE = QKeySequence.SequenceFormat.PortableText


class KeyMapError(AvisbuildError):
    """A file of keys cannot be read or written; it is left as it is."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One key for two actions."""

    key: str
    first: Action
    second: Action

    @property
    def text(self) -> str:
        """One line that names both."""
        return tr("{key} is both “{first}” and “{second}”; only the first has it").format(
            key=shown(self.key), first=tr(self.first.text), second=tr(self.second.text)
        )


@dataclass(frozen=True)
class KeyMap:
    """The keys of each action; `chosen` holds those that differ from the defaults, by action id."""

    actions: Sequence[Action]
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def keys(self, action_id: str) -> tuple[str, ...]:
        """The keys of an action, as portable text; raises KeyError for one that is not there."""
        return self.chosen.get(action_id, self._action(action_id).keys)

    def key_text(self, action_id: str) -> str:
        """The action's first key as people read it, "" where it has none."""
        keys = self.keys(action_id)
        return shown(keys[0]) if keys else ""

    def with_keys(self, action_id: str, keys: Sequence[str]) -> Self:
        """The same with other keys for one action; the defaults are not kept as a choice."""
        chosen = {name: each for name, each in self.chosen.items() if name != action_id}
        wanted = tuple(canonical(key) for key in keys)
        if wanted != self._action(action_id).keys:
            chosen[action_id] = wanted
        return type(self)(self.actions, chosen)

    def owner(self, key: str) -> Action | None:
        """The action that has a key."""
        wanted = canonical(key)
        return next(
            (
                action
                for action in self.actions
                if wanted in map(canonical, self.keys(action.action_id))
            ),
            None,
        )

    def conflicts(self) -> tuple[Conflict, ...]:
        """Every key that two actions have."""
        return tuple(self._conflicts())

    def bindings(self) -> dict[str, tuple[str, ...]]:
        """Keys by action id, each key once: a key of two actions is the first one's."""
        taken: set[str] = set()
        found = {}
        for action in self.actions:
            mine = [key for key in self.keys(action.action_id) if canonical(key) not in taken]
            taken |= {canonical(key) for key in mine}
            found[action.action_id] = tuple(mine)
        return found

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
            document = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls(actions)
        except (OSError, ValueError) as error:
            raise KeyMapError("keys-unreadable", path=path, reason=error) from error
        return cls(actions, _choices(document, path, {action.action_id for action in actions}))

    def _action(self, action_id: str) -> Action:
        for action in self.actions:
            if action.action_id == action_id:
                return action
        raise KeyError(action_id)

    def _conflicts(self) -> Iterator[Conflict]:
        first: dict[str, Action] = {}
        for action in self.actions:
            for key in map(canonical, self.keys(action.action_id)):
                other = first.setdefault(key, action)
                if other is not action:
                    yield Conflict(key, other, action)


def _choices(document: object, path: Path, known: set[str]) -> dict[str, tuple[str, ...]]:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise KeyMapError("keys-format", path=path, expected=FORMAT)
    keys = document.get("keys")
    if not isinstance(keys, dict) or not all(
        isinstance(each, list) and all(isinstance(key, str) for key in each)
        for each in keys.values()
    ):
        raise KeyMapError("keys-no-list", path=path)
    # An action of another version of the program is passed over, not an error.
    return {
        name: tuple(canonical(key) for key in each) for name, each in keys.items() if name in known
    }


def canonical(key: str) -> str:
    """A key in the one way of writing it that keys are compared in."""
    return QKeySequence.fromString(key, _PORTABLE).toString(_PORTABLE)


def shown(key: str) -> str:
    """A key as it stands on this system's keyboards; both keys for the end of a line are "Enter"."""
    # Elsewhere the native text is the portable one, but for words that no keyboard has: 退格.
    is_native = sys.platform == "darwin"
    form = QKeySequence.SequenceFormat.NativeText if is_native else _PORTABLE
    text = QKeySequence.fromString(key, _PORTABLE).toString(form)
    return text.replace("Return", "Enter")


def all_shown(keys: Iterable[str]) -> str:
    """Keys as people read them, each once."""
    return ", ".join(dict.fromkeys(map(shown, keys)))
