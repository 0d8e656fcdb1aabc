"""Where sound goes: a device, or a list of what was asked for."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Sink(Protocol):
    """A place for sound; `trouble` says in one line why nothing will be heard, "" when all is well."""

    trouble: str

    def start(self, samples: NDArray[np.int16], rate_hz: int, *, loop: bool) -> bool:
        """Play mono samples (n,) int16 from now on, in place of what was playing; whether that works."""
        ...

    def stop(self) -> None:
        """Be silent at once."""
        ...

    def played_s(self) -> float:
        """How much was heard since `start`, in seconds; it goes on counting in a loop."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """One thing that a `RecordingSink` was asked to play."""

    samples: NDArray[np.int16]
    rate_hz: int
    loop: bool
    at_s: float


@dataclass
class RecordingSink:
    """Plays nothing and remembers what it was asked for; `now` is the clock that playing goes by."""

    now: Callable[[], float] = time.monotonic
    trouble: str = ""
    played: list[Played] = field(default_factory=list)
    stops: int = 0
    is_closed: bool = False

    def start(self, samples: NDArray[np.int16], rate_hz: int, *, loop: bool) -> bool:
        """Remember."""
        self.played.append(Played(samples.copy(), rate_hz, loop, self.now()))
        return not self.trouble

    def stop(self) -> None:
        """Count."""
        self.stops += 1

    def played_s(self) -> float:
        """The time since the last start."""
        return self.now() - self.played[-1].at_s if self.played else 0.0

    def close(self) -> None:
        """Remember that, too."""
        self.is_closed = True
