"""Finders that hold marks against how loud it is: masks in silence, marks in noise, sound without marks."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.checks.suspects.media import SoundLevels
from avisbuild.checks.suspects.subject import Subject
from avisbuild.checks.suspects.suspect import Suspect, SuspectKind
from avisbuild.records import Sounding
from avisbuild.sound import silent_seconds

Flags = NDArray[np.bool_]

# The loud level is what the sound seldom exceeds, the quiet one what it seldom falls below.
_QUIET_PERCENT, _LOUD_PERCENT = 2, 95
# A second is loud within so many decibels of the loud level: music in the background lies below that.
_BELOW_LOUD_DB = 13.0
# It is noise alone where nine tenths of it lie that near to the quiet level, and that far below the loud one.
_NOISE_SHARE_PERCENT = 90
_ABOVE_QUIET_DB, _NOISE_BELOW_LOUD_DB = 6.0, 15.0

# What lies so far under the loudest second is silence, whether digital or not.
_DEEP_DB = 40.0
# A level has changed in full where it did so many times as much as it usually does, and at least so much.
_UNUSUAL, _LEAST_DB = 3.0, 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Loudness:
    """What of a sound is silent, noise or loud: (T,) bool each; `level_db` (T,)."""

    level_db: NDArray[np.float32]
    is_silent: Flags
    is_noise: Flags
    is_loud: Flags


def loudness(sound: SoundLevels) -> Loudness:
    """Judge every second by the levels of the whole sound."""
    quiet, loud = np.percentile(sound.fine_level_db, (_QUIET_PERCENT, _LOUD_PERCENT))
    fine = sound.fine_level_db.reshape(-1, sound.fine_rate_hz)
    most = np.percentile(fine, _NOISE_SHARE_PERCENT, axis=1)
    silent = np.array(silent_seconds(sound), np.bool_)
    noise_db = min(quiet + _ABOVE_QUIET_DB, loud - _NOISE_BELOW_LOUD_DB)
    return Loudness(
        level_db=sound.level_db,
        is_silent=silent,
        is_noise=silent | (most <= noise_db),
        is_loud=~silent & (sound.level_db >= loud - _BELOW_LOUD_DB),
    )


def level_changes(level_db: NDArray[np.float32]) -> NDArray[np.float64]:
    """From each second to the next, -1 to 1: 1 is a rise far beyond what is usual in this sound; (T - 1,)."""
    kept = np.maximum(level_db, level_db.max() - _DEEP_DB).astype(np.float64)
    changes: NDArray[np.float64] = np.diff(kept)
    if not changes.size:
        return changes
    full_db = max(_LEAST_DB, _UNUSUAL * float(np.median(np.abs(changes))))
    return np.asarray(np.clip(changes / full_db, -1.0, 1.0))


def find_masks_in_silence(subject: Subject) -> Iterator[Suspect]:
    """Masks of what is said to sound, in seconds that are silent, or that a person has confirmed as such."""
    found = _loudness(subject)
    for index in range(len(subject.tracks)):
        for start, stop in _runs(_masked_in_silence(subject, found, index)):
            yield _suspect(
                subject,
                SuspectKind.MASK_IN_SILENCE,
                found,
                (start, stop),
                0.7 + 0.05 * min(6, stop - start),
                index=index,
                how="" if found.is_silent[start:stop].any() else "confirmed",
            )


def find_marks_at_noise_floor(subject: Subject) -> Iterator[Suspect]:
    """Seconds that are marked as heard though there is only noise; masks in silence are told apart."""
    found = _loudness(subject)
    for index in range(len(subject.tracks)):
        heard = [subject.is_heard(index, second) for second in range(subject.video.second_count)]
        told_apart = _masked_in_silence(subject, found, index)
        for start, stop in _runs(np.array(heard, np.bool_) & found.is_noise & ~told_apart):
            yield _suspect(
                subject,
                SuspectKind.MARKED_AT_FLOOR,
                found,
                (start, stop),
                0.6 + 0.05 * min(8, stop - start),
                index=index,
            )


def find_loud_unmarked(subject: Subject) -> Iterator[Suspect]:
    """Loud seconds in which nothing is marked, nor left unsure."""
    found = _loudness(subject)
    marked = [
        any(track.states[second] is not Sounding.SILENT for track in subject.tracks)
        for second in range(subject.video.second_count)
    ]
    for start, stop in _runs(found.is_loud & ~np.array(marked, np.bool_)):
        yield _suspect(
            subject,
            SuspectKind.LOUD_UNMARKED,
            found,
            (start, stop),
            0.6 + 0.05 * min(8, stop - start),
            how="silence" if subject.silences.issuperset(range(start, stop)) else "",
        )


def _loudness(subject: Subject) -> Loudness:
    sound = subject.media.sound()
    if sound is None:
        raise ValueError("expected a sound: this kind is not looked for without one")
    return loudness(sound)


def _masked_in_silence(subject: Subject, found: Loudness, index: int) -> Flags:
    """In which seconds a track has a mask and is said to sound, though there is silence: (T,) bool."""
    track = subject.tracks[index]
    masked = [
        state is Sounding.SOUNDING and mask is not None
        for state, mask in zip(track.states, track.masks, strict=True)
    ]
    confirmed = [second in subject.silences for second in range(len(masked))]
    return np.array(masked, np.bool_) & (found.is_silent | np.array(confirmed, np.bool_))


def _suspect(
    subject: Subject,
    kind: SuspectKind,
    found: Loudness,
    seconds: tuple[int, int],
    score: float,
    *,
    index: int | None = None,
    how: str = "",
) -> Suspect:
    start, stop = seconds
    state = Sounding.SILENT if index is None else subject.tracks[index].states[start]
    return subject.suspect(
        kind,
        start,
        score,
        index=index,
        looked_at=range(start, stop),
        stop=stop,
        level=round(float(found.level_db[start:stop].mean())),
        state=state.value,
        how=how,
    )


def _runs(flags: Flags) -> Iterator[tuple[int, int]]:
    """The runs [start, stop) of seconds in which a flag is up; flags: (T,) bool."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
