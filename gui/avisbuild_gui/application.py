"""The one application of this process, and where it keeps what a person likes."""

from pathlib import Path

import platformdirs
from PyQt6.QtWidgets import QApplication

NAME = "avisbuild"


def make_application() -> QApplication:
    """The application of this process, made where there is none."""
    known = QApplication.instance()
    if isinstance(known, QApplication):
        return known
    application = QApplication([NAME])
    application.setApplicationName(NAME)
    application.setDesktopFileName(NAME)
    application.setStyle("Fusion")
    return application


def preferences_path() -> Path:
    """The file of a person's preferences."""
    return platformdirs.user_config_path(NAME) / "annotator.json"
