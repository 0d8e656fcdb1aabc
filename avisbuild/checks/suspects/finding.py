"""Looking for suspects: every kind with its finder, and what it needs."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from avisbuild.checks.suspects.edges import find_border_touches
from avisbuild.checks.suspects.flicker import find_mask_flicker, find_state_flicker
from avisbuild.checks.suspects.identities import find_jumps, find_swaps
from avisbuild.checks.suspects.lag import find_lag
from avisbuild.checks.suspects.levels import (
    find_loud_unmarked,
    find_marks_at_noise_floor,
    find_masks_in_silence,
)
from avisbuild.checks.suspects.media import Media, NoMedia
from avisbuild.checks.suspects.motion import find_area_jumps
from avisbuild.checks.suspects.overlaps import find_overlaps
from avisbuild.checks.suspects.pieces import find_holes, find_slivers, find_specks
from avisbuild.checks.suspects.subject import Subject
from avisbuild.checks.suspects.suspect import ALL_KINDS, Suspect, SuspectKind, worst_first
from avisbuild.progress import Progress, silent
from avisbuild.records import Dismissal, Taxonomy, Track, Video

_Find = Callable[[Subject], Iterator[Suspect]]


class Need(StrEnum):
    """What a finder cannot do without."""

    SOUND = "sound"
    FRAMES = "frames"


@dataclass(frozen=True, slots=True)
class _Finder:
    find: _Find
    needs: Need | None = None


_FINDERS: Mapping[SuspectKind, _Finder] = {
    SuspectKind.SWAP: _Finder(find_swaps),
    SuspectKind.JUMP: _Finder(find_jumps),
    SuspectKind.AREA_JUMP: _Finder(find_area_jumps, Need.FRAMES),
    SuspectKind.OVERLAP: _Finder(find_overlaps),
    SuspectKind.MASK_IN_SILENCE: _Finder(find_masks_in_silence, Need.SOUND),
    SuspectKind.LOUD_UNMARKED: _Finder(find_loud_unmarked, Need.SOUND),
    SuspectKind.MARKED_AT_FLOOR: _Finder(find_marks_at_noise_floor, Need.SOUND),
    SuspectKind.LAG: _Finder(find_lag, Need.SOUND),
    SuspectKind.STATE_FLICKER: _Finder(find_state_flicker),
    SuspectKind.MASK_FLICKER: _Finder(find_mask_flicker),
    SuspectKind.SPECKS: _Finder(find_specks),
    SuspectKind.HOLES: _Finder(find_holes),
    SuspectKind.SLIVERS: _Finder(find_slivers),
    SuspectKind.BORDER: _Finder(find_border_touches),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found in a video, worst first, without what was dismissed.

    `dismissed` is what a person has looked at and found right. `not_looked_for` are the kinds that were asked
    for but need what could not be had.
    """

    suspects: tuple[Suspect, ...]
    dismissed: tuple[Suspect, ...] = ()
    not_looked_for: Mapping[SuspectKind, Need]


def find_suspects(
    video: Video,
    tracks: Sequence[Track],
    taxonomy: Taxonomy,
    *,
    silences: Collection[int] = (),
    keep_silent_masks: bool = False,
    dismissals: Collection[Dismissal] = (),
    media: Media | None = None,
    kinds: Collection[SuspectKind] = ALL_KINDS,
    progress: Progress = silent,
) -> Findings:
    """Look for suspects of these kinds in one video; `silences` are the seconds confirmed as silent.

    `keep_silent_masks` is the project's recipe's: masks where an instance is silent are wanted, not stray.
    Without `media` the kinds that need sound or pictures are not looked for, and the findings say so. Raises
    FormatError for a mask that is broken.
    """
    subject = Subject(
        video=video,
        tracks=tuple(tracks),
        taxonomy=taxonomy,
        silences=frozenset(silences),
        keep_silent_masks=keep_silent_masks,
        media=media or NoMedia(),
    )
    wanted = [kind for kind in _FINDERS if kind in kinds]
    missing: dict[SuspectKind, Need] = {}
    found: list[Suspect] = []
    for done, kind in enumerate(wanted, start=1):
        finder = _FINDERS[kind]
        if finder.needs is not None and not _is_there(subject.media, finder.needs):
            missing[kind] = finder.needs
        else:
            found += finder.find(subject)
        progress(done, len(wanted), kind.value)
    hidden = [each for each in found if any(each.is_hidden_by(other) for other in dismissals)]
    return Findings(
        suspects=worst_first(each for each in found if each not in hidden),
        dismissed=worst_first(hidden),
        not_looked_for=missing,
    )


def _is_there(media: Media, need: Need) -> bool:
    return media.has_frames() if need is Need.FRAMES else media.sound() is not None
