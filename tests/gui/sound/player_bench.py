"""A player whose sink and clock are the test's own, and a file for it."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QObject
from recording_sink import RecordingSink

from avisbuild.media.sound import write_wav
from avisbuild_gui.sound import Player

RATE_HZ = 16_000


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class Listener:
    """What a player has said, in order."""

    def __init__(self, player: Player) -> None:
        self.said: list[tuple[str, object]] = []
        player.position.connect(lambda at: self.said.append(("position", round(at, 6))))
        player.played.connect(lambda start, stop: self.said.append(("played", (start, stop))))
        player.stopped.connect(lambda: self.said.append(("stopped", None)))
        player.unavailable.connect(lambda text: self.said.append(("unavailable", text)))
        player.available.connect(lambda: self.said.append(("available", None)))

    def of(self, kind: str) -> list[object]:
        return [what for name, what in self.said if name == kind]


class Bench:
    """A player on a file of ten seconds, with a sink and a clock of the test's own."""

    def __init__(self, folder: Path, parent: QObject) -> None:
        self.clock = Clock()
        self.sink = RecordingSink(self.clock)
        self.player = Player(parent, sink=self.sink)
        self.heard = Listener(self.player)
        self.samples = np.random.default_rng(0).integers(-9000, 9000, 10 * RATE_HZ, np.int16)
        self.audio = written(folder / "audio.wav", self.samples)
        self.player.open(self.audio)

    def pass_time(self, duration_s: float) -> None:
        """Let time pass, then the player's timer go off once."""
        self.clock.now_s += duration_s
        self.player._timer.timeout.emit()


def written(path: Path, samples: NDArray[np.int16]) -> Path:
    with path.open("wb") as stream:
        write_wav(stream, samples, RATE_HZ)
    return path
