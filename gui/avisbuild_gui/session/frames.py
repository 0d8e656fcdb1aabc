"""The frame of the second on screen, and the frames that the segmenter prepares after it."""

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import VideoView
from avisbuild_gui.services.frame_cache import FrameCache
from avisbuild_gui.services.segment_link import SegmentLink
from avisbuild_gui.session.state import SessionState


class Frames(QObject):
    """Shows the frame of another second before anything is laid on it.

    Signals:
        frame_changed(Image or None, why there is none).
    """

    frame_changed = pyqtSignal(object, str)

    def __init__(self, state: SessionState, cache: FrameCache, segmenter: SegmentLink) -> None:
        super().__init__(state)
        self._state = state
        self._cache = cache
        self._segmenter = segmenter
        state.second_entered.connect(self._show)

    def tell(self) -> None:
        """Say the frame again."""
        if self._state.view is not None:
            self.frame_changed.emit(self._state.image, self._cache.message)

    def say_none(self, why: str) -> None:
        """There is no frame, as there is no video."""
        self.frame_changed.emit(None, why)

    def _show(self, view: VideoView) -> None:
        second = self._state.second
        self._state.image = self._cache.image(view.video, second)
        self.tell()
        self._segmenter.show(*self._cache.queue(view.video, second))
