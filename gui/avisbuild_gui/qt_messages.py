"""What Qt says on the terminal: for people who look for a fault, and nobody else."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from PyQt6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from avisbuild.cli.output import say_aside

_log = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    # A machine without sound or without a GPU gives some of them; the window itself says what it lacks.
    QtMsgType.QtWarningMsg: logging.INFO,
    QtMsgType.QtCriticalMsg: logging.ERROR,
}


@contextmanager
def quiet_qt(*, debug: bool) -> Iterator[None]:
    """Keep Qt's warnings from the terminal during the block; with `debug` they come as Qt says them.

    Why Qt ends the program is said in any case. When Python ends, Qt must not call it any more.
    """
    if debug:
        yield
        return
    before = qInstallMessageHandler(_take)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _take(kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
    if kind is QtMsgType.QtFatalMsg:
        say_aside(text or "Qt ends the program, and says nothing of why")
    else:
        _log.log(_LEVELS.get(kind, logging.INFO), "%s", text)
