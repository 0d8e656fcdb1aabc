"""Writing the label maps of one video, and counting what they cannot say of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avisbuild.formats.avsbench.label_pictures import write_painted
from avisbuild.formats.avsbench.overlap import BACKGROUND, paint
from avisbuild.records import CategoryId, Sounding, Track, Video


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoMaps:
    """What is painted of one video: `categories`, ascending, and a map each second with something in it.

    `lost` is what a label map cannot say, ready for JSON; empty where nothing is lost.
    """

    categories: tuple[CategoryId, ...]
    region_count: int
    lost: Mapping[str, Any]


def write_label_maps(
    video: Video, tracks: Sequence[Track], names: Mapping[CategoryId, str], folder: Path
) -> VideoMaps:
    """Write `<second>.png` for each second to a folder that is there; instances that sound are painted."""
    ordered = sorted(tracks, key=lambda track: (track.instance.category_id, track.instance.number))
    heard = [track for track in ordered if any(track.sounding_masks)]
    taken: Counter[str] = Counter()
    regions: Counter[CategoryId] = Counter()
    for second in range(video.second_count):
        seen = [
            (track, mask) for track in heard if (mask := track.sounding_masks[second]) is not None
        ]
        painted = paint([(track.instance.category_id, mask) for track, mask in seen], video.size)
        write_painted(folder / f"{second}.png", painted.labels)
        for (track, _), lost_px in zip(seen, painted.lost_px, strict=True):
            taken[_name(track, names)] += lost_px
        regions.update(CategoryId(int(each)) for each in set(painted.labels.flat) - {BACKGROUND})
    return VideoMaps(
        categories=tuple(sorted(regions)),
        region_count=regions.total(),
        lost=_lost(heard, ordered, taken, names),
    )


def _name(track: Track, names: Mapping[CategoryId, str]) -> str:
    return f"{names[track.instance.category_id]}_{track.instance.number}"


def _lost(
    heard: Sequence[Track],
    tracks: Sequence[Track],
    taken: Counter[str],
    names: Mapping[CategoryId, str],
) -> dict[str, Any]:
    """Pixels under smaller masks; instances that are one region now; seconds of states that no colour has."""
    pixels = {name: count for name, count in taken.items() if count}
    together = Counter(names[track.instance.category_id] for track in heard)
    united = {name: count for name, count in together.items() if count > 1}
    states = Counter(
        state.value
        for track in tracks
        for state in track.states
        if state not in (Sounding.SOUNDING, Sounding.SILENT)
    )
    silent = [_name(track, names) for track in tracks if track not in heard]
    found = {"pixels": pixels, "united": united, "seconds": dict(sorted(states.items()))}
    return {key: each for key, each in (found | {"never_seen": silent}).items() if each}
