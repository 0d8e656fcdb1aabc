"""The desktop annotator as a program: opens the project, makes the window, runs until it is closed."""

import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from types import TracebackType

import platformdirs
from PyQt6.QtCore import QObject, QSocketNotifier
from PyQt6.QtWidgets import QApplication

from avisbuild.annotation import Bookmarks
from avisbuild.segment import Segmenter
from avisbuild.segment.cache.store import EmbeddingStore, project_store
from avisbuild.segment.catalogue import (
    SegmenterMaker,
    default_segmenter,
    fallbacks,
    maker,
    quick_segmenter,
)
from avisbuild.segment.service.answers import Answer, Readiness
from avisbuild.segment.service.service import SegmentService
from avisbuild.store import Project
from avisbuild_gui.application import NAME, make_application, preferences_path
from avisbuild_gui.garbage import collected_between_events
from avisbuild_gui.main_window import MainWindow, WindowFiles
from avisbuild_gui.services.segment_link import ServiceMaker
from avisbuild_gui.session_parts import Session, SessionOptions
from avisbuild_gui.sound import Player
from avisbuild_gui.starting import Starting
from avisbuild_gui.system import can_show_chinese
from avisbuild_gui.texts import language, tr
from avisbuild_gui.values import About, Severity

_log = logging.getLogger(__name__)
_LOADED_AFTER_S = 5.0  # a window that is hidden is never painted
_CLOSING = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatorOptions:
    """What the command line says; "" is what is usual: where one stopped, the best segmenter.

    `to_review`: begin with the video that this person is to review next; `share` is one to be merged.
    """

    project: Path
    author: str
    video_id: str = ""
    to_review: bool = False
    share: Path | None = None
    segmenter: str = ""
    precision: str = ""
    theme: str = ""
    language: str = ""


def run(options: AnnotatorOptions, starting: Starting | None = None) -> int:
    """Open the annotator and wait until it is closed; the exit code. Raises AvisbuildError before that.

    `starting` says meanwhile what is done; without it nothing does.
    """
    application = make_application()
    say = (lambda _: None) if starting is None else starting.say
    say(tr("Opening the project {name}").format(name=options.project.absolute().name))
    with Project.open(options.project) as project:
        say(tr("Making the window"))
        may_load = None if starting is None else starting.painted
        window = open_window(project, options, may_load=may_load)
        _report_bugs_in(window)
        try:
            window.show()
            if starting is not None:
                starting.end_with(window)
            window.start(options.video_id, to_review=options.to_review)
            if options.share is not None:
                window.merging.begin(options.share)
            with closed_by_signals(window), collected_between_events():
                # Closed by now, by a signal, it would be waited for in vain.
                return application.exec() if window.isVisible() else 0
        finally:
            sys.excepthook = sys.__excepthook__


def open_window(
    project: Project,
    options: AnnotatorOptions,
    *,
    make_service: ServiceMaker | None = None,
    make_player: Callable[[QObject], Player] = Player,
    may_load: Event | None = None,
) -> MainWindow:
    """The window of a project, not filled yet; raises AvisbuildError for a segmenter that cannot be had.

    The segmenter is loaded when `may_load` is set, which is when the window has been painted.
    """
    name = options.segmenter or default_segmenter()
    session = Session(
        SessionOptions(
            project=project,
            author=options.author,
            make_service=make_service or _service_maker(name, options.precision, project, may_load),
            make_player=make_player,
            bookmarks=Bookmarks(_bookmarks_folder(), project=project.folder, author=options.author),
        )
    )
    preferences = preferences_path()
    kept = WindowFiles(preferences=preferences, keys=preferences.with_name("keys.json"))
    window = MainWindow(session, kept, theme=options.theme, language=options.language)
    if language() == "zh" and not can_show_chinese():
        text = tr("No font here has Chinese characters: {cure}")
        text = text.format(cure="apt-get install fonts-noto-cjk")
        session.notices.warn(text, about=About.PROJECT)
    return window


@contextmanager
def closed_by_signals(window: MainWindow) -> Iterator[None]:
    """Ctrl-C in the terminal, or the end of the desktop's session, closes the window as its key does.

    Python hears of a signal when it runs next; a byte on this socket makes Qt run it at once.
    """
    here, there = socket.socketpair()
    there.setblocking(False)
    # PyQt's stubs know the number of a socket only as a pointer.
    notifier = QSocketNotifier(here.fileno(), QSocketNotifier.Type.Read)  # type: ignore[call-overload]
    notifier.activated.connect(lambda *_: here.recv(64))
    before = signal.set_wakeup_fd(there.fileno(), warn_on_full_buffer=False)
    kept = {each: signal.signal(each, lambda *_: _end_with(window)) for each in _CLOSING}
    try:
        yield
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)
        signal.set_wakeup_fd(before)
        notifier.setEnabled(False)
        here.close()
        there.close()


def _end_with(window: MainWindow) -> None:
    """Close the window, then whatever other one is open: the program ends with the last."""
    if window.close():
        QApplication.closeAllWindows()


def _service_maker(
    name: str, precision: str, project: Project, may_load: Event | None
) -> ServiceMaker:
    """The segment service of a segmenter, which is loaded on the service's own thread."""
    make, others = maker(name, precision=precision), fallbacks(name, precision=precision)
    if may_load is not None:
        make = SegmenterMaker(name=make.name, title=make.title, make=_made_after(may_load, make))
    quick = quick_segmenter(name)
    store: EmbeddingStore | None = None
    if not project.is_read_only:
        store = project_store(project.folder)

    def made(
        on_answer: Callable[[Answer], None], on_readiness: Callable[[Readiness], None]
    ) -> SegmentService:
        return SegmentService(
            make,
            quick=quick,
            store=store,
            fallbacks=others,
            on_answer=on_answer,
            on_readiness=on_readiness,
        )

    return made


def _made_after(event: Event, make: Callable[[], Segmenter]) -> Callable[[], Segmenter]:
    def made() -> Segmenter:
        event.wait(_LOADED_AFTER_S)
        return make()

    return made


def _bookmarks_folder() -> Path:
    # The name it has had since 0.1, so that everybody finds their bookmark again.
    return platformdirs.user_state_path(NAME) / "places"


def _report_bugs_in(window: MainWindow) -> None:
    """An error of ours is logged and said, and the window stays: what was committed is on disk.

    Ctrl-C while the window is filled, before it hears of signals, closes it: that is no error of ours.
    """

    def report(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            _end_with(window)
            return
        _log.critical("internal error", exc_info=(kind, error, trace))
        text = tr("Internal error ({what}); what was committed is safe. Please report it.")
        with suppress(RuntimeError):  # The window, and the session with it, may have gone.
            text = text.format(what=f"{kind.__name__}: {error}")
            window.session.notices.say(text, Severity.ERROR, about=About.PROJECT)

    sys.excepthook = report
