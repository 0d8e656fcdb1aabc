"""Undo and redo over the journal: what can be taken back, worked out from the entries themselves."""

from collections import deque
from collections.abc import Iterable

from avisbuild.store import Step

# More steps than anyone takes back; each is two numbers and a label, the journal keeps the rest.
MOST_STEPS = 2_000


class History:
    """One person's stack for one video: the last of `done` can be undone, the last of `undone` redone.

    An entry that takes back the last one done is an undo; one that takes back the last undo, a redo; both
    are named after what was done at first. Other people's entries are not on the stack.
    """

    def __init__(self, author: str, steps: Iterable[Step] = ()) -> None:
        self._author = author
        self._done: deque[Step] = deque(maxlen=MOST_STEPS)
        self._undone: deque[Step] = deque(maxlen=MOST_STEPS)
        self._last_of_others: Step | None = None
        for step in steps:
            self.add(step)

    @property
    def to_undo(self) -> Step | None:
        """The entry that the next undo takes back; None where all of one's own is undone."""
        return self._done[-1] if self._done else None

    @property
    def to_redo(self) -> Step | None:
        """The entry that the next redo brings back; None after an edit of one's own."""
        return self._undone[-1] if self._undone else None

    def __len__(self) -> int:
        return len(self._done) + len(self._undone)

    def add(self, step: Step) -> None:
        """Take in the journal's next entry about this video, whoever wrote it: an edit, an undo or a redo."""
        if step.author != self._author:
            self._last_of_others = step
        elif self._done and step.takes_back == self._done[-1].sequence:
            self._done.pop()
            self._undone.append(step)
        elif self._undone and step.takes_back == self._undone[-1].sequence:
            self._undone.pop()
            self._done.append(step)
        else:
            self._done.append(step)
            self._undone.clear()

    def of_others_since(self, step: Step) -> Step | None:
        """The last thing that someone else did to the video after `step`."""
        last = self._last_of_others
        return last if last is not None and last.sequence > step.sequence else None
