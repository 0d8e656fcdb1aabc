"""What every part of the session shares: the desk, the place one is at, and how views hear of changes."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import Bookmarks, Cell, Clock, Command, VideoView, Workbench
from avisbuild.errors import AvisbuildError
from avisbuild.records import InstanceId, RoundState, VideoId
from avisbuild.segment import Image
from avisbuild.store import Project
from avisbuild_gui.session.frame_shelf import FrameShelf
from avisbuild_gui.session.layers import layers_of
from avisbuild_gui.session.segment_link import SegmentLink, ServiceMaker
from avisbuild_gui.sound import Player
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import label_of, text_of
from avisbuild_gui.values import Look, MaskLayer, Severity, Tool

_log = logging.getLogger(__name__)
_UNFINISHED = (RoundState.TODO, RoundState.ANNOTATING)


@dataclass(frozen=True, kw_only=True)
class SessionParts:
    """What a session is made of; tests exchange the segment service, the player and the places' file."""

    project: Project
    author: str
    make_service: ServiceMaker
    make_player: Callable[[QObject], Player] = field(default=Player)
    bookmarks: Bookmarks | None = None
    now: Callable[[], float] = time.monotonic


class SessionCore(QObject):
    """One project, the video on the desk, and the place in it: (second, active instance).

    Views are fed from these signals and from nothing else; `tell_all` says everything again to a view that
    has just come. Arguments that are "object" may be None.

    Signals:
        video_opened(VideoView): another video. view_changed(VideoView): it, or an edit of it.
        place_changed(second, InstanceId or None). frame_changed(Image or None, why there is none).
        masks_changed(tuple of MaskLayer). draft_changed(Draft or None). draft_touched(mask, box_xyxy): in a
        stroke. hover_changed(mask or None). readiness_changed(title, ready, wanted, notice).
        history_changed(undo, redo): what they would do, "" for nothing. saved_changed(bool, why not).
        noticed(text, Severity, id of the action it offers or ""). rows_changed(tuple of SummaryRow),
        row_changed(SummaryRow). sound_changed(SoundAnalysis or None, why there is none),
        suggestions_changed(frozenset of int), playhead_changed(seconds or None),
        sound_available(bool, why not). selection_changed(start, stop).
        tool_changed(Tool), brush_changed(diameter in pixels), look_changed(Look).
        issues_changed(tuple of Issue), issue_reached(position or None). question_changed(text): what the next
        number key answers, "" for nothing. category_asked(InstanceId or None): for a new one, or for this.
        legend_toggled(). zoom_asked(factor, 0 for fit). working_changed(text): of work that can be stopped.
    """

    video_opened = pyqtSignal(object)
    view_changed = pyqtSignal(object)
    place_changed = pyqtSignal(int, object)
    frame_changed = pyqtSignal(object, str)
    masks_changed = pyqtSignal(object)
    draft_changed = pyqtSignal(object)
    draft_touched = pyqtSignal(object, object)
    hover_changed = pyqtSignal(object)
    readiness_changed = pyqtSignal(str, int, int, str)
    history_changed = pyqtSignal(str, str)
    saved_changed = pyqtSignal(bool, str)
    noticed = pyqtSignal(str, object, str)
    rows_changed = pyqtSignal(object)
    row_changed = pyqtSignal(object)
    sound_changed = pyqtSignal(object, str)
    suggestions_changed = pyqtSignal(object)
    playhead_changed = pyqtSignal(object)
    sound_available = pyqtSignal(bool, str)
    selection_changed = pyqtSignal(int, int)
    tool_changed = pyqtSignal(object)
    brush_changed = pyqtSignal(float)
    look_changed = pyqtSignal(object)
    issues_changed = pyqtSignal(object)
    issue_reached = pyqtSignal(object)
    question_changed = pyqtSignal(str)
    category_asked = pyqtSignal(object)
    legend_toggled = pyqtSignal()
    zoom_asked = pyqtSignal(float)
    working_changed = pyqtSignal(str)

    def __init__(self, parts: SessionParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.parts = parts
        self.project = parts.project
        self.workbench = Workbench(parts.project, author=parts.author)
        self.clock = Clock(parts.now)
        self.second = 0
        self.instance_id: InstanceId | None = None
        self.tool = Tool.POINT
        self.brush_diameter_px = 24.0
        self.look = Look()
        self.image: Image | None = None
        self._trouble = ""
        self._shelf = FrameShelf(parts.project)
        self._link = SegmentLink(parts.make_service, self)
        self._is_closed = False
        self.workbench.listen(self._view_arrived)

    @property
    def view(self) -> VideoView | None:
        """The video on the desk, if there is one."""
        return self.workbench.view if self.workbench.has_video else None

    @property
    def active_cell(self) -> Cell | None:
        """The cell that a mask committed now would be of."""
        return None if self.instance_id is None else (self.instance_id, self.second)

    def open_video(
        self, video_id: VideoId, *, second: int = 0, instance_id: InstanceId | None = None
    ) -> bool:
        """Put a video on the desk and go to a place in it; whether it could be opened."""
        before = self.second, self.instance_id
        with self._telling() as outcome:
            self._leave_video()
            # No second is shown until the frame of the one to go to is.
            self.second, self.instance_id = -1, None
            view = self.workbench.open_video(video_id)
            self.video_opened.emit(view)
            first = view.instances[0].instance_id if view.instances else None
            known = instance_id if instance_id in view.by_id else first
            self.go_to(min(max(second, 0), view.video.second_count - 1), known)
        if not outcome.is_good:
            self.second, self.instance_id = before
        return outcome.is_good

    def go_to(self, second: int, instance_id: InstanceId | None = None) -> None:
        """Show another second; the same identity stays active unless another is named."""
        view = self.view
        if view is None or not 0 <= second < view.video.second_count:
            return
        is_other_second = second != self.second
        if is_other_second:
            self._leave_second()
        self.second = second
        self.instance_id = self.instance_id if instance_id is None else instance_id
        if is_other_second:
            self._show_frame(view)
        self._arrive(is_other_second=is_other_second)

    def run(self, make: Callable[[VideoView], Command], *, as_is: bool = False) -> bool:
        """Carry out the command that `make` makes for the video as it is now; whether it was done.

        It is one journal entry and one step of undo. What cannot be done becomes a notice, and everything
        stays as it was (R35). Without a video nothing is done. `as_is` leaves the round to the command.
        """
        if self.view is None:
            return False
        self.refresh()
        before = self.workbench.view.state
        with self._telling() as outcome:
            command = make(self.workbench.view)
            (self.workbench.run_as_is if as_is else self.workbench.run)(command)
        self.clock.tick()
        if before not in _UNFINISHED and self.workbench.view.state is RoundState.ANNOTATING:
            self.notice(
                tr("The video was handed in; it is being annotated again."),
                Severity.WARNING,
                action_id="undo",
            )
        return outcome.is_good

    def refresh(self) -> None:
        """Read the video anew if another window or program has edited the project, and say so."""
        with self._telling():
            if self.workbench.refresh():
                self.notice(tr("Someone else has edited this project; it is shown as it is now."))
                self._tell_rows()

    def notice(self, text: str, severity: Severity = Severity.INFO, *, action_id: str = "") -> None:
        """Say one line to the person; `action_id` is what it offers to do."""
        self.noticed.emit(text, severity, action_id)

    @property
    def is_saved(self) -> bool:
        """Whether everything that was done is on disk."""
        return not self._trouble

    def close(self) -> None:
        """End every thread; what was not committed goes."""
        if self._is_closed:
            return
        self._is_closed = True
        self._leave_video()
        self._link.close()

    def tell_all(self) -> None:
        """Say everything again, for views that have just been made."""
        self._tell_rows()
        self.tool_changed.emit(self.tool)
        self.brush_changed.emit(self.brush_diameter_px)
        self.look_changed.emit(self.look)
        view = self.view
        if view is not None:
            self.video_opened.emit(view)
            self._view_arrived(view)
            self.frame_changed.emit(self.image, self._shelf.message)
            self._arrive(is_other_second=True)
        self._tell_saved()

    @contextmanager
    def _telling(self) -> "Iterator[_Outcome]":
        """Turn an error that a user can meet into one notice; nothing is lost by it."""
        outcome = _Outcome()
        try:
            yield outcome
        except AvisbuildError as error:
            _log.info("not done: %s", error)
            outcome.is_good = False
            # What the rules refuse is no trouble with saving; what the database or the disk refuses is.
            text = text_of(error)
            self._trouble = text if error.__cause__ is not None else self._trouble
            self.notice(text, Severity.ERROR)
        else:
            self._trouble = ""
        self._tell_saved()

    def _view_arrived(self, view: VideoView) -> None:
        """The video as it is now, after every edit of it."""
        if self.instance_id is not None and self.instance_id not in view.by_id:
            self.instance_id = view.instances[0].instance_id if view.instances else None
            self.place_changed.emit(max(self.second, 0), self.instance_id)
        self.view_changed.emit(view)
        self._tell_masks()
        self._tell_history()

    def _show_frame(self, view: VideoView) -> None:
        self.image = self._shelf.image(view.video, self.second)
        self.frame_changed.emit(self.image, self._shelf.message)
        frame, rest = self._shelf.queue(view.video, self.second)
        self._link.show(frame, rest)

    def _arrive(self, *, is_other_second: bool) -> None:
        """The place is another one; parts of the session add what they do then."""
        self.place_changed.emit(self.second, self.instance_id)
        self._tell_masks()

    def _leave_second(self) -> None:
        """Another second is about to be shown."""

    def _leave_video(self) -> None:
        """Another video is about to be opened, or the session to be closed."""

    def _tell_rows(self) -> None:
        """Say how far each video is."""

    def _tell_masks(self) -> None:
        if self.view is not None and self.second >= 0:
            self._show_layers(layers_of(self.view, self.second, self.instance_id))

    def _show_layers(self, layers: tuple[MaskLayer, ...]) -> None:
        # Where there is no picture, there is nothing to lay them on.
        self.masks_changed.emit(() if self.image is None else layers)

    def _tell_history(self) -> None:
        """Say what undo and redo would do."""
        bench = self.workbench
        self.history_changed.emit(label_of(bench.to_undo), label_of(bench.to_redo))

    def _tell_saved(self) -> None:
        if self.project.is_read_only:
            self.saved_changed.emit(False, tr("read-only"))
        else:
            self.saved_changed.emit(self.is_saved, self._trouble)


@dataclass
class _Outcome:
    is_good: bool = True
