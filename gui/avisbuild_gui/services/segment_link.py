"""Between the segment service's threads and the window's: every call back becomes a queued signal."""

from collections.abc import Callable, Sequence

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.segment import Frame, Prompt
from avisbuild.segment.service.answers import Answer, Readiness
from avisbuild.segment.service.service import SegmentService
from avisbuild_gui.services.job import queue

ServiceMaker = Callable[[Callable[[Answer], None], Callable[[Readiness], None]], SegmentService]


class SegmentLink(QObject):
    """The segment service as the window's thread sees it.

    An answer is passed on only if it is of the newest prompt on the frame shown now: a prompt may have come,
    or the frame gone, while the answer waited in the window's queue (R06).

    Signals:
        answered: an Answer to the newest prompt. hovered: an Answer to the pointer. ready: a Readiness.
    """

    answered = pyqtSignal(object)
    hovered = pyqtSignal(object)
    ready = pyqtSignal(object)
    _from_thread = pyqtSignal(object)
    _readiness_from_thread = pyqtSignal(object)

    def __init__(self, make: ServiceMaker, parent: QObject) -> None:
        super().__init__(parent)
        self._frame: Frame | None = None
        self._ticket: int | None = None
        self._is_closed = False
        queue(self._from_thread, self._on_answer)
        queue(self._readiness_from_thread, self._on_readiness)
        self._service = make(self._from_thread.emit, self._readiness_from_thread.emit)

    def show(self, frame: Frame, rest: Sequence[Frame]) -> None:
        """`frame` is on screen; `rest` may be embedded after it."""
        self._frame, self._ticket = frame, None
        self._service.show(frame, rest)

    def ask(self, prompt: Prompt) -> None:
        """Ask for masks on the frame on screen; `answered` tells them unless something newer comes."""
        self._ticket = self._service.ask(prompt)

    def forget(self) -> None:
        """Whatever was asked is of no use any more."""
        self._ticket = None

    def preview(self, x: float, y: float) -> None:
        """Ask for a quick mask under the pointer."""
        self._service.preview(x, y)

    def close(self) -> None:
        """End the threads."""
        self._is_closed = True
        self._service.close()

    def _on_answer(self, answer: Answer) -> None:
        if self._is_closed or self._frame is None or answer.frame != self._frame.key:
            return
        if answer.is_hover:
            self.hovered.emit(answer)
        elif answer.ticket == self._ticket:
            self.answered.emit(answer)

    def _on_readiness(self, readiness: Readiness) -> None:
        if not self._is_closed:
            self.ready.emit(readiness)
