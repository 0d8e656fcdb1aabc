"""Setting the open video aside, with a reason, and taking it back."""

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import VideoView, commands
from avisbuild.records import VideoId
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.set_aside import reason_text
from avisbuild_gui.videos.videos import Videos


class SettingAside(QObject):
    """A video that is pointed at in the list is opened first: what is set aside is seen, and undo is at hand.

    Signals:
        reason_asked: the id of the open video; whoever asks answers with `set_aside`.
    """

    reason_asked = pyqtSignal(str)

    def __init__(self, state: SessionState, notices: Notices, edits: Edits, videos: Videos) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._edits = edits
        self._videos = videos
        state.video_opened.connect(self._tell)

    def toggle(self) -> None:
        """Ask why the open video is to be set aside; one that is aside is taken back."""
        view = self._state.view
        if view is None or self._notices.refuses_change():
            return
        if view.set_aside is None:
            self.reason_asked.emit(view.video.video_id)
        else:
            self.take_back(view.video.video_id)

    def set_aside(self, video_id: VideoId, reason: str) -> None:
        """Open a video and set it aside."""
        self._videos.choose(video_id)
        author = self._state.author
        if self._is_open(video_id) and self._edits.run(
            lambda view: commands.set_aside(view, reason=reason, author=author), as_is=True
        ):
            text = tr("Set aside: {reason}.").format(reason=reason_text(reason))
            self._notices.say(text, action_id="next_open_video")

    def take_back(self, video_id: VideoId) -> None:
        """Open a video that was set aside and put it back among the others."""
        self._videos.choose(video_id)
        if self._is_open(video_id) and self._edits.run(commands.take_back, as_is=True):
            self._notices.say(tr("The video is no longer set aside."))

    def _is_open(self, video_id: VideoId) -> bool:
        view = self._state.view
        return view is not None and view.video.video_id == video_id

    def _tell(self, view: VideoView) -> None:
        if view.set_aside is not None:
            text = tr("This video is set aside: {reason}.")
            said = text.format(reason=reason_text(view.set_aside.reason))
            self._notices.warn(said, action_id="toggle_set_aside")
