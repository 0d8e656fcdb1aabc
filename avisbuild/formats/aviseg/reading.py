"""Reading a truth JSON of AVISeg or of anyone else in that style back into plain values, masks lossless."""

from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from avisbuild.documents.json_text import decoded
from avisbuild.documents.wording import shown
from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import records
from avisbuild.formats.aviseg.mask_survey import MaskSurvey
from avisbuild.formats.aviseg.rules import AnnotationIds, TruthIndex, check_length, refuse
from avisbuild.masks import area, read_segmentation
from avisbuild.messages import Message
from avisbuild.progress import Progress, silent
from avisbuild.records import (
    Category,
    CategoryId,
    Instance,
    Rle,
    Sounding,
    Taxonomy,
    Track,
    Video,
    colour_of_its_own,
    stable_instance_id,
    video_id,
)

_LONGEST_NAME = 128


class _Numbers(msgspec.Struct):
    """What says of which video a record is, whatever else is wrong with it."""

    id: Any = None
    video_id: Any = None


_NUMBERS = msgspec.json.Decoder(_Numbers)


@dataclass(slots=True, kw_only=True)
class ReadVideo:
    """One entry of `videos` with its tracks, and what is wrong with it, each by its place in the file.

    `video` is None when the entry itself cannot be used. `notes` tell of small things that were
    passed over, such as empty masks; `problems` of what makes the video unfit to be taken, to which
    `survey` adds what only all of its masks show.
    """

    where: str
    name: str
    video: Video | None = None
    file_names: tuple[str, ...] = ()
    tracks: list[Track] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    survey: MaskSurvey = field(default_factory=MaskSurvey)


@dataclass(frozen=True, slots=True, kw_only=True)
class AvisegContent:
    """A truth JSON: its categories, and its videos in the order of the file."""

    taxonomy: Taxonomy
    videos: tuple[ReadVideo, ...]


def read_content(path: Path, *, progress: Progress = silent) -> AvisegContent:
    """Everything in the file, with what is wrong kept beside each video.

    Segmentations may be polygons, RLE compressed or not, null or []. Optional fields may be absent.
    Raises FormatError when the file as a whole is no such JSON, has an annotation of no video, or masks
    of which not one has a pixel.
    """
    return content_of(records.TruthJson.read(path, path.name), progress=progress)


def content_of(truth: records.TruthJson, *, progress: Progress = silent) -> AvisegContent:
    """The same of a file that is open."""
    index = TruthIndex()
    ids, survey = AnnotationIds(), MaskSurvey()
    taxonomy = _read_taxonomy(truth, index)
    videos: dict[int, ReadVideo] = {}
    for place, text in truth.texts("videos"):
        number = decoded(_NUMBERS, text, f"{truth.name}: {place}").id
        if not _is_whole(number) or number in videos:
            is_absent = number is None or _is_whole(number)
            kind = "truth-id-of-its-own" if is_absent else "truth-id-kind"
            raise _at(f"{truth.name}: {place}.id", kind, id=shown(number))
        videos[number] = _read_video(index, place, text)
    for done, (place, text) in enumerate(truth.texts("annotations"), start=1):
        numbers = decoded(_NUMBERS, text, f"{truth.name}: {place}")
        owner = numbers.video_id
        if not _is_whole(owner) or owner not in videos:
            kind = "truth-video-unknown" if _is_whole(owner) else "truth-id-kind"
            raise _at(f"{truth.name}: {place}.video_id", kind, id=shown(owner))
        read = videos[owner]
        _check_id(ids, read, place, numbers.id, owner)
        _read_annotation(read, index, place, text, survey)
        progress(done, None, read.name)
    if problem := survey.problem():
        raise FormatError("wrong-at", place=f"{truth.name}: {survey.first_place}", problem=problem)
    for read in videos.values():
        if read.survey.is_first_pixel:
            told = Message("truth-first-pixel", count=read.survey.polygon_count)
            read.notes.append(f"{read.survey.first_place}: {told}")
        if read.survey.is_normalised and (problem := read.survey.problem()):
            read.problems.append(f"{read.survey.first_place}: {problem}")
    return AvisegContent(taxonomy=taxonomy, videos=tuple(videos.values()))


