"""A window that has nothing but keys."""

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot


@pytest.fixture
def bare(qtbot: QtBot) -> QMainWindow:
    """A window with a field to type into and a place to be instead."""
    window = QMainWindow()
    qtbot.addWidget(window)
    inside = QWidget()
    window.setCentralWidget(inside)
    layout = QVBoxLayout(inside)
    layout.addWidget(QLineEdit())
    layout.addWidget(QPushButton())
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 10_000)
    inside.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    inside.setFocus()
    return window
