"""Maps of edges, made in a thread: each once, and none of a picture that has gone."""

import threading

import numpy as np
import pytest
from PyQt6.QtCore import QObject
from pytestqt.qtbot import QtBot

from avisbuild.annotation.edge_map import EdgeMap, Xy
from avisbuild.segment import Image
from avisbuild_gui.services.edge_follower import EdgeFollower
from avisbuild_gui.services.job import GivenUpJobs

_PICTURE = np.zeros((40, 60, 3), np.uint8)


def test_a_map_that_is_being_made_is_not_made_twice(
    qapp: QObject, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pointer moves on meanwhile, and each move asks for the path again."""
    made: list[Xy] = []
    may_go_on = threading.Event()
    around = EdgeMap.around

    def slow(image: Image, anchor: Xy) -> EdgeMap:
        may_go_on.wait(10)
        made.append(anchor)
        return around(image, anchor)

    monkeypatch.setattr(EdgeMap, "around", slow)
    given_up = GivenUpJobs()
    follower = EdgeFollower(given_up, qapp)
    follower.use(_PICTURE)
    for _ in range(3):
        assert follower.path((5, 5), (30, 20)) == ((5, 5), (30, 20))
    may_go_on.set()
    with qtbot.waitSignal(follower.found):
        pass
    assert len(follower.path((5, 5), (30, 20))) > 2
    follower.prepare((50, 30))
    with qtbot.waitSignal(follower.found):
        pass
    assert made == [(5, 5), (50, 30)]
    follower.close()
    given_up.join(10)
    follower.deleteLater()
