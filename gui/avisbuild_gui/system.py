"""What the desktop prefers where the person has chosen nothing: theme, language, size of text."""

from typing import TYPE_CHECKING

from PyQt6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, Qt, QTranslator