def _check_id(ids: AnnotationIds, read: ReadVideo, place: str, number: object, owner: int) -> None:
    """Tell of an id that an annotation before has; what is no id is told when the annotation is read."""
    if not isinstance(number, int) or not _is_whole(number):
        return
    before = ids.before(place, number, owner)
    if before is None:
        return
    first, is_same_video = before
    kind = "truth-id-again-as" if is_same_video else "truth-id-elsewhere"
    told = f"{place}.id: {Message(kind, id=number, first=first)}"
    (read.problems if is_same_video else read.notes).append(told)


def _is_whole(number: object) -> bool:
    """Whether it may be an id: 1.0 and true are equal to 1, and are none."""
    return type(number) is int


def _read_taxonomy(truth: records.TruthJson, index: TruthIndex) -> Taxonomy:
    """The file's categories. It has no colours, so each gets one of its own."""
    for place, record in truth.each("categories", records.CATEGORY):
        refuse(index.add_category(place, record), truth.name)
        is_line = record.name.isprintable() and 0 < len(record.name) <= _LONGEST_NAME
        if record.id < 1 or not is_line:
            raise FormatError("truth-category", file=truth.name, place=place)
    categories = sorted(
        map(_category, index.categories.values()), key=lambda each: each.category_id
    )
    try:
        return Taxonomy(name=truth.name, categories=tuple(categories))
    except ValueError as error:
        raise FormatError("truth-taxonomy", file=truth.name, problem=error) from error


def _category(record: records.CategoryRecord) -> Category:
    return Category(
        category_id=CategoryId(record.id),
        name=record.name,
        colour_rgb=colour_of_its_own(record.id),
        supercategory=record.supercategory,
    )


def _read_video(index: TruthIndex, place: str, text: msgspec.Raw) -> ReadVideo:
    read = ReadVideo(where=place, name=place)
    try:
        record = decoded(records.VIDEO, text, place)
        refuse(chain(index.add_video(place, record), check_length(place, record)))
        read.file_names = tuple(record.file_names)
        if len(set(read.file_names)) < len(read.file_names):
            read.notes.append(f"{place}.file_names: a frame stands there more than once")
        read.video = Video(
            video_id=video_id(record.name),
            second_count=record.frame_count,
            height_px=record.height,
            width_px=record.width,
        )
    except FormatError as error:
        read.problems.append(str(error))
    except ValueError as error:
        read.problems.append(f"{place}: {error}")
    else:
        # Only a name that was checked is printed: another may hold anything.
        read.name = read.video.video_id
    return read


def _read_annotation(
    read: ReadVideo, index: TruthIndex, place: str, text: msgspec.Raw, survey: MaskSurvey
) -> None:
    if read.video is None:
        return
    size = read.video.size
    try:
        record = decoded(records.ANNOTATION, text, place)
        if record.iscrowd:
            read.notes.append(f"{place}: iscrowd has no place in a project; left out")
            return
        masks = tuple(
            _read_mask(read, f"{place}.segmentations[{second}]", item, size, survey)
            for second, item in enumerate(index.segmentations(place, record))
        )
    except FormatError as error:
        read.problems.append(str(error))
    else:
        _add_track(read, read.video, index.categories[record.category_id], masks)


def _read_mask(
    read: ReadVideo, place: str, item: object, size: tuple[int, int], survey: MaskSurvey
) -> Rle | None:
    try:
        mask = read_segmentation(item, size)
    except FormatError as error:
        raise FormatError("wrong-at", place=place, problem=error) from error
    if mask is None:
        return None
    pixels = area(mask)
    for each in (survey, read.survey):
        each.add(place, item, pixels)
    if pixels == 0:
        read.notes.append(f"{place}: an empty mask; taken as silent")
        return None
    return mask


def _add_track(
    read: ReadVideo, video: Video, record: records.CategoryRecord, masks: tuple[Rle | None, ...]
) -> None:
    category = CategoryId(record.id)
    number = 1 + sum(track.instance.category_id == category for track in read.tracks)
    instance = Instance(
        instance_id=stable_instance_id(video.video_id, f"{record.name}_{number}"),
        video_id=video.video_id,
        category_id=category,
        number=number,
    )
    states = tuple(Sounding.SOUNDING if mask else Sounding.SILENT for mask in masks)
    read.tracks.append(Track(instance=instance, states=states, masks=masks))
    read.tracks.sort(key=lambda track: (track.instance.category_id, track.instance.number))


def _at(place: str, kind: str, **fields: object) -> FormatError:
    return FormatError("wrong-at", place=place, problem=Message(kind, **fields))
