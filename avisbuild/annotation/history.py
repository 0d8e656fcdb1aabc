"""Undo and redo over the journal: what can be taken back, worked out from the entries themselves."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from avisbuild.store import Step

# More steps than anyone takes back; each is a number and a label, the journal keeps the rest.
MOST_STEPS = 2_000


@dataclass
class History:
    """The stack of one video: `done` can be undone, `undone` redone, the last one first.

    An entry that takes back the last one done is an undo; one that takes back the last undo, a redo.
    """

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    _labels: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, steps: Iterable[Step]) -> "History":
        """The stack that a video's entries, oldest first, leave."""
        history = cls()
        for step in steps:
            history.add(step)
        return history

    def add(self, step: Step) -> None:
        """Take note of the newest entry."""
        self._labels[step.sequence] = self._labels.get(step.takes_back, step.action)
        if self.done and step.takes_back == self.done[-1].sequence:
            self.done.pop()
            self.undone.append(step)
        elif self.undone and step.takes_back == self.undone[-1].sequence:
            self.undone.pop()
            self.done.append(step)
        else:
            self.done.append(step)
            self.undone.clear()
        del self.done[:-MOST_STEPS]

    def label(self, step: Step) -> str:
        """What was done at first, however often it was taken back since."""
        return self._labels[step.sequence]
