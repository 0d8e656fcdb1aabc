"""Writing AVSBench-OV: the JSON of a split, the label maps of a piece and its line in `metadata.csv`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from avisbuild.documents.csv_text import csv_text
from avisbuild.formats.aviseg import VideoTruth
from avisbuild.formats.aviseg.writing import write_records
from avisbuild.formats.avsbench.label_pictures import write_painted
from avisbuild.formats.avsbench.metadata import SUBSET_OF_LENGTH, MetadataRow
from avisbuild.formats.avsbench.overlap import label_map
from avisbuild.formats.avsbench_ov.pieces import Piece
from avisbuild.formats.avsbench_ov.records import OvCategoryRecord, OvVideoRecord, frame_name
from avisbuild.masks import area, box_xywh
from avisbuild.records import CategoryId, Rle, Split, Taxonomy, Track, Video


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceTruth:
    """What the JSON says of one piece, and the categories in it; its label maps have no others."""

    truth: VideoTruth
    categories: tuple[CategoryId, ...]


def write_piece(number: int, video: Video, tracks: Sequence[Track], labels_dir: Path) -> PieceTruth:
    """Write `<second>.png` for each second to a folder that is there; give what the JSON says.

    `number` is the id of the piece in the JSON. An instance that is silent in this piece is none of it.
    """
    ordered = sorted(tracks, key=lambda track: (track.instance.category_id, track.instance.number))
    heard = [track for track in ordered if any(track.sounding_masks)]
    for second in range(video.second_count):
        labels = label_map(_sounding(heard, second), video.size)
        write_painted(labels_dir / f"{second}.png", labels)
    return PieceTruth(
        truth=VideoTruth(
            annotations=tuple(msgspec.json.encode(_annotation(number, video, t)) for t in heard),
            silent=(),
            mask_count=sum(mask is not None for t in heard for mask in t.sounding_masks),
        ),
        categories=tuple(sorted({track.instance.category_id for track in heard})),
    )


def write_truth(
    path: Path, taxonomy: Taxonomy, videos: Sequence[Video], truths: Iterable[VideoTruth]
) -> None:
    """Write the JSON of one split; `truths` come in the order of `videos`, one each."""
    categories = [
        OvCategoryRecord(each.category_id, each.name, each.supercategory, each.frequency or "n")
        for each in taxonomy
    ]
    write_records(
        path,
        [_video(number, video) for number, video in enumerate(videos, 1)],
        categories,
        (record for truth in truths for record in truth.annotations),
    )


def classes_csv(taxonomy: Taxonomy) -> str:
    """The table that `evaluate-ov --classes` reads."""
    rows = [
        (each.category_id, each.name, "base" if each.is_base else "novel", each.frequency)
        for each in taxonomy
    ]
    return csv_text(("id", "name", "split", "frequency"), rows)


def metadata_row(piece: Piece, split: Split, names: tuple[str, ...]) -> MetadataRow:
    """The line of a piece in `metadata.csv`; `names` are of every category that is painted in it."""
    return MetadataRow(
        uid=piece.video.video_id,
        label=SUBSET_OF_LENGTH[piece.video.second_count],
        split=split,
        categories=names,
        source=piece.source.video_id,
        start=piece.start,
    )


def _sounding(tracks: Sequence[Track], second: int) -> list[tuple[CategoryId, Rle]]:
    masks = ((track.instance.category_id, track.sounding_masks[second]) for track in tracks)
    return [(category, mask) for category, mask in masks if mask is not None]


def _video(number: int, video: Video) -> OvVideoRecord:
    return OvVideoRecord(
        video_id=number,
        width=video.width_px,
        height=video.height_px,
        length=video.second_count,
        file_names=[frame_name(video.video_id, second) for second in range(video.second_count)],
        label=SUBSET_OF_LENGTH[video.second_count],
    )


def _annotation(number: int, video: Video, track: Track) -> dict[str, Any]:
    """One instance; nulls where it does not sound; RLE, which the loader reads and which is each pixel."""
    masks = track.sounding_masks
    return {
        "video_id": number,
        "category_id": track.instance.category_id,
        "iscrowd": 0,
        "height": video.height_px,
        "width": video.width_px,
        "length": video.second_count,
        "segmentations": [mask and _rle(mask) for mask in masks],
        "bboxes": [mask and [int(value) for value in box_xywh(mask)] for mask in masks],
        "areas": [mask and area(mask) for mask in masks],
    }


def _rle(mask: Rle) -> dict[str, Any]:
    height, width = mask.size
    return {"size": [height, width], "counts": mask.counts.decode("ascii")}
