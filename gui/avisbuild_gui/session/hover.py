"""What a click under the pointer would give, if that is quick to say (R06, R28)."""

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.segment.service.answers import Answer
from avisbuild_gui.services.segment_link import SegmentLink
from avisbuild_gui.session.kept_drafts import KeptDrafts
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.values import Tool


class Hover(QObject):
    """Follows the pointer over the frame, while nothing is drawn there and no mask stands.

    Signals:
        hover_changed(mask (H, W) bool, or None).
    """

    hover_changed = pyqtSignal(object)

    def __init__(self, state: SessionState, kept: KeptDrafts, segmenter: SegmentLink) -> None:
        super().__init__(state)
        self._state = state
        self._kept = kept
        self._segmenter = segmenter
        self._is_over_frame = False
        segmenter.hovered.connect(self._answered)

    def move(self, x: float, y: float) -> None:
        """Take note that the pointer is here."""
        self._is_over_frame = True
        if self._is_wanted and not self._is_taken:
            self._segmenter.preview(x, y)

    def leave(self) -> None:
        """Take note that the pointer has left the frame; what is still asked for comes too late."""
        self._is_over_frame = False
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.hover_changed.emit(None)

    @property
    def _is_taken(self) -> bool:
        """Whether a click would do nothing, as a mask stands there, or would correct the proposal."""
        view, cell = self._state.view, self._state.active_cell
        if view is None or cell is None or self._kept.here is not None:
            return False
        return view.has_mask(*cell) or cell in view.proposals

    @property
    def _is_wanted(self) -> bool:
        return (
            self._is_over_frame and self._state.tool is Tool.POINT and not self._kept.holds_anything
        )

    def _answered(self, answer: Answer) -> None:
        found = answer.candidates if self._is_wanted else None
        self.hover_changed.emit(None if found is None else found.masks[0])
