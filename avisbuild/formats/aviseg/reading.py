"""Reading a truth JSON of AVISeg or of anyone else in that style back into plain values, masks lossless."""

import colorsys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from avisbuild.documents.json_lists import JsonRecords
from avisbuild.errors import FormatError
from avisbuild.masks import area, read_segmentation
from avisbuild.progress import Progress, silent
from avisbuild.records import (
    Category,
    CategoryId,
    Instance,
    Rle,
    Snapshot,
    Sounding,
    Taxonomy,
    Track,
    Video,
    VideoId,
    instance_id_of,
    video_id,
)

_GOLDEN_ANGLE = 0.381966
_LONGEST_NAME = 128


@dataclass(slots=True, kw_only=True)
class ReadVideo:
    """One entry of `videos` with its tracks, and what is wrong with it, each by its place in the file.

    `video` is None when the entry itself cannot be used. `notes` tell of small things that were
    passed over, such as empty masks; `problems` of what makes the video unfit to be taken.
    """

    where: str
    name: str
    video: Video | None = None
    file_names: tuple[str, ...] = ()
    tracks: list[Track] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class AvisegContent:
    """A truth JSON: its categories, its videos in the order of the file, and annotations of no video."""

    taxonomy: Taxonomy
    videos: tuple[ReadVideo, ...]
    problems: tuple[str, ...]


def read_aviseg(path: Path, *, progress: Progress = silent) -> Snapshot:
    """The whole file as a snapshot without media; raises FormatError with the first thing wrong in it."""
    content = read_content(path, progress=progress)
    problems = [
        *content.problems,
        *(problem for video in content.videos for problem in video.problems),
    ]
    if problems:
        raise FormatError(f"{path.name}: {problems[0]}" + _and_more(len(problems) - 1))
    tracks = {video.video.video_id: video.tracks for video in content.videos if video.video}
    if len(tracks) != len(content.videos):
        counts = Counter(video.name for video in content.videos)
        raise FormatError(
            f"{path.name}: more than one video in the folder {counts.most_common(1)[0][0]}"
        )
    videos = sorted(
        (read.video for read in content.videos if read.video), key=lambda video: video.video_id
    )
    return Snapshot(taxonomy=content.taxonomy, videos=videos, tracks=tracks)


def read_content(path: Path, *, progress: Progress = silent) -> AvisegContent:
    """Everything in the file, with what is wrong kept beside each video.

    Segmentations may be polygons, RLE compressed or not, null or []. Optional fields may be absent.
    Raises FormatError when the file as a whole is no such JSON.
    """
    records = JsonRecords(path)
    taxonomy = read_taxonomy(records)
    videos: dict[int, ReadVideo] = {}
    for index, record in enumerate(records.each("videos")):
        read, number = _read_video(index, record), _whole(record, "id")
        if number is None or number in videos:
            raise FormatError(
                f"{path.name}: {read.where}.id: expected a number of its own, got {number}"
            )
        videos[number] = read
    problems: list[str] = []
    for index, record in enumerate(records.each("annotations")):
        where, number = f"annotations[{index}]", _whole(record, "video_id")
        if number not in videos:
            problems.append(f"{where}.video_id: no video has the id {number}")
            continue
        _add_annotation(videos[number], where, record, taxonomy)
        progress(index + 1, None, videos[number].name)
    return AvisegContent(taxonomy=taxonomy, videos=tuple(videos.values()), problems=tuple(problems))


def read_taxonomy(records: JsonRecords) -> Taxonomy:
    """The file's categories; raises FormatError. The file has no colours, so each gets one of its own."""
    categories = []
    for index, record in enumerate(records.each("categories")):
        number, name = _whole(record, "id"), _name_of(record)
        if number is None or number < 1 or not name:
            raise FormatError(
                f"{records.name}: categories[{index}]: expected an id from 1 and a name in one line"
            )
        kind = record.get("supercategory")
        categories.append(
            Category(
                category_id=CategoryId(number),
                name=name,
                colour_rgb=_colour(number),
                supercategory=kind if isinstance(kind, str) else None,
            )
        )
    try:
        return Taxonomy(
            name=records.name,
            categories=tuple(sorted(categories, key=lambda each: each.category_id)),
        )
    except ValueError as error:
        raise FormatError(f"{records.name}: categories: {error}") from error


