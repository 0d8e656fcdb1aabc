"""The annotator's window: it joins the workspace, the actions and the session, and does little itself."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer
from PyQt6.QtGui import QCloseEvent
from PyQt6.QtWidgets import QApplication, QMainWindow

from avisbuild.messages import Message
from avisbuild_gui import resume
from avisbuild_gui.action_table import window_actions
from avisbuild_gui.actions import WindowKeys
from avisbuild_gui.notice_line import NoticeLine
from avisbuild_gui.preferences import Preferences, PreferencesError
from avisbuild_gui.review.widgets.merging import MergeWindow
from avisbuild_gui.session_parts import Session
from avisbuild_gui.system import (
    QtWords,
    system_language,
    system_theme,
    text_size_for,
    use_text_size,
)
from avisbuild_gui.texts import LANGUAGES, language, mark, set_language, tr
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.theme import DARK, LIGHT, Theme, qt_palette, stylesheet, theme_named
from avisbuild_gui.values import About, Look
from avisbuild_gui.wiring import Wiring
from avisbuild_gui.workspace import Sizes, Workspace

# What the status line says of keys, in the order in which they are left out when it gets narrow.
_HINTS = (
    ("play_second", mark("play")),
    ("commit_and_next", mark("commit")),
    ("next_todo", mark("next to do")),
    ("toggle_sounding", mark("sounds")),
    ("next_candidate", mark("candidates")),
    ("undo", mark("undo")),
    ("show_cheat_sheet", mark("all keys")),
)

_REVIEW_HINTS = (
    ("walk_next", mark("right, next")),
    ("next_suspect", mark("next suspect")),
    ("play_second", mark("play")),
    ("accept_review", mark("accept")),
    ("show_cheat_sheet", mark("all keys")),
)

_TEXT_STEP = 1.1
_SMALLEST_PT, _LARGEST_PT = 6.0, 30.0

_BOOKMARK_KEPT_AFTER_MS = 2_000


@dataclass(frozen=True, kw_only=True)
class WindowFiles:
    """Where the window keeps what is a person's own."""

    preferences: Path
    keys: Path


