"""A video of a few seconds with masks that are rectangles, to plant one slip in."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from release_scenes import TAXONOMY

from avisbuild.checks.suspects import Findings, Media, SuspectKind, find_suspects
from avisbuild.masks import encode
from avisbuild.records import (
    Dismissal,
    Instance,
    InstanceId,
    Rle,
    Sounding,
    Track,
    Video,
    VideoId,
)

SIZE = (90, 160)
STATES = {
    "#": Sounding.SOUNDING,
    ".": Sounding.SILENT,
    "o": Sounding.OFFSCREEN,
    "?": Sounding.UNSURE,
}
Pixels = NDArray[np.bool_]


def box(top: int, left: int, height: int = 20, width: int = 20) -> Pixels:
    """A rectangle: (90, 160) bool."""
    pixels = np.zeros(SIZE, np.bool_)
    pixels[top : top + height, left : left + width] = True
    return pixels


def track(
    name: str, pixels: Sequence[Pixels | None], states: str = "", *, video: str = "a"
) -> Track:
    """`dog_1` with a mask or none a second; it sounds wherever `states` does not say otherwise."""
    category, _, number = name.partition("_")
    letters = states or "#" * len(pixels)
    instance = Instance(
        instance_id=InstanceId(f"{video}/{name}"),
        video_id=VideoId(video),
        category_id=TAXONOMY.by_name[category].category_id,
        number=int(number),
    )
    masks: list[Rle | None] = [None if each is None else encode(each) for each in pixels]
    return Track(
        instance=instance, states=tuple(STATES[each] for each in letters), masks=tuple(masks)
    )


def look(
    *tracks: Track,
    media: Media | None = None,
    kinds: Sequence[SuspectKind] = tuple(SuspectKind),
    silences: Sequence[int] = (),
    dismissals: Sequence[Dismissal] = (),
    second_count: int | None = None,
) -> Findings:
    """Everything that is suspect in a video of these tracks."""
    video = Video(
        video_id=VideoId("a"),
        second_count=second_count or len(tracks[0].states),
        height_px=SIZE[0],
        width_px=SIZE[1],
    )
    return find_suspects(
        video,
        tracks,
        TAXONOMY,
        silences=silences,
        dismissals=dismissals,
        media=media,
        kinds=kinds,
    )


def told(findings: Findings) -> Mapping[str, list[int]]:
    """The seconds of what was found, by kind."""
    found: dict[str, list[int]] = {}
    for each in findings.suspects:
        found.setdefault(each.kind.value, []).append(each.second)
    return {kind: sorted(seconds) for kind, seconds in found.items()}
