"""What an action is: something that keys do, with the words for it and the function that does it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum

from avisbuild_gui.texts import mark, tr


class Group(StrEnum):
    """Where the cheat sheet lists an action; the value is the heading in English."""

    LISTEN = mark("Listen")
    MOVE = mark("Move")
    MASK = mark("Mask")
    SOUND = mark("Sounding")
    INSTANCES = mark("Instances")
    PROPOSALS = mark("Proposals")
    REVIEW = mark("Review")
    SEE = mark("See")
    PROJECT = mark("Project")


def always() -> bool:
    """The condition of an action that can be done whatever is on screen."""
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """An action of the annotator.

    `run` does it. `keys` are those it has before a person chooses others, as QKeySequence's portable text.
    A key that is held down repeats an action only where `repeats` is True. While `enabled` says no, neither
    key nor button does anything.

    An action with a `number_text` is numbered: its first key is for 1, its second for 2, and so on; `run` is
    told the number, and each number's key can be chosen anew by itself.

    `let_go` is called when the key that did it goes up, with the number, too; at once where no key did it.
    """

    action_id: str
    text: str
    _: KW_ONLY
    group: Group
    run: Callable[..., object]
    keys: tuple[str, ...] = ()
    enabled: Callable[[], bool] = always
    repeats: bool = False
    number_text: str = ""
    let_go: Callable[..., object] | None = None

    def __post_init__(self) -> None:
        if not self.action_id.isidentifier() or not self.text:
            raise ValueError(f"expected an id and words, got {self}")
        if not callable(self.run) or not callable(self.enabled):
            raise ValueError(f"expected functions to run and to ask, got {self}")

    def shortcuts(self) -> "tuple[Shortcut, ...]":
        """What keys are chosen for: the action, or each of its numbers."""
        if not self.number_text:
            return (Shortcut(self),)
        return tuple(Shortcut(self, number) for number in range(1, len(self.keys) + 1))


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What a person chooses keys for: an action, or one number of a numbered action (0: no number)."""

    action: Action
    number: int = 0

    @property
    def shortcut_id(self) -> str:
        """The name in files of keys: `undo`, `choose_instance_3`."""
        return f"{self.action.action_id}_{self.number}" if self.number else self.action.action_id

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys before a person chooses others."""
        return (self.action.keys[self.number - 1],) if self.number else self.action.keys

    @property
    def text(self) -> str:
        """The words in the chosen language."""
        if self.number:
            return tr(self.action.number_text).format(number=self.number)
        return tr(self.action.text)

    def run(self) -> None:
        """Do it, unless it cannot be done now."""
        if self.action.enabled():
            self.action.run(*self._told)

    def let_go(self) -> None:
        """The key that did it went up."""
        if self.action.let_go is not None:
            self.action.let_go(*self._told)

    @property
    def _told(self) -> list[int]:
        return [self.number] if self.number else []


def all_shortcuts(actions: Sequence[Action]) -> Iterator[Shortcut]:
    """Every action in its place, a numbered one once for each number."""
    for action in actions:
        yield from action.shortcuts()
