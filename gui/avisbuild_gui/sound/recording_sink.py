"""A sink without a device: notes which samples were asked for and when (R08, R09)."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import QObject

from avisbuild_gui.sound.sink import Sink, SoundToPlay


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One start: the samples [start, stop) of the file, and when, on the sink's clock."""

    sound: SoundToPlay
    at_s: float

    @property
    def samples(self) -> tuple[int, int]:
        """The half-open range of the file's samples."""
        return self.sound.start, self.sound.stop


class RecordingSink(Sink):
    """Hears only as far as `advance` says, so that tests know what is heard when."""

    def __init__(
        self, parent: QObject | None = None, *, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__(parent)
        self.asked: list[Asked] = []
        self.stop_count = 0
        self._clock = clock
        self._playing: SoundToPlay | None = None
        self._heard = 0
        self._trouble = ""

    @property
    def trouble(self) -> str:
        return self._trouble

    @property
    def is_playing(self) -> bool:
        """Whether a sound is being heard."""
        return self._playing is not None

    def start(self, sound: SoundToPlay) -> None:
        self.asked.append(Asked(sound=sound, at_s=self._clock()))
        self._playing, self._heard = sound, 0

    def stop(self) -> None:
        self.stop_count += 1
        self._playing = None

    def heard_samples(self) -> int:
        return self._heard

    def advance(self, duration_s: float) -> None:
        """Let this much time pass; a sound that is not a loop ends when its last sample has been heard."""
        sound = self._playing
        if sound is None:
            return
        self._heard += round(duration_s * sound.sample_rate_hz)
        if not sound.loop and self._heard >= len(sound.samples):
            self._heard = len(sound.samples)
            self._playing = None
            self.ended.emit()

    def set_trouble(self, text: str) -> None:
        """Lose the device with this text, or find it again with ""."""
        self._trouble = text
        self._playing = None
        self.trouble_changed.emit(text)
