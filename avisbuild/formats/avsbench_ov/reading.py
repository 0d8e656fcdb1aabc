"""Reading AVSBench-OV's JSON back into plain values: AVISeg's shape, with the subset of each video."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from avisbuild.documents.json_text import decoded
from avisbuild.documents.wording import shown
from avisbuild.formats.aviseg import AvisegContent, ReadVideo, TruthJson, content_of
from avisbuild.formats.avsbench.metadata import Subset
from avisbuild.messages import Message
from avisbuild.progress import Progress, silent
from avisbuild.records import Sounding, Split, Track


class _Labelled(msgspec.Struct):
    """What a video has beyond AVISeg's, whatever else is wrong with it."""

    label: Any = None


_LABELLED = msgspec.json.Decoder(_Labelled)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVocabularyContent:
    """What is in a file; `subsets` has the subset of each video that can be used, by its name."""

    truth: AvisegContent
    subsets: Mapping[str, Subset]


def read_ov_content(
    path: Path, *, split: Split | None = None, progress: Progress = silent
) -> OpenVocabularyContent:
    """Everything in the file of a split, what is wrong kept beside each video; FormatError as for AVISeg's.

    Of a video of v1s the published loader reads frame 0 alone. If no other frame of it has a mask, nobody has
    looked at them, and its instances are unsure there.
    """
    file = TruthJson.read(path, path.name)
    content = content_of(file, progress=progress)
    subsets: dict[str, Subset] = {}
    for read, (place, text) in zip(content.videos, file.texts("videos"), strict=True):
        label = decoded(_LABELLED, text, f"{file.name}: {place}").label
        if label not in list(Subset):
            told = Message("ov-label", found=shown(label))
            read.problems.append(f"{place}.label: {told}")
            continue
        subsets[read.name] = Subset(label)
        if read.video is not None:
            read.video = replace(read.video, split=split)
        if label == Subset.V1S:
            _leave_open(read, place)
    return OpenVocabularyContent(truth=content, subsets=subsets)


def _leave_open(read: ReadVideo, place: str) -> None:
    """Where a video of v1s has masks in frame 0 alone, its other seconds are unsure, not silent."""
    if read.video is None or read.video.second_count == 1:
        return
    if any(mask is not None for track in read.tracks for mask in track.masks[1:]):
        return
    count = read.video.second_count - 1
    if not read.tracks:
        read.problems.append(f"{place}: {Message('ov-nothing', count=count)}")
        return
    read.tracks = [_open_after_first(track) for track in read.tracks]
    read.notes.append(str(Message("ov-first-frame", count=count)))


def _open_after_first(track: Track) -> Track:
    rest = (Sounding.UNSURE,) * (len(track.states) - 1)
    return replace(track, states=(track.states[0], *rest))
