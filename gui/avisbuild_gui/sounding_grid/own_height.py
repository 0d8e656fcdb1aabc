"""How high the grid is in the window: as high as its lanes, until a person decides otherwise."""

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtWidgets import QSplitter

from avisbuild_gui.sounding_grid.grid import SoundingGrid

# The frame keeps the rest, however many lanes there are.
_MOST_OF_WINDOW = 0.42


class OwnHeight(QObject):
    """Gives a grid, the lower part of a splitter, the height of its lanes.

    Who drags the handle has that height from then on; a double click on it gives the grid its own back.
    """

    def __init__(self, splitter: QSplitter, grid: SoundingGrid, chosen: Sequence[int]) -> None:
        super().__init__(splitter)
        self._splitter = splitter
        self._grid = grid
        self._is_chosen = len(chosen) == splitter.count()
        if self._is_chosen:
            splitter.setSizes(list(chosen))
        grid.follow_lanes(on=not self._is_chosen)
        grid.height_changed.connect(self.fit)
        splitter.splitterMoved.connect(self._take_choice)
        handle = splitter.handle(1)
        assert handle is not None
        handle.installEventFilter(self)
        self.fit()

    @property
    def chosen(self) -> tuple[int, ...]:
        """The heights of both parts where a person chose them; () where the grid has its own."""
        return tuple(self._splitter.sizes()) if self._is_chosen else ()

    def fit(self) -> None:
        """Give the grid its height, within what the window can spare."""
        whole = sum(self._splitter.sizes())
        if self._is_chosen or not whole or self._grid.isHidden():
            return
        most = max(round(_MOST_OF_WINDOW * whole), self._grid.minimumSizeHint().height())
        height = min(self._grid.own_height, most)
        if self._splitter.sizes()[1] != height:
            self._splitter.refresh()  # It may still go by how small the grid could be before.
            self._splitter.setSizes([whole - height, height])

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:
        if a1 is not None and a1.type() == QEvent.Type.MouseButtonDblClick:
            self._is_chosen = False
            self._grid.follow_lanes(on=True)
            self.fit()
            return True
        return super().eventFilter(a0, a1)

    def _take_choice(self) -> None:
        self._is_chosen = True
        self._grid.follow_lanes(on=False)