class MainWindow(QMainWindow):
    """One window on one project."""

    def __init__(
        self, session: Session, kept: WindowFiles, *, theme: str = "", language: str = ""
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.session = session
        session.setParent(self)
        self._files = kept
        self._trouble: Message | None = None
        self._may_keep_preferences = True
        self._preferences = self._read_preferences()
        self._text_size_pt = _legible(self._preferences.text_size_pt)
        use_text_size(self._text_size_pt or text_size_for(self))
        self._wanted_theme = theme or self._preferences.theme
        self._wanted_language = language or self._preferences.language
        self._qt_words = QtWords(self)
        self._speak(
            self._wanted_language if self._wanted_language in LANGUAGES else system_language()
        )
        self.theme = self._theme_of(self._wanted_theme)
        # So that one comes back to the place after a crash, too.
        self._bookmark_timer = QTimer(self)
        self._bookmark_timer.setSingleShot(True)
        self._bookmark_timer.setInterval(_BOOKMARK_KEPT_AFTER_MS)
        self._bookmark_timer.timeout.connect(self._keep_bookmark)
        self.keys = WindowKeys(kept.keys, self.theme, self)
        self.keys.said.connect(partial(session.notices.say, about=About.PROJECT))
        self.keys.sheet_closed.connect(self._focus_canvas)
        self.actions_ = self.keys.action_set(
            window_actions(session, self, self.keys, escape=self.escape)
        )
        self._notice_line = NoticeLine(session, self.actions_, self)
        self.merging = MergeWindow(session.conflicts, self, lambda: self.theme)
        self._wiring: Wiring | None = None
        self._join_session()
        self._build(
            Sizes(self._preferences.columns, self._preferences.rows, self._preferences.side)
        )
        self.workspace.grid.show_legend(self._preferences.legend)
        self.session.marking.use_reaction(self._preferences.reaction_s)
        self.session.round_diff.blink.use_pace(self._preferences.blink_s)
        self._dress()
        self._restore_geometry()

    def start(self, video_id: str = "", *, to_review: bool = False) -> None:
        """Fill the window: the video that was asked for, or that one is to review, or where one stopped."""
        look = Look(
            opacity=min(max(self._preferences.opacity, 0.0), 1.0),
            outlines_only=self._preferences.outlines_only,
        )
        self.session.look.use_look(look)
        self.session.cleaning.use_speck_share(self._preferences.speck_share)
        self.session.suspects.use_off(self._preferences.suspects_off.split(","))
        self.session.look.use_tool(self.session.state.tool)
        self.session.look.use_brush_diameter(self.session.state.brush_diameter_px)
        bookmark = resume.start(self.session, video_id, to_review=to_review)
        self.workspace.restore_camera(bookmark.zoom, bookmark.centre_xy)
        for said in (self._trouble, self.keys.trouble):
            if said is not None:
                self.session.notices.warn(text_of(said), about=About.PROJECT)
        self._focus_canvas()

    def escape(self) -> None:
        """End what is being dragged over the grid; where nothing is, what the session drops or stops."""
        if not self.workspace.grid.cancel_gesture():
            self.session.escape()

    def find_video(self) -> None:
        """Type into the filter of the list of videos."""
        self.workspace.videos.focus_filter()

    def merge_share(self) -> None:
        """Choose a share that came back, and decide its conflicts."""
        self.merging.choose()

    def larger_text(self) -> None:
        """Everything a tenth larger, icons too."""
        self._resize_text(_TEXT_STEP)

    def smaller_text(self) -> None:
        """Everything a tenth smaller, icons too."""
        self._resize_text(1 / _TEXT_STEP)

    def close_window(self) -> None:
        """Close it, as its frame's button does."""
        self.close()

    def switch_theme(self) -> None:
        """Light, or dark."""
        self._wanted_theme = LIGHT.name if self.theme is DARK else DARK.name
        self.theme = self._theme_of(self._wanted_theme)
        self._dress()

    def switch_language(self) -> None:
        """The other language; every word in the window is said anew."""
        others = [name for name in LANGUAGES if name != language()]
        self.use_language(others[0])

    def use_language(self, name: str) -> None:
        """Speak this language from here on."""
        self._wanted_language = name
        self._speak(name)
        self.actions_.retranslate()
        self._rebuild(self.workspace.sizes)

    def _speak(self, name: str) -> None:
        set_language(name)
        self._qt_words.speak(name)

    def closeEvent(self, a0: QCloseEvent | None) -> None:
        """Keep where one is and how one likes it; end every thread. What was committed is on disk already."""
        assert a0 is not None
        self.hide()
        self.merging.close()
        self._bookmark_timer.stop()
        self._keep_bookmark()
        self._keep_preferences()
        if self._wiring is not None:
            self._wiring.cut()
            self._wiring = None
        self.session.close()
        a0.accept()

    def _keep_bookmark(self) -> None:
        resume.keep_bookmark(self.session, *self.workspace.camera)

    def changeEvent(self, a0: QEvent | None) -> None:
        """Back in this window: perhaps the project was edited in another one meanwhile."""
        super().changeEvent(a0)
        if (
            a0 is not None
            and a0.type() == QEvent.Type.ActivationChange
            and self.isActiveWindow()
            and self._wiring is not None
        ):
            self.session.edits.refresh()

    def _build(self, sizes: Sizes) -> None:
        """Make the workspace, and let the session feed it; the one before goes."""
        if self._wiring is not None:
            self._wiring.cut()
        self.workspace = Workspace(self.theme, self.actions_, sizes)
        self.setCentralWidget(self.workspace)
        self._wiring = Wiring(self.session, self.workspace)
        self._notice_line.use_bar(self.workspace.notice)
        self.workspace.instances.effect_previewed.connect(self._notice_line.show_effect)
        for signal in (
            self.workspace.videos.filter_left,
            self.workspace.picker.closed,
            *self.workspace.choices,
        ):
            signal.connect(self._focus_canvas)
        self._show_hints()

    def _rebuild(self, sizes: Sizes) -> None:
        """Another workspace in place of this one, at the same place."""
        before, camera = self.workspace, self.workspace.camera
        has_legend, chosen = before.legend_is_shown, before.videos.chosen_filter
        self._build(sizes)
        self.workspace.grid.show_legend(has_legend)
        self.workspace.videos.use_filter(chosen)
        self._dress()
        self.session.tell_all()
        self.workspace.restore_camera(*camera)
        self._focus_canvas()

    def _resize_text(self, factor: float) -> None:
        self._text_size_pt = _legible(round(QApplication.font().pointSizeF() * factor, 1))
        use_text_size(self._text_size_pt)
        self._rebuild(Sizes())

    def _join_session(self) -> None:
        session = self.session
        session.state.video_opened.connect(lambda _: self._show_title())
        session.notices.saved_changed.connect(lambda *_: self._show_title())
        session.history.history_changed.connect(self._show_history)
        session.look.tool_changed.connect(self._show_tool)
        session.state.place_changed.connect(lambda *_: self._bookmark_timer.start())
        session.marks.marks_changed.connect(lambda _: self._bookmark_timer.start())
        session.walk.looked.connect(self._bookmark_timer.start)
        for signal in (session.state.view_changed, session.state.place_changed):
            signal.connect(lambda *_: self.actions_.update_enabled())
        self.actions_.changed.connect(self._show_hints)
        session.review.switched.connect(lambda _: self._show_hints())

    def _focus_canvas(self, *_: object) -> None:
        """The next key is the window's, not a field's."""
        self.workspace.canvas.setFocus()

    def _show_title(self) -> None:
        view = self.session.state.view
        name = self.session.state.project.folder.name
        self.setWindowTitle(f"{view.video.video_id if view else name}[*] · {name} · avisbuild")
        self.setWindowModified(
            not self.session.notices.is_saved or self.session.drafts.here is not None
        )

    def _show_history(self, undo: str, redo: str) -> None:
        for action_id, what in (("undo", undo), ("redo", redo)):
            action = self.actions_.action(action_id)
            key = self.actions_.key_map.key_text(action_id)
            text = action.text()
            action.setToolTip(f"{text}: {what} ({key})" if what else f"{text} ({key})")

    def _show_tool(self, tool: object) -> None:
        for action_id, name in (
            ("use_point_tool", "point"),
            ("use_brush", "brush"),
            ("use_eraser", "eraser"),
            ("use_lasso", "lasso"),
            ("use_polygon", "polygon"),
            ("use_scissors", "scissors"),
            ("use_hand", "pan"),
        ):
            self.workspace.mark_button(action_id, on=name == tool)

    def _show_hints(self) -> None:
        key_map = self.actions_.key_map
        hints = _REVIEW_HINTS if self.session.review.is_on else _HINTS
        if hasattr(self, "workspace"):
            self.workspace.status.show_hints(
                [(key_map.key_text(action_id), tr(text)) for action_id, text in hints]
            )

    def _dress(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(qt_palette(self.theme))
        self.setStyleSheet(stylesheet(self.theme))
        self.workspace.set_theme(self.theme)
        self.keys.set_theme(self.theme)

    def _theme_of(self, wanted: str) -> Theme:
        if wanted in (LIGHT.name, DARK.name):
            return theme_named(wanted)
        return system_theme()

    def _read_preferences(self) -> Preferences:
        try:
            return Preferences.load(self._files.preferences)
        except PreferencesError as error:
            # A file that could not be read is the person's to mend; it is not written over (R35).
            self._may_keep_preferences = False
            self._trouble = error.message
            return Preferences()

    def _keep_preferences(self) -> None:
        sizes, look = self.workspace.sizes, self.session.state.look
        kept = replace(
            self._preferences,
            theme=self._wanted_theme,
            language=self._wanted_language,
            opacity=look.opacity,
            reaction_s=self.session.marking.reaction_s,
            blink_s=self.session.round_diff.blink.pace_s,
            outlines_only=look.outlines_only,
            columns=sizes.columns,
            rows=sizes.rows,
            side=sizes.side,
            geometry=self.saveGeometry().toHex().data().decode(),
            legend=self.workspace.legend_is_shown,
            text_size_pt=self._text_size_pt,
            speck_share=self.session.cleaning.speck_share,
            suspects_off=",".join(sorted(self.session.suspects.off)),
        )
        try:
            if self._may_keep_preferences:
                kept.save(self._files.preferences)
        except PreferencesError as error:
            self.session.notices.warn(text_of(error), about=About.PROJECT)

    def _restore_geometry(self) -> None:
        em = self.fontMetrics().horizontalAdvance("m")
        wanted, screen = QSize(110 * em, 62 * em), self.screen()
        self.resize(wanted if screen is None else wanted.boundedTo(screen.availableSize()))
        if self._preferences.geometry:
            self.restoreGeometry(
                QByteArray.fromHex(self._preferences.geometry.encode(errors="replace"))
            )


def _legible(size_pt: float) -> float:
    """The size of text within bounds; 0, which is for what suits the screen, stays."""
    return min(max(size_pt, _SMALLEST_PT), _LARGEST_PT) if size_pt else size_pt
