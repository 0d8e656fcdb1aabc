"""The lock of the open video: edits are for whoever has it, others look on (R36)."""

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.records import VideoId
from avisbuild.store.lock_keeping import Standing
from avisbuild_gui.services.lock_keeper import LockKeeper
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.locks import held_text, lost_text, taking_over_text


class VideoLock(QObject):
    """Asks for the lock when a video is opened, and lets go of it when it is left.

    Until the answer comes nothing is refused here: the database itself refuses what another's lock forbids.

    Signals:
        standing_changed(text, id of the action that it offers): why the open video can only be looked at, ""
        when it can be edited.
        others_changed(who else has which video, `Held` by VideoId).
    """

    standing_changed = pyqtSignal(str, str)
    others_changed = pyqtSignal(object)

    def __init__(
        self, state: SessionState, notices: Notices, edits: Edits, keeper: LockKeeper
    ) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._edits = edits
        self._keeper = keeper
        self._is_asking = False
        self._others: object = {}
        state.video_opened.connect(lambda view: keeper.want(view.video.video_id))
        state.video_left.connect(self._leave)
        edits.refused.connect(keeper.look)
        keeper.stood.connect(self._take)
        keeper.others_found.connect(self._take_others)

    @property
    def may_take_over(self) -> bool:
        """Whether another has the open video, and is not heard of any more."""
        held = self._state.held_by
        return held is not None and held.is_stale

    def take_over(self) -> None:
        """Ask whether to take the open video over; asked again, do it."""
        if not self.may_take_over:
            if not self._notices.refuses_edit():
                self._notices.say(tr("Nobody else has this video open."))
            return
        if self._is_asking:
            self._is_asking = False
            self._keeper.take_over()
        else:
            self._is_asking = True
        self.tell()

    def drop_question(self) -> bool:
        """Take nothing over; whether that was asked."""
        was_asking, self._is_asking = self._is_asking, False
        if was_asking:
            self.tell()
        return was_asking

    def tell(self) -> None:
        """Say again who has the open video, and the others."""
        held = self._state.held_by
        offer = "take_over_video" if self.may_take_over else ""
        if held is None:
            self.standing_changed.emit("", "")
        elif self._is_asking:
            self.standing_changed.emit(taking_over_text(held), offer)
        else:
            self.standing_changed.emit(held_text(held, author=self._state.author), offer)
        self._notices.tell_saved()
        self.others_changed.emit(self._others)

    def close(self) -> None:
        """Let go of the open video, for good."""
        self._keeper.close()

    def _leave(self) -> None:
        self._keeper.want(None)
        self._state.held_by = None
        self._is_asking = False

    def _take(self, standing: Standing) -> None:
        before = self._state.held_by
        self._state.held_by = None if standing.is_mine else standing.held
        is_as_before = before is None if standing.is_mine else standing.held.is_as(before)
        if is_as_before:
            return
        self._is_asking = self._is_asking and self.may_take_over
        self.tell()
        if standing.is_lost:
            self._notices.warn(lost_text(standing.held))
        elif standing.is_mine:
            # The other has edited it: it is shown as it is now before anything is edited here.
            self._edits.refresh()
            self._notices.say(tr("The video is free: it can be edited here now."))

    def _take_others(self, others: dict[VideoId, object]) -> None:
        self._others = others
        self.others_changed.emit(others)
