"""What a part of the session is given in its own test: a drawn video, and others who note what they hear."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import Command, VideoView
from avisbuild.annotation.unwritten import UnwrittenProposals
from avisbuild.segment import Prompt
from avisbuild_gui.session.notices import Outcome
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.values import About, Severity


class DrawnState(SessionState):
    """A state whose video is drawn: no project, no journal. Its first instance is active."""

    def __init__(self, view: VideoView | None = None) -> None:
        project: Any = SimpleNamespace(
            is_read_only=False, recipe=SimpleNamespace(heard_share=0.0, review_rounds=1)
        )
        super().__init__(project, author="ann", unwritten=UnwrittenProposals())
        self._view = view
        if view is not None and view.instances:
            self.instance_id = view.instances[0].instance_id

    @property
    def view(self) -> VideoView | None:
        return self._view

    def show(self, view: VideoView) -> None:
        """The video was edited, or is another one."""
        self._view = view
        self.tell_view()


class SaidNotices:
    """Notes what is said: (text, id of the action offered)."""

    def __init__(self, *, is_read_only: bool = False) -> None:
        self.said: list[tuple[str, str]] = []
        self.is_read_only = is_read_only
        self.is_good = True
        self.saved_told = self.withdrawn = 0

    def say(
        self, text: str, _: Severity = Severity.INFO, *, action_id: str = "", **_about: About
    ) -> None:
        self.said.append((text, action_id))

    def warn(self, text: str, *, action_id: str = "", **_about: About) -> None:
        self.said.append((text, action_id))

    def withdraw_remark(self) -> None:
        self.withdrawn += 1

    def refuses_change(self) -> bool:
        return self.is_read_only

    def refuses_edit(self) -> bool:
        return False

    def tell_saved(self) -> None:
        self.saved_told += 1

    @contextmanager
    def attempt(self) -> Iterator[Outcome]:
        yield Outcome(is_good=self.is_good)


class NotedEdits(QObject):
    """Makes the commands that it is given, and carries none out; notes the kind of each label."""

    others_edited = pyqtSignal()

    def __init__(self, state: SessionState, *, works: bool = True) -> None:
        super().__init__()
        self._state = state
        self._works = works
        self.kinds: list[str] = []

    def refresh(self) -> None:
        pass

    def run(self, make: Callable[[VideoView], Command], **_: bool) -> bool:
        view = self._state.view
        if view is not None:
            self.kinds.append(make(view).label.kind)
        return self._works and view is not None


class NotedSegmenter(QObject):
    """Notes what it is asked; a test has it answer."""

    answered = pyqtSignal(object)
    hovered = pyqtSignal(object)
    ready = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Prompt] = []
        self.previews: list[tuple[float, float]] = []
        self.forgotten = 0

    def ask(self, prompt: Prompt) -> None:
        self.asked.append(prompt)

    def preview(self, x: float, y: float) -> None:
        self.previews.append((x, y))

    def forget(self) -> None:
        self.forgotten += 1


def noted(signal: Any) -> list[tuple]:
    """Every emission of a signal from here on, as a tuple of its arguments."""
    found: list[tuple] = []
    signal.connect(lambda *arguments: found.append(arguments))
    return found
