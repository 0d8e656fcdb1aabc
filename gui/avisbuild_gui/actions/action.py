"""What an action is: something a key does, and the words for it."""

from dataclasses import dataclass
from enum import StrEnum

from avisbuild_gui.texts import mark


class Group(StrEnum):
    """Where the cheat sheet lists an action; the value is the heading in English."""

    LISTEN = mark("Listen")
    MOVE = mark("Move")
    MASK = mark("Mask")
    SOUND = mark("Sounding")
    INSTANCES = mark("Identities")
    PROPOSALS = mark("Suggestions")
    SEE = mark("See")
    PROJECT = mark("Project")


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action of the annotator.

    `action_id` is the name of the method that does it: of the session, or of the main window for what is
    the window's own. `keys` are those it has before a person chooses others, as QKeySequence's portable
    text. A key that is held down repeats an action only where `repeats` is True.
    """

    action_id: str
    text: str
    group: Group
    keys: tuple[str, ...] = ()
    repeats: bool = False
