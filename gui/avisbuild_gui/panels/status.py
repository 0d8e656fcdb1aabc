"""The status line at the window's foot: segmenter, second, what is to do, saved or not, sound, keys."""

from collections.abc import Sequence

from PyQt6.QtCore import QRect, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from avisbuild_gui.panels.status_part import StatusPart
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme


class StatusLine(QWidget):
    """Segmenter and frames that it has ready, second, what is to do, whether all is saved, zoom, mask, sound.

    At its right end stand keys.

    Its parts grow with their words and never shrink, so that nothing beside them jumps while counts change.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.segmenter = StatusPart(theme, tr("Segmenter"))
        self.second = StatusPart(theme, tr("Second"))
        self.todo = StatusPart(theme, tr("To do"))
        self.saved = StatusPart(theme, tr("Saved"))
        self.sound = StatusPart(theme, tr("Sound"))
        self.zoom = StatusPart(theme, tr("Zoom"))
        self.area = StatusPart(theme, tr("Mask"))
        self.hints = KeyHints(theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(0)
        for part in self.parts:
            layout.addWidget(part)
        layout.addWidget(self.hints, 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def parts(self) -> tuple[StatusPart, ...]:
        """From the left to the right."""
        return (
            self.segmenter,
            self.second,
            self.todo,
            self.saved,
            self.zoom,
            self.area,
            self.sound,
        )

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for part in self.parts:
            part.set_theme(theme)
        self.hints.theme = theme
        self.hints.update()

    def show_segmenter(self, title: str, ready: int, wanted: int, notice: str = "") -> None:
        """The segmenter's name and how many frames it has ready; while it has no name it is being loaded."""
        if not title:
            self.segmenter.show_words(tr("loading the segmenter"), hint=notice)
            return
        if wanted:
            text = tr("{title} ready {ready}/{wanted}").format(
                title=title, ready=ready, wanted=wanted
            )
            share = ready / wanted if ready < wanted else None
        else:
            text, share = title, None
        sign = "warning" if notice else ""
        self.segmenter.show_words(text, sign=sign, colour="warning", share=share, hint=notice)

    def show_second(self, second: int, second_count: int) -> None:
        """Which second is shown, counted from 0 as everywhere."""
        text = tr("second {second}/{count}").format(second=second, count=second_count)
        self.second.show_words(text)

    def show_todo(self, count: int, issue_count: int = 0, unsettled_count: int = 0) -> None:
        """How many cells sound and have no mask; without any, what else stands before handing in.

        Without that, too, the seconds of which nobody has said what sounds in them, or that nothing does.
        """
        if count:
            self.todo.show_words(tr("{count} to do").format(count=count))
        elif issue_count:
            text = tr("{count} to mend").format(count=issue_count)
            self.todo.show_words(text, sign="warning", colour="warning")
        elif unsettled_count:
            hint = tr("seconds of which nobody has said what sounds in them, or that nothing does")
            self.todo.show_words(tr("{count} s unsettled").format(count=unsettled_count), hint=hint)
        else:
            self.todo.show_words(tr("nothing to do"), sign="check", colour="good")

    def show_saved(self, saved: bool, text: str = "") -> None:
        """Whether everything is on disk; `text` says what is wrong where it is not."""
        if saved and text:
            self.saved.show_words(text, sign="warning", colour="warning", hint=text)
        elif saved:
            self.saved.show_words(tr("saved"), sign="check", colour="good")
        else:
            self.saved.show_words(tr("not saved"), sign="error", colour="error", hint=text)

    def show_sound(self, available: bool, text: str = "") -> None:
        """Whether sound can be heard; `text` says why not."""
        if available:
            self.sound.show_words(tr("sound"), sign="speaker", colour="text_dim", hint=text)
        else:
            self.sound.show_words(tr("no sound"), sign="speaker_off", colour="warning", hint=text)

    def show_zoom(self, zoom: float) -> None:
        """How many pixels of the screen a pixel of the frame has, as a percentage."""
        self.zoom.show_words(tr("zoom {percent} %").format(percent=round(100 * zoom)))

    def show_area(self, area_px: int | None, frame_px: int) -> None:
        """How large the active mask or the draft is; nothing where there is none."""
        if area_px is None:
            self.area.show_words("")
            return
        text = tr("mask {pixels} px, {share} % of the frame")
        share = f"{100 * area_px / frame_px:.1f}"
        self.area.show_words(text.format(pixels=area_px, share=share))

    def show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Keys and what they do, as many as fit: ("Space", "play")."""
        self.hints.show_hints(hints)


class KeyHints(QFrame):
    """Keys, boxed, and what they do; what does not fit is left out from the end."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._hints: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(tr("Keys"))

    def show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        self._hints = tuple(hints)
        words = ", ".join(f"{key} {what}" for key, what in self._hints)
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, self.fontMetrics().height() + 6)

    def paintEvent(self, a0: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        em = metrics.averageCharWidth()
        widths = [
            metrics.horizontalAdvance(key) + 2 * em + metrics.horizontalAdvance(what) + 2 * em
            for key, what in self._hints
        ]
        while widths and sum(widths) > self.width() - em:
            widths.pop()
        x = self.width() - sum(widths)
        for (key, what), width in zip(self._hints, widths, strict=False):
            self._paint_hint(painter, QRect(x, 0, width, self.height()), key, what)
            x += width

    def _paint_hint(self, painter: QPainter, box: QRect, key: str, what: str) -> None:
        metrics = painter.fontMetrics()
        em = metrics.averageCharWidth()
        key_px = metrics.horizontalAdvance(key) + em
        cap = QRect(box.left(), (box.height() - metrics.height()) // 2, key_px, metrics.height())
        painter.setPen(QColor(self.theme.line))
        painter.setBrush(QColor(self.theme.raised))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        painter.setPen(QColor(self.theme.text_dim))
        rest = QRect(cap.right() + em // 2 + 1, 0, box.width() - key_px, box.height())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, what)
