"""The layer of visible silent objects: masks of the seconds in which an instance is seen and does not sound.

A file of its own in the same style as the truth, with the same videos under the same ids. An instance that
also sounds has the id that it has in the truth; one that never does has an id that the truth has not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from avisbuild.formats.aviseg.writing import VideoTruth, annotation_document, ordered_tracks
from avisbuild.records import Track, Video


@dataclass(slots=True)
class SilentIds:
    """Gives the annotations of one file their ids; `counts` says how many the truth has of each video."""

    counts: Sequence[int]
    _before: int = 0
    _fresh: int = 0

    def of_video(self, number: int, record: "SilentRecord") -> VideoTruth:
        """What is to be written of a video, `number` counted from 1; ask for the videos in their order."""
        ids = [self._before + place + 1 for place in record.places]
        self._before += self.counts[number - 1]
        first = sum(self.counts) + self._fresh + 1
        self._fresh += record.never_count
        return VideoTruth(
            annotations=record.annotations,
            silent=(),
            mask_count=record.mask_count,
            ids=(*ids, *range(first, first + record.never_count)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentRecord:
    """One video's silent masks as JSON objects that lack their `id`.

    First come instances that also sound, at these `places` among those of the truth, then `never_count` that
    never do.
    """

    annotations: tuple[bytes, ...]
    places: tuple[int, ...]
    never_count: int
    mask_count: int


def silent_record(number: int, video: Video, tracks: Sequence[Track]) -> SilentRecord:
    """Everything that the file says of one video; `number` is its id in the file, as in the truth."""
    ordered = ordered_tracks(tracks)
    heard = [track for track in ordered if any(track.sounding_masks)]
    seen = [(place, track) for place, track in enumerate(heard) if any(track.silent_masks)]
    never = [
        track for track in ordered if any(track.silent_masks) and not any(track.sounding_masks)
    ]
    kept = [*(track for _, track in seen), *never]
    return SilentRecord(
        annotations=tuple(
            msgspec.json.encode(annotation_document(number, video, track, track.silent_masks))
            for track in kept
        ),
        places=tuple(place for place, _ in seen),
        never_count=len(never),
        mask_count=sum(mask is not None for track in kept for mask in track.silent_masks),
    )
