"""Where sound goes: a device, nothing, or a list of what was asked for."""

from dataclasses import dataclass

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.sound import Samples
from avisbuild_gui.texts import tr


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SoundToPlay:
    """Samples (n,) int16 mono, once or round and round without a gap.

    `start` and `stop` say which samples of the file they were made of.
    """

    samples: Samples
    sample_rate_hz: int
    loop: bool
    start: int
    stop: int

    @property
    def duration_s(self) -> float:
        """How long it takes to hear it once."""
        return len(self.samples) / self.sample_rate_hz


class Sink(QObject):
    """Plays one sound at a time.

    Signals:
        trouble_changed: why nothing can be heard is another reason, or none.
    """

    trouble_changed = pyqtSignal()

    @property
    def trouble(self) -> str:
        """Why nothing can be heard, in one line; "" where all is well."""
        raise NotImplementedError

    def prepare(self, sample_rate_hz: int) -> None:
        """Sounds of this rate will come: what takes time is done now."""

    def start(self, sound: SoundToPlay) -> bool:
        """Play this now, instead of what is playing; whether that works."""
        raise NotImplementedError

    def stop(self) -> None:
        """Be silent at once."""
        raise NotImplementedError

    def played_s(self) -> float:
        """How much was heard since `start`; it goes on counting in a loop."""
        raise NotImplementedError

    @property
    def has_ended(self) -> bool:
        """Whether the sound was heard to its end, or the device has gone."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the device."""


class MissingSink(Sink):
    """Stands in where there is no sound device: it plays nothing, and `trouble` says why."""

    def __init__(self, trouble: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trouble = trouble

    @property
    def trouble(self) -> str:
        return tr(self._trouble)

    def start(self, sound: SoundToPlay) -> bool:
        return False

    def stop(self) -> None:
        pass

    def played_s(self) -> float:
        return 0.0

    @property
    def has_ended(self) -> bool:
        return True
