"""A sink without a device: notes which samples were asked for and when (R08, R09)."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import QObject

from avisbuild_gui.sound.sink import Sink, SoundToPlay


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One start of a sound, and when, on the sink's clock."""

    sound: SoundToPlay
    at_s: float

    @property
    def range(self) -> tuple[int, int]:
        """The file's samples that it was made of, half-open."""
        return self.sound.start, self.sound.stop


class RecordingSink(Sink):
    """Plays nothing, as fast as its clock `now` goes, and remembers what it was asked for."""

    def __init__(
        self, now: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.played: list[Played] = []
        self.prepared: list[int] = []
        self.stops = 0
        self._now = now
        self._trouble = ""

    @property
    def trouble(self) -> str:
        return self._trouble

    def set_trouble(self, text: str) -> None:
        """Lose the device for this reason, or find it again with ""."""
        self._trouble = text
        self.trouble_changed.emit()

    def prepare(self, sample_rate_hz: int) -> None:
        self.prepared.append(sample_rate_hz)

    def start(self, sound: SoundToPlay) -> bool:
        if self._trouble:
            return False
        self.played.append(Played(sound=sound, at_s=self._now()))
        return True

    def stop(self) -> None:
        self.stops += 1

    def played_s(self) -> float:
        return self._now() - self.played[-1].at_s if self.played else 0.0

    @property
    def has_ended(self) -> bool:
        if not self.played or self._trouble:
            return True
        sound = self.played[-1].sound
        return not sound.loop and self.played_s() >= sound.duration_s

    def close(self) -> None:
        """There is no device to give back."""
