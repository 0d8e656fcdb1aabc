"""Finders of what is there, or away, for a single second: sounding states and masks."""

from collections.abc import Iterator

from avisbuild.checks.suspects.subject import Subject
from avisbuild.checks.suspects.suspect import Suspect, SuspectKind
from avisbuild.records import Sounding


def find_state_flicker(subject: Subject) -> Iterator[Suspect]:
    """An instance that sounds for one second within silence, or is silent for one within sound."""
    for index, track in enumerate(subject.tracks):
        heard = [subject.is_heard(index, second) for second in range(len(track.states))]
        for second in range(1, len(heard) - 1):
            if Sounding.UNSURE in track.states[second - 1 : second + 2]:
                continue
            if heard[second - 1] == heard[second + 1] != heard[second]:
                score = 0.6 + 0.2 * (not heard[second])
                yield _suspect(subject, SuspectKind.STATE_FLICKER, index, second, score)


def find_mask_flicker(subject: Subject) -> Iterator[Suspect]:
    """A mask that is away for one second, or there for one, while the instance sounds, or is silent, on."""
    for index, track in enumerate(subject.tracks):
        has_mask = [mask is not None for mask in track.masks]
        for second in range(1, len(has_mask) - 1):
            if not has_mask[second - 1] == has_mask[second + 1] != has_mask[second]:
                continue
            heard = {subject.is_heard(index, second + step) for step in (-1, 0, 1)}
            if len(heard) == 1:
                score = 0.6 + 0.2 * (not has_mask[second])
                how = "once" if has_mask[second] else ""
                yield _suspect(subject, SuspectKind.MASK_FLICKER, index, second, score, how=how)


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
