"""What every part of the session knows: the open video, the place in it, the tool; and moments of change."""

import time
from collections.abc import Callable

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import Cell, Clock, VideoView, Workbench
from avisbuild.annotation.instance_marks import InstanceMarks
from avisbuild.annotation.unwritten import UnwrittenProposals
from avisbuild.errors import AvisbuildError
from avisbuild.records import InstanceId, VideoId
from avisbuild.segment import Image
from avisbuild.store import Project
from avisbuild.store.holders import new_holder
from avisbuild.store.locks import Held
from avisbuild_gui.values import FIRST_BRUSH_PX, Look, Tool


class SessionState(QObject):
    """One project, the video that is open in it, and the place: (second, active instance).

    Whatever changes is told in moments, each a signal of its own: what has to come first comes first, whoever
    else listens. Within a moment parts hear in the order in which `Session` makes them, and views after them
    (docs/decisions/0099-a-session-of-parts.md). Arguments that are "object" may be None.

    Signals, in the order in which they come:
        video_leaving: what is to be written to the open video can still be. video_left: it is being left.
        view_arriving(VideoView): the video was edited, or is another one; let go of what is gone from it.
        view_changed(VideoView): for views. view_arrived(VideoView): say what follows from it.
        video_opened(VideoView): it is another video.
        second_left: another second is about to be shown. second_entered(VideoView): its frame is to be.
        place_arriving(whether the second is another one): the active instance may still be changed.
        place_changed(second, InstanceId or None): for views.
        place_arrived(whether the second is another one): say what follows from it.
    """

    video_leaving = pyqtSignal()
    video_left = pyqtSignal()
    view_arriving = pyqtSignal(object)
    view_changed = pyqtSignal(object)
    view_arrived = pyqtSignal(object)
    video_opened = pyqtSignal(object)
    second_left = pyqtSignal()
    second_entered = pyqtSignal(object)
    place_arriving = pyqtSignal(bool)
    place_changed = pyqtSignal(int, object)
    place_arrived = pyqtSignal(bool)

    def __init__(
        self,
        project: Project,
        *,
        author: str,
        unwritten: UnwrittenProposals,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.project = project
        self.author = author
        self.holder = new_holder()
        self.workbench = Workbench(project, author=author, holder=self.holder)
        # Who else has the open video, which can only be looked at then.
        self.held_by: Held | None = None
        self.clock = Clock(now)
        self.second = 0
        self.instance_id: InstanceId | None = None
        self.image: Image | None = None
        self.tool = Tool.POINT
        self.brush_diameter_px = FIRST_BRUSH_PX
        self.look = Look()
        self.marks = InstanceMarks()
        self.is_closed = False
        self._unwritten = unwritten
        self.workbench.listen(self._take)

    @property
    def view(self) -> VideoView | None:
        """The open video as it is shown: what is found but not written yet lies beside its masks."""
        if not self.workbench.has_video:
            return None
        return self._unwritten.beside(self.workbench.view)

    @property
    def active_cell(self) -> Cell | None:
        """The cell that a mask committed now would be of."""
        return None if self.instance_id is None else (self.instance_id, self.second)

    def has_mask(self, cell: Cell) -> bool:
        """Whether a cell of the open video has a mask that a person committed."""
        view = self.view
        return view is not None and view.has_mask(*cell)

    def open_video(
        self, video_id: VideoId, *, second: int = 0, instance_id: InstanceId | None = None
    ) -> None:
        """Open a video at a place in it; raises AvisbuildError, and the one before stays open."""
        before = self.second, self.instance_id
        self._leave_video()
        # No second is shown until the frame of the one to go to is.
        self.second, self.instance_id = -1, None
        try:
            view = self.workbench.open_video(video_id)
        except AvisbuildError:
            self.second, self.instance_id = before
            raise
        self.video_opened.emit(view)
        first = view.instances[0].instance_id if view.instances else None
        known = instance_id if instance_id in view.by_id else first
        self.go_to(min(max(second, 0), view.video.second_count - 1), known)

    def go_to(self, second: int, instance_id: InstanceId | None = None) -> None:
        """Show another second; the same instance stays active unless another one is named."""
        view = self.view
        if view is None or not 0 <= second < view.video.second_count:
            return
        is_other_second = second != self.second
        if is_other_second:
            self.second_left.emit()
        self.second = second
        self.instance_id = self.instance_id if instance_id is None else instance_id
        if is_other_second:
            self.second_entered.emit(view)
        self._tell_place(is_other_second=is_other_second)

    def close(self) -> None:
        """Leave the open video for good."""
        self.is_closed = True
        self._leave_video()

    def tell_view(self) -> None:
        """Say that the view is another one, though nothing was written."""
        view = self.view
        if view is not None:
            self._take(view)

    def tell_video(self) -> None:
        """Say again which video is open, and what it holds."""
        view = self.view
        if view is not None:
            self.video_opened.emit(view)
            self._take(view)

    def tell_place(self) -> None:
        """Say again where one is."""
        if self.view is not None:
            self._tell_place(is_other_second=True)

    def _leave_video(self) -> None:
        self.video_leaving.emit()
        self.video_left.emit()

    def _take(self, view: VideoView) -> None:
        self.view_arriving.emit(view)
        view = self.view or view
        if self.instance_id is not None and self.instance_id not in view.by_id:
            self.instance_id = view.instances[0].instance_id if view.instances else None
            self.place_changed.emit(max(self.second, 0), self.instance_id)
        self.view_changed.emit(view)
        self.view_arrived.emit(view)

    def _tell_place(self, *, is_other_second: bool) -> None:
        self.place_arriving.emit(is_other_second)
        self.place_changed.emit(self.second, self.instance_id)
        self.place_arrived.emit(is_other_second)
