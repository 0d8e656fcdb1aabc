"""Where to look at a conflict, and the masks that each side has there."""

from collections.abc import Mapping
from dataclasses import dataclass

from avisbuild.records import Mask, Rle
from avisbuild.review.merging.conflict import Conflict
from avisbuild.review.merging.planning import MergePlan
from avisbuild.store.earlier_rows import Rows
from avisbuild.store.kind import kind_of

_MASKS = kind_of(Mask)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A second of a video with the masks of both sides in it, by instance."""

    video_id: str
    second: int
    ours: Mapping[str, Rle]
    theirs: Mapping[str, Rle]


def look_at(plan: MergePlan, conflict: Conflict) -> Look | None:
    """The second that a conflict is about, or the first in which its sides differ; None without a video."""
    for video in plan.videos:
        if video.video_id != conflict.video_id:
            continue
        ours, theirs = video.three.ours, video.three.theirs
        second = conflict.second
        if second is None:
            second = _first_difference(ours, theirs, conflict.instance_id)
        names = _names_in(conflict)
        return Look(
            video_id=video.video_id,
            second=second,
            ours=_masks(ours, second, names),
            theirs=_masks(theirs, second, names),
        )
    return None


def _names_in(conflict: Conflict) -> frozenset[str]:
    """The instances that a conflict is about; none where it is about all."""
    effects = [place for effect in conflict.effects.values() for place in effect]
    named = {str(key[0]) for table, key in effects if table in ("instances", _MASKS.name)}
    return frozenset(named | {conflict.instance_id}) if conflict.instance_id else frozenset()


def _first_difference(ours: Rows, theirs: Rows, instance_id: str) -> int:
    seconds = [
        int(key[1])
        for table, key in ours.keys() | theirs.keys()
        if table == _MASKS.name
        and ours.get((table, key)) != theirs.get((table, key))
        and (not instance_id or key[0] == instance_id)
    ]
    return min(seconds, default=0)


def _masks(rows: Rows, second: int, names: frozenset[str]) -> dict[str, Rle]:
    return {
        str(key[0]): _MASKS.read(row).rle
        for (table, key), row in rows.items()
        if table == _MASKS.name and key[1] == second and (not names or key[0] in names)
    }
