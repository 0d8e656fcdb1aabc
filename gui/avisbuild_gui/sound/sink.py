"""Where sound goes: a device, or a list of what was asked for."""

from dataclasses import dataclass

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.sound import Samples


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


class Sink(QObject):
    """Plays one sound at a time.

    Signals:
        ended: the sound has been heard to its end (never after `stop`). trouble_changed: a device is missing,
        or is there again.
    """

    ended = pyqtSignal()
    trouble_changed = pyqtSignal(str)

    @property
    def trouble(self) -> str:
        """Why nothing can be heard, in one line; "" where all is well."""
        return ""

    def start(self, sound: SoundToPlay) -> None:
        """Play this now, instead of what is playing."""
        raise NotImplementedError

    def stop(self) -> None:
        """Be silent at once."""
        raise NotImplementedError

    def heard_samples(self) -> int:
        """How many of the sound's samples have been heard, counted on through the rounds of a loop."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the device."""
