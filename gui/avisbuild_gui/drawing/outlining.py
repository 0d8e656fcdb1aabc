"""Lasso, polygon and scissors: an outline is drawn, and what it encloses is added or taken away (R42)."""

from collections.abc import Callable
from itertools import pairwise

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation.edge_map import Path, Xy
from avisbuild.annotation.outline import Outline
from avisbuild.annotation.outline_pixels import pixels_within
from avisbuild.records import VideoId
from avisbuild_gui.drawing.drafts import Drafts
from avisbuild_gui.services.edge_follower import EdgeFollower
from avisbuild_gui.session.look import LookControls
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.values import ANCHOR_TOOLS, ShownOutline, Tool

_FEWEST_POINTS = 3


class Outlining(QObject):
    """Holds the outline of each second until it is closed, which changes the draft, or dropped.

    Signals:
        outline_changed(ShownOutline, or None).
    """

    outline_changed = pyqtSignal(object)

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        drafts: Drafts,
        look: LookControls,
        edges: EdgeFollower,
    ) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._drafts = drafts
        self._edges = edges
        self._kept: dict[tuple[VideoId, int], Outline] = {}
        self._lasso: Outline | None = None
        self._pointer: Xy | None = None
        self._is_shown = False
        look.tool_changed.connect(self._take_tool)
        edges.found.connect(self.tell)
        state.second_left.connect(self._leave)
        state.video_left.connect(self._leave)
        state.place_arrived.connect(lambda _: self.tell())

    @property
    def here(self) -> Outline | None:
        """The polygon, or the path along edges, that is being drawn on the second on screen."""
        return self._kept.get(self._place)

    def begin_lasso(self, x: float, y: float, *, erases: bool) -> None:
        """Put the lasso down; `erases`: what it encloses will be taken away."""
        if self._drafts.may_draw():
            self._lasso = Outline(erases=erases)
            self.extend_lasso(x, y)

    def extend_lasso(self, x: float, y: float) -> None:
        """Draw on."""
        if self._lasso is not None:
            self._lasso.add((x, y))
            self.tell()

    def end_lasso(self) -> None:
        """Close it."""
        lasso, self._lasso = self._lasso, None
        if lasso is not None:
            self._enclose(lasso)
            self.tell()

    def add_anchor(self, x: float, y: float, *, erases: bool) -> None:
        """Begin an outline, or go on with it; `erases` counts for the first anchor."""
        outline = self.here
        if outline is None:
            if not self._drafts.may_draw():
                return
            outline = self._kept[self._place] = Outline(erases=erases)
        outline.follows_edges = self._state.tool is Tool.SCISSORS
        outline.add((x, y))
        self._pointer = None
        if outline.follows_edges:
            self._edges.use(self._state.image)
            self._edges.prepare((x, y))
        self.tell()

    def move_anchor(self, index: int, x: float, y: float) -> None:
        """Drag an anchor."""
        outline = self.here
        if outline is None or not 0 <= index < len(outline.anchors):
            return
        if outline.follows_edges and not outline.is_moving:
            for neighbour in (index + 1, index - 1):
                if 0 <= neighbour < len(outline.anchors):
                    self._edges.prepare(outline.anchors[neighbour])
        outline.move(index, (x, y))
        self._pointer = None
        self.tell()

    def release_anchor(self) -> None:
        """Let the anchor stay where it was dragged to."""
        if self.here is not None:
            self.here.end_move()
            self.tell()

    def cancel_gesture(self) -> None:
        """Drop the lasso, or take an anchor back to where its drag began."""
        self._lasso = None
        if self.here is not None and self.here.is_moving:
            self.here.undo()
        self.tell()

    def point(self, x: float, y: float) -> None:
        """Take note of where the pointer is: so far the outline would go on."""
        if self.here is not None:
            self._pointer = (x, y) if self._state.tool in ANCHOR_TOOLS else None
            self.tell()

    def leave(self) -> None:
        """Take note that the pointer has left the frame."""
        if self._pointer is not None:
            self._pointer = None
            self.tell()

    def close(self) -> bool:
        """Close the outline and change the draft by what it encloses; whether an outline was there."""
        outline = self.here
        if outline is None:
            return False
        outline.end_move()
        if self._enclose(outline):
            self._forget()
        self.tell()
        return True

    def drop(self) -> bool:
        """Forget what is being dragged, else the outline; whether there was anything."""
        outline = self.here
        if self._lasso is not None or (outline is not None and outline.is_moving):
            self.cancel_gesture()
            return True
        self._forget()
        self.tell()
        return outline is not None

    def pop(self) -> bool:
        """Take the last anchor away; whether there was an outline."""
        return self._step(Outline.pop)

    def undo(self) -> bool:
        """Take back what was done to the outline last; whether there was one."""
        return self._step(Outline.undo)

    def redo(self) -> bool:
        """Do again what was taken back; False where the outline has nothing of that kind."""
        done = self.here is not None and self.here.redo()
        self.tell()
        return done

    def tell(self) -> None:
        """Say the outline as it is to be shown."""
        outline, was_shown = self._lasso or self.here, self._is_shown
        self._is_shown = outline is not None
        if self._is_shown or was_shown:
            self.outline_changed.emit(None if outline is None else self._shown(outline))

    @property
    def _place(self) -> tuple[VideoId, int]:
        view = self._state.view
        return (VideoId("") if view is None else view.video.video_id), self._state.second

    def _step(self, step: Callable[[Outline], bool]) -> bool:
        outline = self.here
        if outline is None:
            return False
        step(outline)
        if not outline.anchors:
            self._forget()
        self.tell()
        return True

    def _take_tool(self, tool: Tool) -> None:
        """The other tool of this kind takes the outline over: straight, or along edges."""
        if self.here is not None:
            if tool in ANCHOR_TOOLS:
                self.here.follows_edges = tool is Tool.SCISSORS
            self._pointer = None
            self.tell()

    def _leave(self) -> None:
        """Leave the second: a lasso comes to nothing, what has anchors waits there."""
        self._lasso, self._pointer = None, None
        if self.here is not None and not self._state.is_closed:
            self.here.end_move()
            text = tr("The outline at second {second} is kept, and not closed.")
            self._notices.say(text.format(second=self._state.second))

    def _shown(self, outline: Outline) -> ShownOutline:
        anchors = outline.anchors
        ahead: Path = ()
        if outline is self._lasso:
            return ShownOutline(path=anchors, erases=outline.erases)
        if self._pointer is not None and anchors and not outline.is_moving:
            ahead = self._piece(outline, anchors[-1], self._pointer)[1:]
        return ShownOutline(
            path=self._path(outline), anchors=anchors, ahead=ahead, erases=outline.erases
        )

    def _path(self, outline: Outline) -> Path:
        """The way through the anchors."""
        if not outline.follows_edges:
            return outline.anchors
        self._edges.use(self._state.image)
        find = self._edges.path_ahead if outline.is_moving else self._edges.path
        pieces = [find(*pair) for pair in pairwise(outline.anchors)]
        return (*outline.anchors[:1], *(point for piece in pieces for point in piece[1:]))

    def _piece(self, outline: Outline, start: Xy, stop: Xy) -> Path:
        return self._edges.path_ahead(start, stop) if outline.follows_edges else (start, stop)

    def _enclose(self, outline: Outline) -> bool:
        """Change the draft by what the outline encloses; False, and it is said why, where that cannot be."""
        view, anchors = self._state.view, outline.anchors
        if view is None or not anchors:
            return False
        points = anchors
        if outline.follows_edges:
            pairs = pairwise((*anchors, anchors[0]))
            points = tuple(each for pair in pairs for each in self._edges.certain_path(*pair)[:-1])
        region = pixels_within([points], view.video.size)
        if len(set(points)) < _FEWEST_POINTS or not region.any():
            self._notices.say(tr("The outline encloses nothing yet."))
            return False
        return self._drafts.paint(region, erases=outline.erases)

    def _forget(self) -> None:
        self._kept.pop(self._place, None)
        self._pointer = None
