"""What a reviewer has at hand beside the frame: a page each for comments, suspects and what changed."""

from enum import StrEnum

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from avisbuild_gui.texts import mark, tr
from avisbuild_gui.theme import Theme


class Page(StrEnum):
    """A page of the panel; the value is its heading in English."""

    COMMENTS = mark("Comments")
    SUSPECTS = mark("Suspects")
    CHANGES = mark("Changes")


class ReviewPanel(QWidget):
    """Pages in the order of `Page`; whoever has one puts it here, and nobody else knows of it.

    A page is themed with `set_theme(theme)`, where it has that method.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar = self.tabs.tabBar()
        assert bar is not None
        bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar.setExpanding(False)
        bar.setDrawBase(False)
        bar.setUsesScrollButtons(False)
        self._pages: dict[Page, QWidget] = {}
        self._before: QWidget | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for page in self._pages.values():
            _dress(page, theme)

    def put(self, page: Page, widget: QWidget) -> None:
        """Put a page where it belongs."""
        before = [each for each in Page if each in self._pages and _order(each) < _order(page)]
        self._pages[page] = widget
        self.tabs.insertTab(len(before), widget, tr(page.value))
        _dress(widget, self._theme)

    def show_page(self, page: Page) -> None:
        """Bring a page to the front, where it is there."""
        front = self.tabs.currentWidget()
        if page in self._pages and front is not self._pages[page]:
            self._before = front
            self.tabs.setCurrentWidget(self._pages[page])

    def leave_page(self, page: Page) -> None:
        """Bring the page back to the front that `page` was shown in place of, where it is still there."""
        if self._before is not None and self.tabs.currentWidget() is self._pages.get(page):
            self.tabs.setCurrentWidget(self._before)

    def show_count(self, page: Page, count: int | None) -> None:
        """Say in a page's heading how many things wait there; None says nothing."""
        if page in self._pages:
            at = self.tabs.indexOf(self._pages[page])
            self.tabs.setTabText(at, tr(page.value) + ("" if count is None else f" {count}"))


def _order(page: Page) -> int:
    return list(Page).index(page)


def _dress(widget: QWidget, theme: Theme) -> None:
    set_theme = getattr(widget, "set_theme", None)
    if callable(set_theme):
        set_theme(theme)
