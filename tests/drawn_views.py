"""Videos for tests of what is seen, drawn as text: one line an instance, one character a second."""

import numpy as np

from avisbuild.annotation import VideoView
from avisbuild.records import (
    Category,
    CategoryId,
    Instance,
    InstanceId,
    Proposal,
    Rle,
    Sounding,
    Taxonomy,
    Track,
    Video,
    VideoId,
)
from avisbuild.sound import SoundAnalysis

_MASK = Rle((4, 6), b"0h0")
_STATES = {
    "#": Sounding.SOUNDING,
    "o": Sounding.SOUNDING,
    "p": Sounding.SOUNDING,
    "x": Sounding.SILENT,
    ".": Sounding.SILENT,
    ">": Sounding.OFFSCREEN,
    "~": Sounding.OCCLUDED,
    "?": Sounding.UNSURE,
}
NAMES = ("person", "guitar", "violin", "dog", "piano", "car", "cello", "flute", "drum", "cat")


def taxonomy_of(*names: str) -> Taxonomy:
    """Categories 1, 2, ... with these names; even ones are met in the scenario "music"."""
    categories = tuple(
        Category(
            category_id=CategoryId(number),
            name=name,
            colour_rgb=(20 * number % 256, 90, 200),
            scenarios=("music",) if number % 2 == 0 else (),
        )
        for number, name in enumerate(names, start=1)
    )
    return Taxonomy(name="drawn", categories=categories)


def drawn_view(*lanes: str, silences: frozenset[int] = frozenset(), video: str = "v") -> VideoView:
    """A video with an instance for each lane, ids `i0`, `i1`, ...: `person_1`, `guitar_1` and so on.

    `#` masked, `o` to do, `p` proposed, `x` stray mask, `.` silent, `>` offscreen, `~` occluded, `?` unsure.
    """
    video_id = VideoId(video)
    tracks, proposals = [], {}
    for number, lane in enumerate(lanes):
        instance = Instance(
            instance_id=InstanceId(f"i{number}"),
            video_id=video_id,
            category_id=CategoryId(number % len(NAMES) + 1),
            number=number // len(NAMES) + 1,
        )
        masks = tuple(_MASK if sign in "#x" else None for sign in lane)
        states = tuple(_STATES[sign] for sign in lane)
        tracks.append(Track(instance=instance, states=states, masks=masks))
        for second, sign in enumerate(lane):
            if sign == "p":
                proposals[instance.instance_id, second] = Proposal(
                    instance_id=instance.instance_id,
                    second=second,
                    rle=_MASK,
                    model="test",
                    confidence=0.5,
                )
    seconds = len(lanes[0]) if lanes else 60
    return VideoView(
        video=Video(video_id=video_id, second_count=seconds, height_px=4, width_px=6),
        taxonomy=taxonomy_of(*NAMES),
        tracks=tuple(tracks),
        provenances={},
        proposals=proposals,
        silences=silences,
        round=None,
    )


def drawn_sound(levels: str) -> SoundAnalysis:
    """The sound of a video in which digits say how loud each second is: 0 silent, 9 full scale."""
    shares = np.array([int(digit) / 9 for digit in levels], np.float32)
    wave = np.repeat(shares, 100)
    mel = (
        np.repeat(60 * shares - 80, 50)[None, :] + np.linspace(0, 8, 16, dtype=np.float32)[:, None]
    )
    level_db = np.where(shares > 0, 20 * np.log10(np.maximum(shares, 1e-5)), -100.0)
    return SoundAnalysis(
        sample_rate_hz=16_000,
        second_count=len(levels),
        level_db=level_db.astype(np.float32),
        fine_level_db=np.repeat(level_db, 50).astype(np.float32),
        onsets_s=np.array([], np.float64),
        waveform=np.stack([-wave, wave], axis=1).astype(np.float32),
        log_mel=mel.astype(np.float32),
    )
