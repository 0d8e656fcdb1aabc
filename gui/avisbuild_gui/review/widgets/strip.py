"""The strip over the frame that says where the video's review stands, with what can be done about it."""

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from avisbuild.review.walk import WalkOrder
from avisbuild_gui.actions import ActionSet
from avisbuild_gui.panels.elided_label import ElidedLabel
from avisbuild_gui.review.mode import ReviewPlace, ReviewStand
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme, icon

_SIGNS = {
    ReviewPlace.NONE: "eye",
    ReviewPlace.WAITS: "submit",
    ReviewPlace.MINE: "eye",
    ReviewPlace.OTHERS: "lock",
    ReviewPlace.RETURNED: "warning",
}
_BUTTONS = {
    ReviewPlace.WAITS: ("begin_review",),
    ReviewPlace.MINE: ("return_review", "accept_review"),
}


class ReviewStrip(QFrame):
    """One line in the colour of the state, which its words say, too; hidden where there is nothing to say."""

    def __init__(self, theme: Theme, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_strip")
        self._theme = theme
        self._actions = actions
        self.stand = ReviewStand()
        self.sign = QLabel()
        self.label = ElidedLabel(Qt.TextElideMode.ElideRight)
        self._buttons = {name: self._made(name) for names in _BUTTONS.values() for name in names}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        margin = self.fontMetrics().height() // 4
        layout.setContentsMargins(2 * margin, margin, margin, margin)
        layout.setSpacing(2 * margin)
        layout.addWidget(self.sign)
        layout.addWidget(self.label, 1)
        for button in self._buttons.values():
            layout.addWidget(button)
        actions.changed.connect(self._show_keys)
        self._show_keys()
        self.show_stand(self.stand)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        back, edge, colour = self._colours()
        side = round(self.fontMetrics().height() * 1.1)
        self.sign.setPixmap(icon(_SIGNS[self.stand.place], theme, colour).pixmap(QSize(side, side)))
        self.setStyleSheet(
            f"#review_strip {{ background: {back}; border: none; border-left: 0.35em solid {edge};"
            f" border-bottom: 1px solid {edge}; }}"
        )

    def show_stand(self, stand: ReviewStand) -> None:
        """Say where the review stands."""
        self.stand = stand
        text = stand_text(stand)
        self.label.setText(text)
        self.label.setToolTip(text)
        self.setAccessibleName(text)
        wanted = _BUTTONS.get(stand.place, ())
        for name, button in self._buttons.items():
            button.setVisible(name in wanted)
        self.setVisible(stand.place is not ReviewPlace.NONE)
        self.set_theme(self._theme)

    def button(self, action_id: str) -> QToolButton:
        """A button of the strip; raises KeyError."""
        return self._buttons[action_id]

    def _colours(self) -> tuple[str, str, str]:
        """Of the strip's back, its edge and its sign."""
        theme = self._theme
        return {
            ReviewPlace.NONE: (theme.raised, theme.line, theme.text_dim),
            ReviewPlace.WAITS: (theme.raised, theme.good, theme.good),
            ReviewPlace.MINE: (theme.selection, theme.accent, theme.accent),
            ReviewPlace.OTHERS: (theme.raised, theme.line, theme.text_dim),
            ReviewPlace.RETURNED: (theme.raised, theme.warning, theme.warning),
        }[self.stand.place]

    def _made(self, action_id: str) -> QToolButton:
        button = QToolButton()
        button.clicked.connect(lambda: self._actions.perform(action_id))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setObjectName("framed")
        return button

    def _show_keys(self) -> None:
        """Words with their key: whoever sees a button once knows it."""
        for name, button in self._buttons.items():
            words, key = self._actions.action(name).text(), self._actions.key_map.key_text(name)
            button.setText(f"{words} ({key})" if key else words)


def stand_text(stand: ReviewStand) -> str:
    """Where the review stands, in words: "Review 1 of 2 · mia · 3/40 cells seen · suspects 3"."""
    review = tr("Review {number} of {total}").format(
        number=stand.review, total=max(stand.review, stand.rounds)
    )
    match stand.place:
        case ReviewPlace.NONE:
            return ""
        case ReviewPlace.WAITS:
            return tr("{review} waits to be begun").format(review=review)
        case ReviewPlace.OTHERS:
            text = tr("{review} · {person} reviews it; you can look, and change nothing")
            return text.format(review=review, person=stand.person)
        case ReviewPlace.RETURNED:
            text = tr("{review} · {person} asks for changes")
            return " · ".join((text.format(review=review, person=stand.person), *_counts(stand)))
        case ReviewPlace.MINE:
            return " · ".join((review, stand.person, *_seen(stand), *_counts(stand)))


def _seen(stand: ReviewStand) -> list[str]:
    if not stand.to_see:
        return []
    by_cell = stand.order is WalkOrder.CELLS
    text = tr("{seen}/{total} cells seen") if by_cell else tr("{seen}/{total} seconds seen")
    return [text.format(seen=stand.seen, total=stand.to_see)]


def _counts(stand: ReviewStand) -> list[str]:
    found = []
    if stand.suspects is not None and stand.place is ReviewPlace.MINE:
        found.append(tr("suspects {count}").format(count=stand.suspects))
    if stand.open_comments is not None:
        found.append(tr("comments {count} open").format(count=stand.open_comments))
    return found
