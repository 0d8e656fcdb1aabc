"""The truth JSON of AVISeg: YouTube-VIS 2019 style, exact polygons, null in silent seconds.

The document is written record by record, so that a data set of any size needs the memory of one video.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from avisbuild.formats.aviseg.records import CategoryRecord, VideoRecord
from avisbuild.masks import area, box_xywh, to_polygons
from avisbuild.records import Rle, Taxonomy, Track, Video


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoTruth:
    """One video's annotations as JSON objects that lack their `id`, and what was left out.

    `silent` names the instances that never sound in view: the published evaluator goes wrong on an
    annotation that is null throughout (docs/metrics.md, F6). `ids` are for a file whose ids another has
    given; without them they are counted through.
    """

    annotations: tuple[bytes, ...]
    silent: tuple[str, ...]
    mask_count: int
    ids: tuple[int, ...] = ()


def truth_record(
    number: int, video: Video, tracks: Sequence[Track], taxonomy: Taxonomy
) -> VideoTruth:
    """Everything that the file says of one video; `number` is its id in the file."""
    ordered = ordered_tracks(tracks)
    heard = [track for track in ordered if any(track.sounding_masks)]
    return VideoTruth(
        annotations=tuple(
            msgspec.json.encode(annotation_document(number, video, track, track.sounding_masks))
            for track in heard
        ),
        silent=tuple(
            track.instance.name(taxonomy) for track in ordered if not any(track.sounding_masks)
        ),
        mask_count=sum(mask is not None for track in heard for mask in track.sounding_masks),
    )


def ordered_tracks(tracks: Sequence[Track]) -> list[Track]:
    """A video's tracks in the order of the file: by category, then by number."""
    return sorted(tracks, key=lambda track: (track.instance.category_id, track.instance.number))


def write_truth(
    path: Path, taxonomy: Taxonomy, videos: Sequence[Video], truths: Iterable[VideoTruth]
) -> None:
    """Write one split; `truths` come in the order of `videos`, one each.

    Annotation ids ascend through the file, because the published evaluator takes the n-th annotation
    of a video for the one with its n-th smallest id (docs/metrics.md, F6).
    """
    categories = [
        CategoryRecord(each.category_id, each.name, each.supercategory or None) for each in taxonomy
    ]
    counted = count(1)
    numbered = (
        (annotation_id, record)
        for truth in truths
        for record, annotation_id in zip(truth.annotations, truth.ids or counted, strict=False)
    )
    records = [_video(number, video) for number, video in enumerate(videos, 1)]
    _write_numbered(path, records, categories, numbered)


def write_records(
    path: Path,
    videos: Iterable[msgspec.Struct],
    categories: Iterable[msgspec.Struct],
    annotations: Iterable[bytes],
) -> None:
    """Write a truth JSON, a record a line; the annotations, which lack their `id`, get ids from 1."""
    _write_numbered(path, videos, categories, enumerate(annotations, start=1))


def _write_numbered(
    path: Path,
    videos: Iterable[msgspec.Struct],
    categories: Iterable[msgspec.Struct],
    annotations: Iterable[tuple[int, bytes]],
) -> None:
    with path.open("wb") as stream:
        stream.write(b'{"videos":[\n' + b",\n".join(map(msgspec.json.encode, videos)))
        stream.write(b'\n],"categories":[\n')
        stream.write(b",\n".join(map(msgspec.json.encode, categories)))
        stream.write(b'\n],"annotations":[')
        for index, (annotation_id, record) in enumerate(annotations):
            stream.write(b",\n" if index else b"\n")
            stream.write(b'{"id":%d,%b' % (annotation_id, record[1:]))
        stream.write(b"\n]}\n")


def frame_name(video: Video, second: int) -> str:
    """`<video>/00007.jpg`, as `file_names` and the release's folders have it."""
    return f"{video.video_id}/{second:05d}.jpg"


def _video(number: int, video: Video) -> VideoRecord:
    return VideoRecord(
        video_id=number,
        width=video.width_px,
        height=video.height_px,
        length=video.second_count,
        file_names=[frame_name(video, second) for second in range(video.second_count)],
    )


def annotation_document(
    number: int, video: Video, track: Track, masks: Sequence[Rle | None]
) -> dict[str, Any]:
    """One track; three nulls where it has no mask; polygons, because the evaluator refuses RLE."""
    return {
        "video_id": number,
        "category_id": track.instance.category_id,
        "iscrowd": 0,
        "height": video.height_px,
        "width": video.width_px,
        "length": video.second_count,
        "segmentations": [mask and to_polygons(mask) for mask in masks],
        "bboxes": [mask and [int(value) for value in box_xywh(mask)] for mask in masks],
        "areas": [mask and area(mask) for mask in masks],
    }
