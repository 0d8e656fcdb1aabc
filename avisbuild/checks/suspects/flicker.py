"""Finders of what is there, or away, for a single second: sounding states and masks."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from avisbuild.checks.suspects.levels import level_changes
from avisbuild.checks.suspects.subject import Subject
from avisbuild.checks.suspects.suspect import Suspect, SuspectKind
from avisbuild.records import Sounding

# A change of level that is so far beyond what is usual can be heard; of `level_changes`.
_AUDIBLE = 0.5
# Of the picture's shorter side, squared: of what is smaller nobody can say whether it is in view.
_HARDLY_SEEN = 1.0e-3
_OUT_OF_VIEW = frozenset({Sounding.OFFSCREEN, Sounding.OCCLUDED})


def find_state_flicker(subject: Subject) -> Iterator[Suspect]:
    """An instance that sounds for one second within silence, or is silent for one within sound.

    Where the sound can be heard to begin and to end with it, it is right.
    """
    sound = subject.media.sound()
    changes = None if sound is None else level_changes(sound.level_db)
    for index, track in enumerate(subject.tracks):
        heard = [subject.is_heard(index, second) for second in range(len(track.states))]
        for second in range(1, len(heard) - 1):
            if Sounding.UNSURE in track.states[second - 1 : second + 2]:
                continue
            if not heard[second - 1] == heard[second + 1] != heard[second]:
                continue
            if changes is None or not _is_audible(changes, second, rises=heard[second]):
                score = 0.6 + 0.2 * (not heard[second])
                yield _suspect(subject, SuspectKind.STATE_FLICKER, index, second, score)


def find_mask_flicker(subject: Subject) -> Iterator[Suspect]:
    """A mask that is away for one second, or there for one, while the instance sounds, or is silent, on.

    What is marked as hidden or out of view is right where it was hardly to be seen beside, or comes in for
    one second only. Where masks of silent instances are kept, one alone in silence is right, too: nobody has
    to draw the seconds beside it.
    """
    hardly = _HARDLY_SEEN * min(subject.video.size) ** 2
    for index, track in enumerate(subject.tracks):
        has_mask = [mask is not None for mask in track.masks]
        for second in range(1, len(has_mask) - 1):
            if not has_mask[second - 1] == has_mask[second + 1] != has_mask[second]:
                continue
            if len({subject.is_heard(index, second + step) for step in (-1, 0, 1)}) > 1:
                continue
            is_heard = subject.is_heard(index, second)
            if has_mask[second] and subject.keep_silent_masks and not is_heard:
                continue
            away = (second,) if not has_mask[second] else (second - 1, second + 1)
            seen = (second,) if has_mask[second] else (second - 1, second + 1)
            if any(track.states[each] in _OUT_OF_VIEW for each in away) and (
                has_mask[second] or min(_area(subject, index, each) for each in seen) <= hardly
            ):
                continue
            score = 0.6 + 0.2 * (not has_mask[second])
            how = "once" if has_mask[second] else ""
            yield _suspect(subject, SuspectKind.MASK_FLICKER, index, second, score, how=how)


def _is_audible(changes: NDArray[np.float64], second: int, *, rises: bool) -> bool:
    """Whether the level changes as a sound that begins (or ends) with this second, and only lasts for it."""
    sign = 1 if rises else -1
    return bool(sign * changes[second - 1] >= _AUDIBLE and -sign * changes[second] >= _AUDIBLE)


def _area(subject: Subject, index: int, second: int) -> int:
    cell = subject.rows[index][second]
    return 0 if cell is None else cell.shape.area


def _suspect(
    subject: Subject, kind: SuspectKind, index: int, second: int, score: float, *, how: str = ""
) -> Suspect:
    track = subject.tracks[index]
    return subject.suspect(
        kind,
        second,
        score,
        index=index,
        looked_at=(second - 1, second, second + 1),
        state=track.states[second].value,
        around=track.states[second - 1].value,
        how=how,
    )
