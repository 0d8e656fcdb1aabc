"""The window's inside: videos left, frame in the middle, instances right, the sounding grid below."""

from dataclasses import dataclass

from PyQt6.QtCore import QSize, Qt, pyqtBoundSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QSplitter, QToolBar, QToolButton, QVBoxLayout, QWidget

from avisbuild_gui.actions import ActionSet
from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.panels import (
    CandidatePanel,
    CategoryPicker,
    InstancePanel,
    IssueList,
    NoticeBar,
    StatusLine,
    VideoList,
)
from avisbuild_gui.review.widgets.panel import Page, ReviewPanel
from avisbuild_gui.review.widgets.round_diff_page import RoundDiffPage
from avisbuild_gui.review.widgets.round_diff_view import RoundDiffView
from avisbuild_gui.review.widgets.strip import ReviewStrip
from avisbuild_gui.review.widgets.suspects import SuspectList
from avisbuild_gui.sounding_grid import OwnHeight, SoundingGrid
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme, icon

# Icons of the bar over the frame, in groups: action id and name of the icon.
_BAR = (
    (("use_point_tool", "point"), ("use_brush", "brush"), ("use_eraser", "eraser"), ("use_lasso", "lasso"),
     ("use_polygon", "polygon"), ("use_scissors", "scissors"), ("use_hand", "pan")),
    (("undo", "undo"), ("redo", "redo")),
    (("previous_second", "previous"), ("play_second", "play"), ("play_loop", "loop"),
     ("next_second", "next")),
    (("commit_and_next", "check"), ("next_todo", "next_todo"), ("copy_previous", "copy")),
    (("toggle_hide_all", "eye"), ("toggle_outlines", "outline"), ("zoom_to_fit", "fit")),
    (("hand_in", "submit"), ("switch_theme", "theme"), ("show_cheat_sheet", "help")),
)  # fmt: skip
_SIDE_EM, _MIDDLE_EM = 19, 60


@dataclass(frozen=True, slots=True)
class Sizes:
    """How the workspace is divided: pixels of each part, () for the sizes that it gives itself."""

    columns: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    side: tuple[int, ...] = ()


