"""The annotator's window: it joins the workspace, the actions and the session, and does little itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PyQt6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer
from PyQt6.QtGui import QCloseEvent
from PyQt6.QtWidgets import QApplication, QFileDialog, QMainWindow

from avisbuild.errors import AvisbuildError
from avisbuild.messages import Message
from avisbuild_gui import resume
from avisbuild_gui.action_table import window_actions
from avisbuild_gui.actions import (
    Action,
    ActionSet,
    CheatSheet,
    KeyEditor,
    KeyMap,
    KeyMapError,
    write_sheet,
)
from avisbuild_gui.notice_line import NoticeLine
from avisbuild_gui.preferences import Preferences, PreferencesError
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
from avisbuild_gui.values import Look, Severity
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
        self._late_notices: list[Message] = []
        self._may_keep_preferences = self._may_keep_keys = True
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
        actions = window_actions(session, self, escape=self.escape)
        self.actions_ = ActionSet(self._read_keys(actions), self)
        self.actions_.refused.connect(lambda text: session.notices.say(text, Severity.ERROR))
        self._notice_line = NoticeLine(session, self.actions_, self)
        self.sheet: CheatSheet | None = None
        self._wiring: Wiring | None = None
        self._join_session()
        self._build(
            Sizes(self._preferences.columns, self._preferences.rows, self._preferences.side)
        )
        self.workspace.grid.show_legend(self._preferences.legend)
        self._dress()
        self._restore_geometry()

    def start(self, video_id: str = "") -> None:
        """Fill the window: the video that was asked for, or where one stopped (R22)."""
        look = Look(
            opacity=min(max(self._preferences.opacity, 0.0), 1.0),
            outlines_only=self._preferences.outlines_only,
        )
        self.session.look.use_look(look)
        self.session.look.use_tool(self.session.state.tool)
        self.session.look.use_brush_diameter(self.session.state.brush_diameter_px)
        bookmark = resume.start(self.session, video_id)
        self.workspace.restore_camera(bookmark.zoom, bookmark.centre_xy)
        for said in self._late_notices:
            self.session.notices.say(text_of(said), Severity.WARNING)
        self.workspace.canvas.setFocus()

    def escape(self) -> None:
        """End what is being dragged over the grid; where nothing is, what the session drops or stops."""
        if not self.workspace.grid.cancel_gesture():
            self.session.escape()

    def show_cheat_sheet(self) -> None:
        """All keys, over the window."""
        self.sheet = CheatSheet(self.theme, self)
        self.sheet.closed.connect(self._sheet_closed)
        self.sheet.edit_asked.connect(self.edit_keys)
        self.sheet.export_asked.connect(self.save_cheat_sheet)
        self.actions_.hold(held=True)
        self.sheet.show_keys(self.actions_.key_map)

    def edit_keys(self) -> None:
        """Choose other keys."""
        if self.sheet is not None:
            self.sheet.close_sheet()
        for known in self.findChildren(KeyEditor):
            if known.isVisible():
                known.activateWindow()
                return
        editor = KeyEditor(self.actions_.key_map, self)
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.key_map_chosen.connect(self._use_keys)
        editor.show()

    def save_cheat_sheet(self) -> None:
        """Ask for a file, and write the sheet there."""
        dialog = QFileDialog(self, tr("Save all keys"), "", "PDF (*.pdf);;HTML (*.html)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # Qt's Chinese lacks these two.
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, tr("Folder:"))
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, tr("Files of type:"))
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda name: self.write_cheat_sheet(Path(name)))
        dialog.open()

    def write_cheat_sheet(self, path: Path) -> None:
        """Write the sheet as a PDF or HTML file."""
        try:
            write_sheet(self.actions_.key_map, path)
        except AvisbuildError as error:
            self.session.notices.say(text_of(error), Severity.ERROR)
        else:
            self.session.notices.say(tr("Written: {path}").format(path=path))

    def find_video(self) -> None:
        """Type into the filter of the list of videos."""
        self.workspace.videos.focus_filter()

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
            signal.connect(lambda *_: self.workspace.canvas.setFocus())
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
        self.workspace.canvas.setFocus()

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
        self.actions_.changed.connect(self._show_hints)

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
            ("use_hand", "pan"),
        ):
            self.workspace.mark_button(action_id, on=name == tool)

    def _show_hints(self) -> None:
        key_map = self.actions_.key_map
        if hasattr(self, "workspace"):
            self.workspace.status.show_hints(
                [(key_map.key_text(action_id), tr(text)) for action_id, text in _HINTS]
            )

    def _sheet_closed(self) -> None:
        self.actions_.hold(held=False)
        if self.sheet is not None:
            self.sheet.deleteLater()
            self.sheet = None
        self.workspace.canvas.setFocus()

    def _use_keys(self, key_map: KeyMap) -> None:
        self.actions_.set_key_map(key_map)
        if not self._may_keep_keys:
            text = tr(
                "{path} could not be read and is left as it is: these keys are gone tomorrow."
            )
            self.session.notices.say(text.format(path=self._files.keys), Severity.WARNING)
            return
        try:
            key_map.save(self._files.keys)
        except KeyMapError as error:
            self.session.notices.say(text_of(error), Severity.ERROR)

    def _dress(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(qt_palette(self.theme))
        self.setStyleSheet(stylesheet(self.theme))
        self.workspace.set_theme(self.theme)
        if self.sheet is not None:
            self.sheet.set_theme(self.theme)

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
            self._late_notices.append(error.message)
            return Preferences()

    def _read_keys(self, actions: Sequence[Action]) -> KeyMap:
        try:
            key_map = KeyMap.load(self._files.keys, actions)
        except KeyMapError as error:
            self._may_keep_keys = False
            self._late_notices.append(error.message)
            return KeyMap(actions)
        self._late_notices += [Message("said", text=each.text) for each in key_map.conflicts()[:1]]
        return key_map

    def _keep_preferences(self) -> None:
        sizes, look = self.workspace.sizes, self.session.state.look
        kept = replace(
            self._preferences,
            theme=self._wanted_theme,
            language=self._wanted_language,
            opacity=look.opacity,
            outlines_only=look.outlines_only,
            columns=sizes.columns,
            rows=sizes.rows,
            side=sizes.side,
            geometry=self.saveGeometry().toHex().data().decode(),
            legend=self.workspace.legend_is_shown,
            text_size_pt=self._text_size_pt,
        )
        try:
            if self._may_keep_preferences:
                kept.save(self._files.preferences)
        except PreferencesError as error:
            self.session.notices.say(text_of(error), Severity.WARNING)

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
