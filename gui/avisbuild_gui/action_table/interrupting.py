"""What plays ends with any other gesture: every action but those of listening and looking ends it (R43)."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from avisbuild_gui.actions.action import Action, Group

_LETS_PLAY = (Group.LISTEN, Group.SEE)
# Whose number is held marks where that instance sounds, while it plays on.
_LET_PLAY = frozenset({"choose_instance"})


def interrupting(action: Action, interrupt: Callable[[], bool]) -> Action:
    """The action, made to end what plays; `interrupt` does that, and says whether the rest is done too."""
    if action.group in _LETS_PLAY or action.action_id in _LET_PLAY:
        return action
    return replace(action, run=partial(_run, action.run, interrupt))


def _run(run: Callable[..., object], interrupt: Callable[[], bool], *numbers: int) -> None:
    if interrupt():
        run(*numbers)