class Workspace(QWidget):
    """Every view of the session, laid out; it holds no state that a new one could not be given."""

    def __init__(self, theme: Theme, actions: ActionSet, sizes: Sizes) -> None:
        super().__init__()
        self._theme = theme
        self._actions = actions
        self.videos = VideoList(theme)
        self.issues = IssueList(theme)
        self.canvas = FrameCanvas(theme)
        self.instances = InstancePanel(theme)
        self.candidates = CandidatePanel(theme)
        self.grid = SoundingGrid(theme)
        self.review = ReviewPanel(theme)
        self.suspects = SuspectList(theme)
        self.review.put(Page.SUSPECTS, self.suspects)
        self.changes = RoundDiffPage(theme)
        self.review.put(Page.CHANGES, self.changes)
        self.compared = RoundDiffView(theme, self.canvas)
        self.strip = ReviewStrip(theme, actions)
        self.status = StatusLine(theme)
        self.bar = self._made_bar()
        self._left = _splitter(Qt.Orientation.Vertical, (self.videos, 3), (self.issues, 1))
        self._right = _splitter(
            Qt.Orientation.Vertical, (self.instances, 2), (self.candidates, 1), (self.review, 3)
        )
        self.show_review(shown=False)
        self._columns = _splitter(
            Qt.Orientation.Horizontal, (self._left, 0), (self._middle(), 1), (self._right, 0)
        )
        self._rows = _splitter(Qt.Orientation.Vertical, (self._columns, 1), (self.grid, 0))
        self._fill()
        self.notice = NoticeBar(theme, self.canvas)
        self.picker = CategoryPicker(theme, self, actions.action("add_category"))
        self._divide(sizes)
        self._grid_height = OwnHeight(self._rows, self.grid, sizes.rows)
        self.show_video_parts(shown=False)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for part in (
            self.videos,
            self.issues,
            self.canvas,
            self.instances,
            self.candidates,
            self.grid,
            self.review,
            self.compared,
            self.strip,
            self.status,
            self.notice,
            self.picker,
        ):
            part.set_theme(theme)
        for action_id, name in self._icon_names.items():
            self._actions.action(action_id).setIcon(icon(name, theme))

    def show_video_parts(self, *, shown: bool) -> None:
        """Show or hide what says something of a video only."""
        for part in (self.issues, self._right, self.grid):
            part.setVisible(shown)
        self._grid_height.fit()

    def show_review(self, *, shown: bool, drafts: bool = False) -> None:
        """Show or hide what a reviewer has beside the frame; candidates only while somebody `drafts`."""
        self.review.setVisible(shown)
        self.candidates.setVisible(drafts or not shown)

    def resizeEvent(self, a0: QResizeEvent | None) -> None:
        super().resizeEvent(a0)
        self._grid_height.fit()

    @property
    def sizes(self) -> Sizes:
        """How it is divided now."""
        return Sizes(
            columns=tuple(self._columns.sizes()),
            rows=self._grid_height.chosen,
            side=tuple(self._left.sizes()),
        )

    @property
    def camera(self) -> tuple[float, tuple[float, float]]:
        """Zoom of the canvas and the point in its middle; zoom 0 where the whole frame is to be seen."""
        zoom, centre_xy = self.canvas.zoom_and_centre()
        return (0.0 if self.canvas.is_fitted else zoom), centre_xy

    def restore_camera(self, zoom: float, centre_xy: tuple[float, float]) -> None:
        """Go back to what `camera` gave."""
        if zoom > 0:
            self.canvas.restore_view(zoom, centre_xy)
        else:
            self.canvas.zoom_to_fit()

    @property
    def choices(self) -> tuple[pyqtBoundSignal, ...]:
        """What is chosen by mouse beside the frame; after each the canvas takes the keyboard back."""
        return (
            self.videos.video_chosen,
            self.issues.issue_chosen,
            self.instances.instance_chosen,
            self.candidates.candidate_chosen,
            self.grid.second_chosen,
            self.grid.instance_chosen,
            self.grid.cell_toggled,
            self.grid.span_painted,
            self.grid.silence_toggled,
            self.suspects.suspect_chosen,
        )

    def button(self, action_id: str) -> QToolButton:
        """A button of the bar; raises KeyError."""
        return self._buttons[action_id]

    def mark_button(self, action_id: str, *, on: bool) -> None:
        """Show a button of the bar as pressed, or not."""
        action = self._actions.action(action_id)
        action.setCheckable(True)
        action.setChecked(on)

    @property
    def legend_is_shown(self) -> bool:
        """Whether the grid explains its signs."""
        return self.grid.legend.isVisibleTo(self.grid)

    def _made_bar(self) -> QToolBar:
        bar = QToolBar()
        side = round(1.25 * self.fontMetrics().height())
        bar.setIconSize(QSize(side, side))
        self._buttons: dict[str, QToolButton] = {}
        self._icon_names: dict[str, str] = {}
        for number, group in enumerate(_BAR):
            if number:
                bar.addSeparator()
            for action_id, name in group:
                button = QToolButton()
                button.setDefaultAction(self._actions.action(action_id))
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                self._buttons[action_id], self._icon_names[action_id] = button, name
                bar.addWidget(button)
        return bar

    def _middle(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.strip)
        column.addWidget(self.canvas, 1)
        return middle

    def _fill(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._rows, 1)
        column.addWidget(self.status)
        self.canvas.setAccessibleName(tr("Frame"))

    def _divide(self, sizes: Sizes) -> None:
        em = self.fontMetrics().horizontalAdvance("m")
        line = self.fontMetrics().height()
        wanted = (
            (self._columns, sizes.columns, [_SIDE_EM * em, _MIDDLE_EM * em, _SIDE_EM * em]),
            (self._rows, (), [34 * line, 14 * line]),
            (self._left, sizes.side, [24 * line, 10 * line]),
        )
        for splitter, kept, default in wanted:
            splitter.setSizes(list(kept) if len(kept) == splitter.count() else default)


def _splitter(orientation: Qt.Orientation, *parts: tuple[QWidget, int]) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(max(4, splitter.fontMetrics().height() // 4))
    for index, (part, stretch) in enumerate(parts):
        splitter.addWidget(part)
        splitter.setStretchFactor(index, stretch)
    return splitter
