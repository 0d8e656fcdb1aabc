"""Which whole seconds of the video a sound has been played through, told from the sink's own position."""

from avisbuild_gui.sound.sink import SoundToPlay

# A device that says it has ended may have counted its last blocks short: they lie in the system's own buffer.
_SHORT_OF_END_S = 0.3
_ROUNDING_S = 1e-6


class WholeSeconds:
    """Counts along while one sound plays: a second is there once all of it was played, at whatever speed."""

    def __init__(self, sound: SoundToPlay) -> None:
        self._duration_s = sound.duration_s
        self._loops = sound.loop
        rate = sound.sample_rate_hz
        first = -(-sound.start // rate)
        self._seconds = range(first, max(first, sound.stop // rate))
        slowness = len(sound.samples) / max(1, sound.stop - sound.start)
        # When each second is over, counted from the beginning of the sound.
        self._over_at_s = [
            ((second + 1) * rate - sound.start) / rate * slowness for second in self._seconds
        ]
        self._told = 0

    def reached(self, played_s: float) -> tuple[range, ...]:
        """The runs of seconds that are over since this was asked last; a loop begins a run of its own."""
        count = self._count(played_s)
        runs: list[range] = []
        while self._told < count:
            first = self._told % len(self._seconds)
            stop = min(first + count - self._told, len(self._seconds))
            runs.append(self._seconds[first:stop])
            self._told += stop - first
        return tuple(runs)

    def ended(self, played_s: float) -> tuple[range, ...]:
        """The last runs, of a sound that has come to its end by itself."""
        is_whole = played_s >= self._duration_s - _SHORT_OF_END_S
        return self.reached(self._duration_s if is_whole else played_s)

    def _count(self, played_s: float) -> int:
        """How many seconds are over, those of every round of a loop together."""
        if not self._seconds:
            return 0
        rounds = int((played_s + _ROUNDING_S) / self._duration_s) if self._loops else 0
        within_s = played_s + _ROUNDING_S - rounds * self._duration_s
        return rounds * len(self._seconds) + sum(each <= within_s for each in self._over_at_s)
