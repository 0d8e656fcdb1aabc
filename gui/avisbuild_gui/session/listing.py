"""The project's videos: how far each is, and going from one to the next."""

from avisbuild.annotation import VideoView
from avisbuild.annotation.summary import SummaryRow, summary_of
from avisbuild.records import InstanceId, RoundState, Video, VideoId
from avisbuild_gui.session.core import SessionCore, SessionParts
from avisbuild_gui.texts import tr

_OPEN = (RoundState.TODO, RoundState.ANNOTATING, RoundState.CHANGES_REQUESTED)


class Listing(SessionCore):
    """Actions about the list of videos; the list is read in a few queries, whatever its length (R33)."""

    def __init__(self, parts: SessionParts) -> None:
        self._videos: list[Video] = []
        self._rows: dict[VideoId, SummaryRow] = {}
        super().__init__(parts)

    @property
    def rows(self) -> tuple[SummaryRow, ...]:
        """Every video, in order of id."""
        return tuple(self._rows.values())

    def read_rows(self) -> None:
        """Read how far each video is."""
        with self._telling():
            overview = self.project.overview()
            self._videos = list(overview.videos)
            self._rows = {each.video_id: each for each in summary_of(overview)}

    def choose_video(self, video_id: VideoId) -> None:
        """A video that was pointed at; where it is on the desk already, one stays at one's second."""
        if self.view is None or self.view.video.video_id != video_id:
            self.open_video(video_id)

    def next_video(self) -> None:
        """The video after this one in the list."""
        self._step(1)

    def previous_video(self) -> None:
        """The video before this one in the list."""
        self._step(-1)

    def next_open_video(self) -> None:
        """The next video that is still to be annotated, from here on and then from the top."""
        place = self._place()
        for offset in range(1, len(self._videos) + 1):
            video = self._videos[(place + offset) % len(self._videos)]
            if self._rows[video.video_id].state in _OPEN and offset < len(self._videos):
                self.open_video(video.video_id)
                return
        self.notice(tr("No other video is left to annotate."))

    def open_video(
        self, video_id: VideoId, *, second: int = 0, instance_id: InstanceId | None = None
    ) -> bool:
        """Put a video on the desk; the frames of the one after it are embedded when it is done."""
        ids = [video.video_id for video in self._videos]
        after = ids.index(video_id) + 1 if video_id in ids else len(ids)
        self._shelf.coming = self._videos[after] if after < len(ids) else None
        return super().open_video(video_id, second=second, instance_id=instance_id)

    def _tell_rows(self) -> None:
        self.read_rows()
        self.rows_changed.emit(self.rows)

    def _view_arrived(self, view: VideoView) -> None:
        super()._view_arrived(view)
        row = SummaryRow(
            video_id=view.video.video_id,
            state=view.state,
            cells_done=view.sounding_count - view.todo_count,
            cells_total=view.sounding_count,
            person="" if view.round is None else view.round.person,
            second_count=view.video.second_count,
            round_number=0 if view.round is None else view.round.number,
        )
        if self._rows.get(row.video_id) != row:
            self._rows[row.video_id] = row
            self.row_changed.emit(row)

    def _step(self, step: int) -> None:
        place = self._place() + step
        if 0 <= place < len(self._videos):
            self.open_video(self._videos[place].video_id)

    def _place(self) -> int:
        view = self.view
        ids = [video.video_id for video in self._videos]
        return ids.index(view.video.video_id) if view and view.video.video_id in ids else -1
