"""What tests of keys share: the program's table over parts that do nothing but write down what was asked."""

from dataclasses import replace
from typing import Any

from avisbuild_gui.action_table import window_actions
from avisbuild_gui.actions import Action


class Nothing:
    """Stands for a session or a window: every part of it is there, and does nothing."""

    def __getattr__(self, name: str) -> "Nothing":
        return Nothing()

    def __call__(self, *_: object) -> None: ...


def actions_told_to(done: list[str]) -> tuple[Action, ...]:
    """The program's table; what is asked for is written down: `undo`, `choose_instance_3`."""
    parts: Any = Nothing()
    return tuple(
        replace(action, run=_teller(action.action_id, done))
        for action in window_actions(parts, parts, parts, escape=parts)
    )


def _teller(action_id: str, done: list[str]):
    return lambda *numbers: done.append("_".join((action_id, *map(str, numbers))))


ACTIONS = actions_told_to([])
