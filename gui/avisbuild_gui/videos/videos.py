"""The project's videos: how far each is, and going from one to the next (R22, R33)."""

from collections.abc import Callable, Sequence

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import VideoView
from avisbuild.annotation.summary import SummaryRow, summary_row, summary_rows
from avisbuild.records import InstanceId, Video, VideoId
from avisbuild_gui.services.frame_cache import FrameCache
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr


class Videos(QObject):
    """The list of videos, which is read in a few queries, whatever its length.

    Signals:
        rows_changed(tuple of SummaryRow). row_changed(SummaryRow).
    """

    rows_changed = pyqtSignal(object)
    row_changed = pyqtSignal(object)

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        edits: Edits,
        frames: FrameCache,
        *,
        is_heard_enough: Callable[[VideoView], bool] = lambda _: True,
    ) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._frames = frames
        self._is_heard_enough = is_heard_enough
        self._videos: list[Video] = []
        self._rows: dict[VideoId, SummaryRow] = {}
        self._narrowed: frozenset[VideoId] | None = None
        edits.others_edited.connect(self.tell)
        state.view_arrived.connect(self._take)

    @property
    def rows(self) -> tuple[SummaryRow, ...]:
        """Every video, in order of id."""
        return tuple(self._rows.values())

    def tell(self) -> None:
        """Read how far each video is, and say it."""
        with self._notices.attempt():
            project = self._state.project
            overview, share = project.overview(), project.recipe.heard_share
            self._videos = list(overview.videos)
            rows = summary_rows(overview, heard_share=share)
            self._rows = {each.video_id: each for each in rows}
        self.rows_changed.emit(self.rows)

    def tell_row(self) -> None:
        """Say how far the open video is, where something else than its cells has changed that."""
        view = self._state.view
        if view is not None:
            self._take(view)

    def narrow(self, video_ids: Sequence[VideoId] | None) -> None:
        """Let keys go to these videos alone; to any again where that is None."""
        self._narrowed = None if video_ids is None else frozenset(video_ids)

    def choose(self, video_id: VideoId) -> None:
        """Open a video that was pointed at; in the one that is open, one stays at one's second."""
        view = self._state.view
        if view is None or view.video.video_id != video_id:
            self.open(video_id)

    def open(
        self, video_id: VideoId, *, second: int = 0, instance_id: InstanceId | None = None
    ) -> bool:
        """Open a video; frames of the one after it in the list are embedded when its own are done."""
        ids = [video.video_id for video in self._videos]
        after = ids.index(video_id) + 1 if video_id in ids else len(ids)
        coming = (each for each in self._videos[after:] if not self._is_aside(each))
        self._frames.coming = next(coming, None)
        with self._notices.attempt() as outcome:
            self._state.open_video(video_id, second=second, instance_id=instance_id)
        return outcome.is_good

    def step(self, step: int) -> None:
        """Open the video after this one (1), or before it (-1), among those that the filter leaves.

        One that is set aside is passed over, unless the filter leaves none but such.
        """
        position = self._position() + step
        while 0 <= position < len(self._videos):
            if self._passes(self._videos[position]):
                self.open(self._videos[position].video_id)
                return
            position += step
        if self._narrowed is not None:
            self._notices.say(tr("The filter leaves no other video in this direction."))

    def next_open(self) -> None:
        """Open the next video that is still to be annotated, from here on and then from the top."""
        position = self._position()
        for offset in range(1, len(self._videos)):
            video = self._videos[(position + offset) % len(self._videos)]
            row = self._rows[video.video_id]
            if row.state.is_open and not row.is_set_aside and self._passes(video):
                self.open(video.video_id)
                return
        if self._narrowed is None:
            self._notices.say(tr("No other video is left to annotate."))
        else:
            self._notices.say(tr("The filter leaves no other video to annotate."))

    @property
    def is_last(self) -> bool:
        """Whether no other video than the one that is open is left to annotate, whatever the filter."""
        view = self._state.view
        here = None if view is None else view.video.video_id
        return not any(
            row.state.is_open and not row.is_set_aside
            for name, row in self._rows.items()
            if name != here
        )

    def _take(self, view: VideoView) -> None:
        row = summary_row(view, heard_enough=self._is_heard_enough(view))
        if self._rows.get(row.video_id) != row:
            self._rows[row.video_id] = row
            self.row_changed.emit(row)

    def _passes(self, video: Video) -> bool:
        if self._narrowed is None:
            return not self._is_aside(video)
        shows_aside_only = all(self._rows[each].is_set_aside for each in self._narrowed)
        return video.video_id in self._narrowed and (shows_aside_only or not self._is_aside(video))

    def _is_aside(self, video: Video) -> bool:
        return self._rows[video.video_id].is_set_aside

    def _position(self) -> int:
        view = self._state.view
        ids = [video.video_id for video in self._videos]
        return ids.index(view.video.video_id) if view and view.video.video_id in ids else -1