def _read_video(index: int, record: Any) -> ReadVideo:
    read = ReadVideo(where=f"videos[{index}]", name=f"videos[{index}]")
    names = record.get("file_names") if isinstance(record, dict) else None
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        read.problems.append(f"{read.where}.file_names: expected a list of <video>/<frame>.jpg")
        return read
    read.file_names = tuple(names)
    length = record.get("length", len(names))
    if length != len(names):
        read.problems.append(
            f"{read.where}.length: expected {len(names)} as in file_names, got {length}"
        )
        return read
    try:
        read.video = Video(
            video_id=video_id(read.file_names[0].partition("/")[0]),
            second_count=len(names),
            height_px=_whole(record, "height") or 0,
            width_px=_whole(record, "width") or 0,
        )
    except ValueError as error:
        read.problems.append(f"{read.where}: {error}")
    else:
        # Only a name that was checked is printed: another may hold anything.
        read.name = read.video.video_id
    return read


def _add_annotation(
    read: ReadVideo, where: str, record: Mapping[str, Any], taxonomy: Taxonomy
) -> None:
    if read.video is None:
        return
    category = CategoryId(_whole(record, "category_id") or 0)
    if category not in taxonomy.by_id:
        read.problems.append(
            f"{where}.category_id: no category has the id {record.get('category_id')!r:.40}"
        )
        return
    if record.get("iscrowd"):
        read.notes.append(f"{where}: iscrowd has no place in a project; left out")
        return
    segmentations = record.get("segmentations")
    found = len(segmentations) if isinstance(segmentations, list) else type(segmentations).__name__
    if found != read.video.second_count:
        read.problems.append(
            f"{where}.segmentations: expected {read.video.second_count} entries, got {found}"
        )
        return
    size = _size_of(record, read.video)
    if size != read.video.size:
        read.problems.append(
            f"{where}: expected the video's size {read.video.size}, got {size!r:.60}"
        )
        return
    masks = tuple(
        _read_mask(read, f"{where}.segmentations[{second}]", item, size)
        for second, item in enumerate(segmentations or ())
    )
    _add_track(read, category, masks, taxonomy)


def _read_mask(read: ReadVideo, where: str, item: object, size: tuple[int, int]) -> Rle | None:
    try:
        mask = read_segmentation(item, size)
    except FormatError as error:
        read.problems.append(f"{where}: {error}")
        return None
    if mask is not None and area(mask) == 0:
        read.notes.append(f"{where}: an empty mask; taken as silent")
        return None
    return mask


def _add_track(
    read: ReadVideo, category: CategoryId, masks: tuple[Rle | None, ...], taxonomy: Taxonomy
) -> None:
    number = 1 + sum(track.instance.category_id == category for track in read.tracks)
    owner = VideoId(read.name)
    instance = Instance(
        instance_id=instance_id_of(owner, f"{taxonomy.by_id[category].name}_{number}"),
        video_id=owner,
        category_id=category,
        number=number,
    )
    states = tuple(Sounding.SOUNDING if mask else Sounding.SILENT for mask in masks)
    read.tracks.append(Track(instance=instance, states=states, masks=masks))
    read.tracks.sort(key=lambda track: (track.instance.category_id, track.instance.number))


def _size_of(record: Mapping[str, Any], video: Video) -> tuple[Any, Any]:
    return record.get("height", video.height_px), record.get("width", video.width_px)


def _whole(record: Any, key: str) -> int | None:
    """A whole number at `key`, None where there is none; true and false are no numbers."""
    value = record.get(key) if isinstance(record, dict) else None
    return value if type(value) is int else None


def _name_of(record: Any) -> str:
    """The name of a category, empty where there is none that fits in a line."""
    name = record.get("name") if isinstance(record, dict) else None
    fits = isinstance(name, str) and len(name) <= _LONGEST_NAME and name.isprintable()
    return str(name) if fits else ""


def _colour(number: int) -> tuple[int, int, int]:
    """Far apart for neighbouring ids, and always the same."""
    red, green, blue = colorsys.hsv_to_rgb(number * _GOLDEN_ANGLE % 1, 0.75, 0.95)
    return round(255 * red), round(255 * green), round(255 * blue)


def _and_more(count: int) -> str:
    return f" (and {count} more problems)" if count > 0 else ""
