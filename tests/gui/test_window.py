"""The real window: from the entry point to a mask on disk, closing, and what it tells."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from gui.annotator_case import FIRST, HEIGHT_PX, WIDTH_PX, make_project
from gui.window_case import add_dog, answered, click, press
from PyQt6 import sip
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from avisbuild import masks
from avisbuild.records import Mask, Sounding
from avisbuild.segment import catalogue
from avisbuild.segment.catalogue import SegmenterMaker
from avisbuild.store import Project
from avisbuild_gui import app
from avisbuild_gui.app import AnnotatorOptions, open_window, run
from avisbuild_gui.application import preferences_path
from avisbuild_gui.main_window import MainWindow
from avisbuild_gui.starting import Starting


def test_from_the_entry_point_to_a_mask_on_disk(tmp_path: Path, qtbot: QtBot) -> None:
    """R10, R40: `avisbuild annotate`, an instance, sounding, a click, Enter; then closed by its key."""
    folder = tmp_path / "set"
    make_project(folder).close()

    def work() -> None:
        windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]
        if not windows:  # the splash runs events, too
            QTimer.singleShot(50, work)
            return
        window = windows[-1]
        try:
            # A splash that goes meanwhile takes the keys from it.
            qtbot.waitUntil(
                lambda: bool(window.activateWindow() or window.isActiveWindow()), timeout=20_000
            )
            add_dog(window, qtbot)
            press(window, "S", "Shift+Right", "S", "Home")
            click(window, 80, 45)
            answered(window.session, qtbot)
            press(window, "Return")
            assert window.session.state.second == 1
        finally:
            press(window, "Ctrl+Q")
            window.close()

    QTimer.singleShot(0, work)
    options = AnnotatorOptions(
        project=folder, author="ann", segmenter="fake", theme="light", language="en"
    )
    with Starting(preferences_path()) as starting:
        assert run(options, starting) == 0
    with Project.open(folder) as project:
        (track,) = project.tracks(FIRST)
        assert track.states[:3] == (Sounding.SOUNDING, Sounding.SOUNDING, Sounding.SILENT)
        assert track.masks[0] is not None
        assert masks.decode(track.masks[0])[45, 80]
        (mask,) = project.records(Mask, FIRST)
        assert mask.provenance.author == "ann"
        project.journal.verify()


def test_a_window_that_is_closed_before_it_waits_for_events_ends_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    """As by a signal while the video is opened: nothing would ever end that wait."""
    make_project(tmp_path / "set").close()
    monkeypatch.setattr(MainWindow, "start", lambda window, *_, **__: window.close())
    options = AnnotatorOptions(project=tmp_path / "set", author="ann", segmenter="fake")
    # Stopped in any case: an exit that comes later ends every event loop of the tests after this one.
    hanging = QTimer(qapp)
    hanging.timeout.connect(lambda: QApplication.exit(1))
    hanging.start(20_000)
    try:
        assert run(options) == 0
    finally:
        hanging.stop()


def test_accepting_all_by_key_leaves_silent_seconds_silent(
    open_annotator: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    """R20: Shift+Y over the whole video takes the proposals of sounding cells, and counts those alone."""
    window = open_annotator()
    session = window.session
    add_dog(window, qtbot)
    press(window, "S", "Shift+Right", "S", "Home")
    click(window, 80, 45)
    answered(session, qtbot)
    press(window, "Return")
    press(window, "G", "Right", "G")  # one for a second that sounds, one for a silent one
    told: list[str] = []
    session.notices.noticed.connect(lambda text, *_: told.append(text))
    press(window, "Shift+Y")
    assert session.state.view is not None
    (track,) = session.state.view.tracks
    assert track.states[:3] == (Sounding.SOUNDING, Sounding.SOUNDING, Sounding.SILENT)
    assert [each is not None for each in track.masks[:3]] == [True, True, False]
    assert told == ["Accepted: 1. Left as proposals, since nothing sounds in view there: 1."]


def test_its_key_closes_the_window_and_the_place_is_kept(
    open_annotator: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    """R22."""
    window = open_annotator()
    window.session.navigation.choose_second(4)
    press(window, "Ctrl+Q")
    qtbot.waitUntil(lambda: sip.isdeleted(window) or not window.isVisible(), timeout=5_000)
    assert open_annotator().session.state.second == 4


def test_the_place_is_kept_while_one_works_for_the_day_of_a_crash(
    open_annotator: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    """R22, R01: the window need not be closed for it."""
    window = open_annotator()
    bookmarks = window.session.bookmarks
    assert bookmarks is not None
    window.session.navigation.choose_second(3)
    qtbot.waitUntil(lambda: bookmarks.load().second == 3, timeout=10_000)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window_as_its_key_does(
    project: Project, home: Path, how: signal.Signals, qtbot: QtBot
) -> None:
    """Bad days: Ctrl-C in the terminal; place and preferences are kept, every thread ends.

    Another window that is open, such as a dialog's, keeps nothing waiting.
    """
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    before, listening = signal.getsignal(how), QTimer()

    def send_once_heard() -> None:
        if signal.getsignal(how) is not before:
            listening.stop()
            os.kill(os.getpid(), how)

    listening.timeout.connect(send_once_heard)
    listening.start(50)
    options = AnnotatorOptions(project=project.folder, author="ann", segmenter="fake")
    with Starting(preferences_path()) as starting:
        assert run(options, starting) == 0
    assert (home / "config" / "avisbuild" / "annotator.json").exists()
    assert list((home / "state" / "avisbuild" / "places").iterdir())


@pytest.mark.usefixtures("home")
def test_ctrl_c_while_the_window_is_filled_closes_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = MainWindow.start

    def start_interrupted(window: MainWindow, video_id: str, *, to_review: bool) -> None:
        start(window, video_id, to_review=to_review)
        QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGINT))
        QApplication.processEvents()

    monkeypatch.setattr(MainWindow, "start", start_interrupted)
    options = AnnotatorOptions(project=project.folder, author="ann", segmenter="fake")
    assert run(options) == 0


@pytest.mark.usefixtures("home")
def test_the_precision_that_was_asked_for_reaches_the_segmenter_and_those_that_stand_in(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def fake(name: str, precision: str) -> SegmenterMaker:
        asked.append((name, precision))
        return catalogue.maker("fake")

    monkeypatch.setattr(app, "maker", fake)
    monkeypatch.setattr(app, "fallbacks", lambda _, **options: (fake("next", **options),))
    options = AnnotatorOptions(
        project=project.folder, author="ann", segmenter="fake", precision="bfloat16"
    )
    open_window(project, options).close()
    assert asked == [("fake", "bfloat16"), ("next", "bfloat16")]


def test_the_title_says_what_is_open_and_what_is_not_committed(
    open_annotator, qtbot: QtBot
) -> None:
    window = open_annotator()
    assert window.windowTitle().startswith("alpha[*]")
    assert not window.isWindowModified()
    add_dog(window, qtbot)
    click(window, 80, 45)
    answered(window.session, qtbot)
    assert window.isWindowModified()
    press(window, "Return")
    assert not window.isWindowModified()


def test_a_notice_offers_what_to_do(open_annotator, qtbot: QtBot) -> None:
    """R31: a locked mask says so, and its button unlocks it; no dialog comes up."""
    window = open_annotator()
    add_dog(window, qtbot)
    click(window, 80, 45)
    answered(window.session, qtbot)
    press(window, "Shift+Return")
    click(window, 20, 20)
    assert window.session.drafts.here is None
    assert window.workspace.notice.isVisible()
    window.workspace.notice.action_asked.emit()
    assert window.session.drafts.is_editing
    assert QApplication.activeModalWidget() is None


def test_a_repair_says_beforehand_what_it_changes(open_annotator, qtbot: QtBot) -> None:
    """R21: the entry under the pointer, in the line of notices; it goes with the menu."""
    window = open_annotator()
    add_dog(window, qtbot)
    press(window, "S")
    view = window.session.state.view
    assert view is not None
    window.workspace.instances.effect_previewed.emit("dog_1: sounds in 1 s")
    assert window.workspace.notice.isVisible()
    window.workspace.instances.effect_previewed.emit("")
    assert not window.workspace.notice.isVisible()


def test_the_window_fits_a_small_screen(open_annotator) -> None:
    """1366 by 768 is enough for all of it; the frame keeps at least a third of it."""
    window = open_annotator()
    window.resize(1366, 768)
    QApplication.processEvents()
    hint = window.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= 768
    canvas = window.workspace.canvas.size()
    assert canvas.width() * canvas.height() > 1366 * 768 / 3
    assert (WIDTH_PX, HEIGHT_PX) == (160, 90)
