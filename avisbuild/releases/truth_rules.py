"""What the published loader and evaluator ask of a truth JSON, record by record."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from avisbuild.checks.findings import Finding, error, warning
from avisbuild.documents.checking import problems
from avisbuild.documents.json_lists import JsonRecords
from avisbuild.errors import FormatError
from avisbuild.progress import Progress, silent
from avisbuild.records.bundled import load_taxonomy
from avisbuild.releases.mask_rules import FrameTruth, check_frame

_FRAME_NAME = re.compile(r".*[0-9]\.jpg")
_LISTS = ("segmentations", "bboxes", "areas")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedVideo:
    """A video of a truth JSON: the folder that its frames name, and what its files must be."""

    place: str
    folder: str
    file_names: tuple[str, ...]
    size: tuple[int, int]


@dataclass(slots=True)
class TruthFacts:
    """What a truth JSON holds, for the checks that compare it with other files."""

    videos: list[ListedVideo] = field(default_factory=list)
    instances: int = 0
    masks: int = 0


class TruthCheck:
    """Checks one file; `facts` is filled on the way."""

    def __init__(self, records: JsonRecords, *, exact: bool) -> None:
        self.facts = TruthFacts()
        self._records = records
        self._exact = exact
        self._videos: dict[int, ListedVideo] = {}
        self._folders: set[str] = set()
        self._categories: set[int] = set()
        self._annotation_ids: Counter[int] = Counter()
        self._last_id: dict[int, int] = {}

    def findings(self, *, progress: Progress = silent) -> Iterator[Finding]:
        """Everything wrong in the file, in its order: categories, videos, annotations."""
        name = self._records.name
        try:
            yield from self._check_categories(list(self._records.each("categories")))
            for index, record in enumerate(self._records.each("videos")):
                yield from self._check_video(f"{name} videos[{index}]", record)
            for index, record in enumerate(self._records.each("annotations")):
                yield from self._check_annotation(f"{name} annotations[{index}]", record)
                progress(index + 1, None, name)
        except FormatError as problem:
            yield error("json", name, str(problem).removeprefix(f"{name}: "))

    def _check_categories(self, records: list[Any]) -> Iterator[Finding]:
        name = self._records.name
        yield from _by_schema(records, "category", f"{name} categories")
        found = [
            (record.get("id"), record.get("name")) for record in records if isinstance(record, dict)
        ]
        for what, values in zip(("id", "name"), zip(*found, strict=True), strict=False):
            for value, count in Counter(map(str, values)).items():
                if count > 1:
                    yield error(
                        "ids",
                        f"{name} categories",
                        f"expected each {what} once, got {value} {count} times",
                    )
        self._categories = {number for number, _ in found if type(number) is int}
        official = [(category.category_id, category.name) for category in load_taxonomy("aviseg")]
        if found != official:
            yield warning(
                "categories-official",
                f"{name} categories",
                f"not the {len(official)} of AVISeg in order of id: the published code refuses the file",
            )

    def _check_video(self, place: str, record: Any) -> Iterator[Finding]:
        wrong = list(_by_schema([record], "video", place))
        yield from wrong
        if wrong:
            return
        number, names = record["id"], tuple(record["file_names"])
        if number in self._videos:
            yield error("ids", f"{place}.id", f"expected each id once, got {number} again")
        if record["length"] != len(names):
            yield error(
                "length",
                f"{place}.length",
                f"expected {len(names)} as in file_names, got {record['length']}",
            )
        folder = names[0].partition("/")[0]
        yield from _check_names(f"{place}.file_names", folder, names)
        if folder in self._folders:
            yield error(
                "folder-twice", place, f"the folder {folder} belongs to an earlier video already"
            )
        self._folders.add(folder)
        video = ListedVideo(
            place=place, folder=folder, file_names=names, size=(record["height"], record["width"])
        )
        self._videos[number] = video
        self.facts.videos.append(video)

    def _check_annotation(self, place: str, record: Any) -> Iterator[Finding]:
        wrong = list(_by_schema([record], "annotation", place))
        yield from wrong
        if wrong:
            return
        self.facts.instances += 1
        self.facts.masks += sum(item is not None for item in record["segmentations"])
        yield from self._check_ids(place, record)
        if record["iscrowd"]:
            yield warning("iscrowd", f"{place}.iscrowd", "AP ignores it, HOTA and FSLA do not")
        video = self._videos.get(record["video_id"])
        if video is None:
            return
        size = (record["height"], record["width"])
        if size != video.size:
            yield error(
                "annotation-size",
                place,
                f"expected the video's (height, width) {video.size}, got {size}",
            )
        yield from self._check_frames(place, record, len(video.file_names), size)

    def _check_ids(self, place: str, record: dict[str, Any]) -> Iterator[Finding]:
        number, video_id = record["id"], record["video_id"]
        self._annotation_ids[number] += 1
        if self._annotation_ids[number] > 1:
            yield error("ids", f"{place}.id", f"expected each id once, got {number} again")
        elif number < self._last_id.get(video_id, number):
            yield error(
                "ids-ascending",
                f"{place}.id",
                f"expected more than {self._last_id[video_id]}, the one before of its video, got {number}: "
                "the evaluator compares the wrong masks",
            )
        self._last_id[video_id] = number
        if video_id not in self._videos:
            yield error("video-unknown", f"{place}.video_id", f"no video has the id {video_id}")
        if record["category_id"] not in self._categories:
            yield error(
                "category-unknown",
                f"{place}.category_id",
                f"no category has the id {record['category_id']}",
            )

    def _check_frames(
        self, place: str, record: dict[str, Any], second_count: int, size: tuple[int, int]
    ) -> Iterator[Finding]:
        lengths = {key: len(record[key]) for key in _LISTS}
        for key, length in lengths.items():
            if length != second_count:
                yield error(
                    "length", f"{place}.{key}", f"expected {second_count} entries, got {length}"
                )
        if all(item is None for item in record["segmentations"]):
            yield error(
                "track-empty",
                f"{place}.segmentations",
                "expected a mask in at least one second: the evaluator miscounts the tracks after it",
            )
        if len(set(lengths.values())) > 1:
            return
        for second, (segmentation, box, area) in enumerate(
            zip(*(record[key] for key in _LISTS), strict=True)
        ):
            frame = FrameTruth(segmentation=segmentation, box=box, area=area, size=size)
            yield from check_frame(frame, place, f"[{second}]", exact=self._exact)


def _check_names(place: str, folder: str, names: tuple[str, ...]) -> Iterator[Finding]:
    for index, name in enumerate(names):
        if name.partition("/")[0] != folder:
            yield error(
                "folder-mixed", f"{place}[{index}]", f"expected the folder {folder}, got {name}"
            )
        if _FRAME_NAME.fullmatch(name) is None:
            yield warning(
                "frame-name", f"{place}[{index}]", f"expected digits before .jpg, got {name}"
            )
    for name, count in Counter(names).items():
        if count > 1:
            yield error("frame-twice", place, f"expected each frame once, got {name} {count} times")


def _by_schema(records: list[Any], part: str, place: str) -> Iterator[Finding]:
    single = part != "category"
    for index, record in enumerate(records):
        at = place if single else f"{place}[{index}]"
        for problem in problems(record, "aviseg", part=part, at=at):
            where, _, message = problem.partition(": ")
            yield error("schema", where, message)
