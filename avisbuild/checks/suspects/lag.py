"""A finder of marks that come later, or earlier, than the sound, by the same number of seconds throughout."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.checks.suspects.levels import level_changes
from avisbuild.checks.suspects.subject import Subject
from avisbuild.checks.suspects.suspect import Suspect, SuspectKind

_MOST_S = 3
# How far changes must fit with the lag: two of them nearly in full, since two may do so by chance.
_LEAST_FIT = {2: 0.9}
_LEAST_FIT_OF_MORE = 0.6
# How much less they may fit without it.
_MOST_WITHOUT = 0.6


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well marks that are `lag` seconds late fit the sound: -1 to 1, over so many changes."""

    lag: int
    fit: float
    changes: int


def find_lag(subject: Subject) -> Iterator[Suspect]:
    """One suspect where what is marked changes as the sound does, but some seconds later or earlier."""
    sound = subject.media.sound()
    if sound is None:
        raise ValueError("expected a sound: this kind is not looked for without one")
    marked = _marked_counts(subject)
    changes = level_changes(sound.level_db)
    fits = [_fit(marked, changes, lag) for lag in range(-_MOST_S, _MOST_S + 1)]
    best, now = max(fits, key=lambda each: (each.fit, -abs(each.lag))), fits[_MOST_S]
    if best.changes < min(_LEAST_FIT) or now.fit > _MOST_WITHOUT * best.fit:
        return
    if best.fit < _LEAST_FIT.get(best.changes, _LEAST_FIT_OF_MORE):
        return
    first = int(np.flatnonzero(np.diff(marked))[0]) + 1
    yield subject.suspect(
        SuspectKind.LAG,
        first,
        0.6 + 0.4 * best.fit,
        looked_at=range(subject.video.second_count),
        lag=abs(best.lag),
        changes=best.changes,
        how="early" if best.lag < 0 else "",
    )


def _marked_counts(subject: Subject) -> NDArray[np.int64]:
    """How many instances are marked as heard in each second: (T,)."""
    return np.array(
        [
            sum(subject.is_heard(index, second) for index in range(len(subject.tracks)))
            for second in range(subject.video.second_count)
        ],
        np.int64,
    )


def _fit(marked: NDArray[np.int64], rises: NDArray[np.float64], lag: int) -> _Fit:
    """Whether it gets louder where more is marked and less where less is, `lag` seconds before."""
    signs = np.sign(np.diff(marked))
    late, early = max(0, lag), max(0, -lag)
    own, sound = signs[late : len(signs) - early], rises[early : len(rises) - late]
    count = int(np.count_nonzero(own))
    return _Fit(lag, float((own * sound).sum() / count) if count else 0.0, count)
