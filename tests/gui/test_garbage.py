"""Garbage goes between two events of the window, in its thread, and never while somebody waits."""

import gc
import threading
import weakref
from typing import Any

import pytest
from PyQt6.QtCore import QObject
from pytestqt.qtbot import QtBot

from avisbuild_gui import garbage
from avisbuild_gui.garbage import collected_between_events


class Node(QObject):
    """A Qt object that only a collection can free."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def test_nothing_is_collected_while_work_allocates(qtbot: QtBot) -> None:
    collections: list[str] = []

    def note(phase: str, _: dict[str, Any]) -> None:
        collections.append(phase)

    with collected_between_events():
        gc.callbacks.append(note)
        try:
            worker = threading.Thread(target=lambda: [[number] for number in range(200_000)])
            worker.start()
            worker.join()
        finally:
            gc.callbacks.remove(note)
    assert collections == []


def test_the_timer_collects_in_the_windows_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "_EVERY_MS", 20)
    threads: list[threading.Thread] = []
    with collected_between_events():
        node = Node()
        weakref.finalize(node, lambda: threads.append(threading.current_thread()))
        del node
        qtbot.waitUntil(lambda: bool(threads), timeout=5_000)
    assert threads == [threading.main_thread()]


def test_python_collects_as_before_afterwards(qtbot: QtBot) -> None:
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), collected_between_events():
        assert not gc.isenabled()
        _ = 1 / 0
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_slow_collections_set_aside_what_stays_but_not_for_ever(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "_SLOW_S", 0.0)
    counts = []
    monkeypatch.setattr(gc, "freeze", lambda: counts.append(1))
    with collected_between_events() as collector:
        for _ in range(10):
            collector.collect()
    assert len(counts) == 4
