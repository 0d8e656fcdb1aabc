"""An outline that is being drawn, anchor by anchor, with its own undo."""

Xy = tuple[float, float]
Anchors = tuple[Xy, ...]

MOST_STEPS = 500


class Outline:
    """The anchors of a polygon, of a path along edges, or the points of a lasso.

    `erases` says that what it encloses is taken away, `follows_edges` that it goes along edges from anchor to
    anchor. It is no part of a mask until it is closed. A step of undo is an anchor that was added, moved or
    taken away.
    """

    def __init__(self, *, erases: bool, follows_edges: bool = False) -> None:
        self.erases = erases
        self.follows_edges = follows_edges
        self._done: list[Anchors] = [()]
        self._undone: list[Anchors] = []
        self._moving: Anchors | None = None

    @property
    def anchors(self) -> Anchors:
        """The anchors in order, where they are now."""
        return self._done[-1] if self._moving is None else self._moving

    @property
    def is_moving(self) -> bool:
        """Whether an anchor is being dragged."""
        return self._moving is not None

    def add(self, anchor: Xy) -> None:
        """Go on to another anchor; one where the last one is makes no difference."""
        self.end_move()
        if self.anchors[-1:] != (anchor,):
            self._do((*self.anchors, anchor))

    def move(self, index: int, anchor: Xy) -> None:
        """Drag an anchor; raises IndexError where there is none."""
        anchors = list(self.anchors)
        anchors[index] = anchor
        self._moving = tuple(anchors)

    def end_move(self) -> None:
        """Let the anchor go: the whole drag is one step of undo."""
        moved, self._moving = self._moving, None
        if moved is not None and moved != self._done[-1]:
            self._do(moved)

    def pop(self) -> bool:
        """Take the last anchor away, whenever it was moved; False where there is none."""
        self.end_move()
        if self.anchors:
            self._do(self.anchors[:-1])
            return True
        return False

    def undo(self) -> bool:
        """Take the last step back; False where there is none. A drag that goes on is dropped."""
        if self._moving is not None:
            self._moving = None
        elif len(self._done) > 1:
            self._undone.append(self._done.pop())
        else:
            return False
        return True

    def redo(self) -> bool:
        """Do the step again that was taken back last; False where there is none."""
        self.end_move()
        if self._undone:
            self._done.append(self._undone.pop())
            return True
        return False

    def _do(self, anchors: Anchors) -> None:
        self._done.append(anchors)
        self._undone.clear()
        del self._done[:-MOST_STEPS]
