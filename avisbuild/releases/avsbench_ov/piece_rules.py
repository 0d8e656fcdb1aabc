"""What the published readers ask of one folder of AVSBench-semantic: label maps, frames, sound."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from avisbuild import inside
from avisbuild.errors import FormatError
from avisbuild.formats.aviseg.records import VideoRecord
from avisbuild.formats.avsbench import layout
from avisbuild.formats.avsbench.label_pictures import read_painted
from avisbuild.formats.avsbench.metadata import MetadataRow, Subset
from avisbuild.formats.avsbench_ov import records
from avisbuild.formats.findings import Finding, error, warning
from avisbuild.records import Split
from avisbuild.releases.media_rules import check_sound
from avisbuild.untrusted.pictures import PICTURE_ERRORS, open_picture

_NO_SIZE = (1, 1)


def frame_size(piece_dir: Path) -> tuple[int, int]:
    """(height, width) of a piece by its first label map; 1 x 1 where it cannot be read, as others tell."""
    path = piece_dir / layout.LABEL_MAPS / "0.png"
    try:
        with inside.reading(path) as stream, open_picture(stream, path.name) as picture:
            return picture.height, picture.width
    except PICTURE_ERRORS:
        return _NO_SIZE


def check_piece(
    semantic_dir: Path,
    row: MetadataRow,
    video: VideoRecord,
    labels: Mapping[int, str],
    *,
    has_media: bool,
    exact: bool,
) -> Iterator[Finding]:
    """The label maps that the subset asks for, in listed categories alone; a frame a second; sound."""
    piece_dir = semantic_dir / row.folder
    if not piece_dir.is_dir():
        yield error("ov-piece-missing", row.folder, "no-such-folder")
        return
    is_single = row.label is Subset.V1S and row.split is Split.TRAIN
    map_count = 1 if is_single else records.FRAME_COUNTS[row.label]
    maps = [f"{second}.png" for second in range(map_count)]
    yield from _check_names(piece_dir / layout.LABEL_MAPS, maps, row)
    for name in maps:
        if (path := piece_dir / layout.LABEL_MAPS / name).is_file():
            yield from _check_map(path, row, video, labels)
    if not has_media:
        return
    frames = [f"{second}.jpg" for second in range(records.FRAME_COUNTS[row.label])]
    yield from _check_names(piece_dir / layout.FRAMES, frames, row)
    place = f"{row.folder}/{layout.SOUND}"
    yield from check_sound(semantic_dir / place, video.frame_count, place, exact=exact)


def _check_names(folder: Path, expected: list[str], row: MetadataRow) -> Iterator[Finding]:
    """The published code counts the entries of a folder: nothing may be missing and nothing else be there."""
    found = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    place = f"{row.folder}/{folder.name}"
    if missing := [name for name in expected if name not in found]:
        fields = {"label": row.label, "expected": len(expected), "first": missing[0]}
        yield error("ov-files", place, "ov-files-missing", **fields)
    if extra := sorted(found - set(expected)):
        yield error("ov-files", place, "ov-files-extra", first=extra[0])


def _check_map(
    path: Path, row: MetadataRow, video: VideoRecord, labels: Mapping[int, str]
) -> Iterator[Finding]:
    place = f"{row.folder}/{layout.LABEL_MAPS}/{path.name}"
    try:
        painted, foreign = read_painted(path)
    except FormatError as problem:
        yield error("ov-map", place, problem.message)
        return
    if painted.shape != video.size:
        fields = {"expected": str(video.size), "found": str(painted.shape)}
        yield error("ov-map-size", place, "ov-map-size", **fields)
    if foreign is not None:
        count, colour = foreign.pixel_count, str(foreign.colour_rgb)
        yield error("ov-map-colour", place, "ov-map-colour", pixels=count, colour=colour)
    for label in np.unique(painted).tolist():
        name = labels.get(label, "")
        if label and not name:
            yield error("ov-map-label", place, "ov-map-label", label=label)
        elif label and name not in row.categories:
            # The published test code makes such pixels background; so does its copy in `evaluate-ov`.
            yield warning("ov-not-listed", place, "ov-map-not-listed", name=name)
