"""How far the segmenter is with the frames of the open video."""

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from avisbuild.messages import Message
from avisbuild.segment.base import Title
from avisbuild.segment.service.answers import Readiness
from avisbuild_gui.services.segment_link import SegmentLink
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts.messages import text_of

_PATIENCE_MS = 1_500


class SegmenterReadiness(QObject):
    """Tells which segmenter answers, and how many frames it has prepared.

    Signals:
        readiness_changed(title, ready, wanted, notice).
    """

    readiness_changed = pyqtSignal(str, int, int, str)

    def __init__(self, state: SessionState, notices: Notices, segmenter: SegmentLink) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self.now: Readiness | None = None
        self._said: Message | None = None
        self._told: tuple[Title, int, int, Message | None] | None = None
        # What is over at once, such as loading a small segmenter, is not worth a line.
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._say_notice)
        segmenter.ready.connect(self._take)
        state.view_arrived.connect(lambda _: self._tell_if_changed())

    def tell(self) -> None:
        """Say it again."""
        self._told = None
        self._tell_if_changed()

    def close(self) -> None:
        """Say nothing more."""
        self._patience.stop()

    def _take(self, readiness: Readiness) -> None:
        self.now = readiness
        self._tell_if_changed()

    def _tell_if_changed(self) -> None:
        view, now = self._state.view, self.now
        if view is None or now is None:
            return
        ready = sum(key.video_id == view.video.video_id for key in now.ready)
        told = (now.title, ready, view.video.second_count, now.notice)
        if told != self._told:
            self._told = told
            wanted = view.video.second_count
            self.readiness_changed.emit(text_of(now.title), ready, wanted, text_of(now.notice))
        if now.notice != self._said:
            self._said = now.notice
            self._patience.start()

    def _say_notice(self) -> None:
        if self._said is not None:
            self._notices.say(text_of(self._said))
