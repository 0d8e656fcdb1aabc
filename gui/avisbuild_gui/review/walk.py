"""Walking a video that one reviews: what is right is left behind with one key, a second after the other."""

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild import masks
from avisbuild.annotation import Cell, VideoView
from avisbuild.records import VideoId
from avisbuild.review.walk import Seen, Stop, WalkOrder, cell_of, next_stop, stops
from avisbuild_gui.review.mode import ReviewMode
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr

Box = tuple[float, float, float, float]
# Of so many videos it is kept what was looked at.
_KEPT_VIDEOS = 20


class Walk(QObject):
    """Goes from one thing to judge to the next, shows it large enough, and plays its second.

    Whoever goes on from a stop has looked at it; what is changed later is to be looked at again. What was
    looked at is kept for each video that one reviews, and comes back with one's place in the project.

    Signals:
        look_asked(box x0, y0, x1, y1 in pixels of the frame, None for all of it): what is to be seen well.
        seen_changed(frozenset of the cells of the open video that were looked at): for views.
        looked(): more was looked at, and is to be kept.
    """

    look_asked = pyqtSignal(object)
    seen_changed = pyqtSignal(object)
    looked = pyqtSignal()

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        navigation: Navigation,
        mode: ReviewMode,
        *,
        play: Callable[[], None],
    ) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._navigation = navigation
        self._mode = mode
        self._play = play
        self.order = WalkOrder.CELLS
        self._seen: dict[VideoId, Seen] = {}
        self._left: tuple[Stop, ...] = ()
        self._seen_cells: frozenset[Cell] = frozenset()
        state.view_arrived.connect(lambda _: self._count())
        mode.switched.connect(lambda _: self._count())

    @property
    def left(self) -> tuple[Stop, ...]:
        """What is still to be looked at in the open video, in the order of the walk."""
        return self._left

    def next(self) -> None:
        """What is here is right: go on to what is to be judged next."""
        view, here = self._state.view, self._here
        if view is None or not self._may_walk():
            return
        if here is not None:
            self._look_at(view, here)
        found = next_stop(stops(view, self.order), here, self._left)
        if found is not None:
            self.go_to(found)
        elif self.order is WalkOrder.CELLS:
            text = tr("Every cell was looked at. What is missing shows in a walk by second.")
            self._notices.say(text, action_id="toggle_walk_order")
        else:
            self._notices.say(tr("Every second was looked at."), action_id="accept_review")

    def back(self) -> None:
        """Go to the stop before, looked at or not."""
        view = self._state.view
        if view is None or not self._may_walk():
            return
        found = next_stop(stops(view, self.order), self._place, self._left, step=-1)
        if found is None:
            self._notices.say(tr("This is the first stop of the walk."))
        else:
            self.go_to(found)

    def begin(self) -> None:
        """Go to the first stop that was not looked at, where there is one."""
        if self._left:
            self.go_to(self._left[0])

    def tell(self) -> None:
        """Say again which cells were looked at."""
        self.seen_changed.emit(self._seen_cells)

    def toggle_order(self) -> None:
        """Walk by second with all instances at once, or cell by cell."""
        by_cell = self.order is WalkOrder.SECONDS
        self.order = WalkOrder.CELLS if by_cell else WalkOrder.SECONDS
        self._count()
        self._notices.say(
            tr("The walk goes cell by cell, an instance after the other.")
            if by_cell
            else tr("The walk goes second by second, with all instances at once.")
        )

    def go_to(self, stop: Stop) -> None:
        """Show a stop, and play its second."""
        self._navigation.clear_selection()
        cell = cell_of(stop)
        self._state.go_to(stop.second, None if cell is None else cell[0])
        self.look_asked.emit(self._box(stop))
        self._play()

    @property
    def document(self) -> dict[str, dict[str, str]]:
        """What was looked at, video by video, for a file."""
        return {name: dict(seen.digests) for name, seen in self._seen.items()}

    def use_document(self, document: Any) -> None:
        """Go on with what `document` gave."""
        known = document.items() if isinstance(document, dict) else ()
        self._seen = {VideoId(name): Seen.from_document(seen) for name, seen in known}
        self._count()

    @property
    def _place(self) -> Stop:
        state = self._state
        by_second = self.order is WalkOrder.SECONDS or state.instance_id is None
        return Stop("" if by_second else state.instance_id or "", state.second)

    @property
    def _here(self) -> Stop | None:
        """The stop that one stands at."""
        view, place = self._state.view, self._place
        return place if view is not None and place in stops(view, self.order) else None

    def _may_walk(self) -> bool:
        if not self._mode.is_on:
            self._notices.say(tr("You do not review this video."))
        return self._mode.is_on

    def _look_at(self, view: VideoView, stop: Stop) -> None:
        name = view.video.video_id
        self._seen[name] = self._seen.pop(name, Seen()).with_looked_at(view, stop)
        for oldest in list(self._seen)[:-_KEPT_VIDEOS]:
            del self._seen[oldest]
        self._count()
        self.looked.emit()

    def _count(self) -> None:
        view = self._state.view
        if view is None or not self._mode.is_on:
            self._left = ()
            self._mode.count_seen(0, 0, WalkOrder.CELLS)
            self._tell_cells(frozenset())
            return
        seen = self._seen.get(view.video.video_id, Seen())
        self._left = seen.left(view, self.order)
        total = len(stops(view, self.order))
        self._mode.count_seen(total - len(self._left), total, self.order)
        cells = (cell_of(each) for each in stops(view, WalkOrder.CELLS) if seen.has(view, each))
        self._tell_cells(frozenset(cell for cell in cells if cell is not None))

    def _tell_cells(self, cells: frozenset[Cell]) -> None:
        if cells != self._seen_cells:
            self._seen_cells = cells
            self.seen_changed.emit(cells)

    def _box(self, stop: Stop) -> Box | None:
        """Around the mask or the proposal of a cell; None where there is nothing to look at closely."""
        view, cell = self._state.view, cell_of(stop)
        if view is None or cell is None:
            return None
        proposal = view.proposals.get(cell)
        rle = view.mask_at(*cell) or (None if proposal is None else proposal.rle)
        if rle is None or not masks.area(rle):
            return None
        x, y, width, height = masks.box_xywh(rle)
        return x, y, x + width, y + height
