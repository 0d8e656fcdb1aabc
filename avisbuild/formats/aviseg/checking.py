"""What the published loader and evaluator ask of a truth JSON, record by record."""

import re
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

import msgspec

from avisbuild.documents.checking import problems
from avisbuild.documents.json_text import decoded
from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import records
from avisbuild.formats.aviseg.mask_rules import FrameTruth, check_frame
from avisbuild.formats.aviseg.mask_survey import MaskSurvey
from avisbuild.formats.aviseg.rules import TruthIndex, check_entries, check_length
from avisbuild.formats.findings import Finding, error, warning
from avisbuild.progress import Progress, silent
from avisbuild.records.bundled import load_taxonomy

_FRAME_NAME = re.compile(r".*[0-9]\.jpg")
# More than anyone reads, and less than memory holds of a stranger's file.
_MOST_FINDINGS = 10_000
_MOST_TOLD_BYTES = 2 << 20
_LISTS = ("segmentations", "bboxes", "areas")
_PLAIN = msgspec.json.Decoder(Any)
_T = TypeVar("_T")


@dataclass(slots=True)
class TruthFacts:
    """What a truth JSON holds, for the checks that compare it with other files."""

    videos: list[records.VideoRecord] = field(default_factory=list)
    instances: int = 0
    masks: int = 0


class TruthCheck:
    """Checks one file; `facts` is filled on the way."""

    def __init__(self, truth: records.TruthJson, *, exact: bool) -> None:
        self.facts = TruthFacts()
        self._truth = truth
        self._exact = exact
        self._index = TruthIndex()
        self._annotation_ids: set[int] = set()
        self._last_id: dict[int, int] = {}
        self._survey = MaskSurvey()

    def findings(self, *, progress: Progress = silent) -> Iterator[Finding]:
        """Everything wrong in the file, in its order, but for what comes after 10,000 findings."""
        yield from islice(found := self._findings(progress), _MOST_FINDINGS)
        if next(found, None) is not None:
            yield warning("too-many", self._truth.name, "truth-too-many", most=_MOST_FINDINGS)
        if self._survey.is_normalised and (problem := self._survey.problem()):
            yield error("polygons-normalised", self._survey.first_place, problem)

    def _findings(self, progress: Progress) -> Iterator[Finding]:
        name = self._truth.name
        try:
            for place, text in self._truth.texts("categories"):
                yield from self._check_category(f"{name} {place}", text)
            yield from self._check_taxonomy(f"{name} categories")
            for place, text in self._truth.texts("videos"):
                yield from self._check_video(f"{name} {place}", text)
            for done, (place, text) in enumerate(self._truth.texts("annotations"), start=1):
                yield from self._check_annotation(f"{name} {place}", text)
                progress(done, None, name)
        except FormatError as problem:
            yield error("json", name, problem.message)

    def _check_category(self, place: str, text: msgspec.Raw) -> Iterator[Finding]:
        _, category = yield from _by_schema("category", records.CATEGORY, place, text)
        if category is not None:
            yield from self._index.add_category(place, category)

    def _check_taxonomy(self, place: str) -> Iterator[Finding]:
        found = [(each.id, each.name) for each in self._index.categories.values()]
        for name, count in Counter(name for _, name in found).items():
            if count > 1:
                yield error("ids", place, "truth-name-again", name=name, count=count)
        official = [(category.category_id, category.name) for category in load_taxonomy("aviseg")]
        if found != official:
            yield warning(
                "categories-official", place, "truth-categories-official", count=len(official)
            )

    def _check_video(self, place: str, text: msgspec.Raw) -> Iterator[Finding]:
        _, video = yield from _by_schema("video", records.VIDEO, place, text)
        if video is not None:
            yield from self._index.add_video(place, video)
            yield from check_length(place, video)
            yield from _check_names(f"{place}.file_names", video)
            self.facts.videos.append(video)

    def _check_annotation(self, place: str, text: msgspec.Raw) -> Iterator[Finding]:
        document, record = yield from _by_schema("annotation", records.ANNOTATION, place, text)
        if record is None:
            return
        self.facts.instances += 1
        self.facts.masks += sum(item is not None for item in document["segmentations"])
        yield from self._check_ids(place, record)
        if record.iscrowd:
            yield warning("iscrowd", f"{place}.iscrowd", "truth-crowd")
        yield from self._index.check_annotation(place, record)
        video = self._index.videos.get(record.video_id)
        if video is not None:
            yield from self._check_frames(place, document, video, record.size_in(video))

    def _check_ids(self, place: str, record: records.AnnotationRecord) -> Iterator[Finding]:
        before = self._last_id.get(record.video_id, record.id)
        if record.id in self._annotation_ids:
            yield error("ids", f"{place}.id", "truth-id-again", id=record.id)
        elif record.id < before:
            fields = {"before": before, "found": record.id}
            yield error("ids-ascending", f"{place}.id", "truth-ids-ascending", **fields)
        self._annotation_ids.add(record.id)
        self._last_id[record.video_id] = record.id

    def _check_frames(
        self, place: str, document: Any, video: records.VideoRecord, size: tuple[int, int]
    ) -> Iterator[Finding]:
        lists = [document[key] for key in _LISTS]
        for key, entries in zip(_LISTS, lists, strict=True):
            yield from check_entries(f"{place}.{key}", video, len(entries))
        if all(item is None for item in lists[0]):
            yield error("track-empty", f"{place}.segmentations", "truth-track-empty")
        if len(set(map(len, lists))) > 1:
            return
        for second, (segmentation, box, area) in enumerate(zip(*lists, strict=True)):
            frame = FrameTruth(segmentation=segmentation, box=box, area=area, size=size)
            yield from check_frame(frame, place, f"[{second}]", exact=self._exact)
            if segmentation:
                # Whether it has a pixel the line before has told.
                self._survey.add(f"{place}.segmentations[{second}]", segmentation, 1)


def _check_names(place: str, video: records.VideoRecord) -> Iterator[Finding]:
    for index, name in enumerate(video.file_names):
        at = f"{place}[{index}]"
        if name.partition("/")[0] != video.name:
            yield error("folder-mixed", at, "truth-folder-mixed", expected=video.name, found=name)
        if _FRAME_NAME.fullmatch(name) is None:
            yield warning("frame-name", at, "truth-frame-name", found=name)
    for name, count in Counter(video.file_names).items():
        if count > 1:
            yield error("frame-twice", place, "truth-frame-twice", name=name, count=count)


def _by_schema(
    part: str, decoder: "msgspec.json.Decoder[_T]", place: str, text: msgspec.Raw
) -> Generator[Finding, None, tuple[Any, _T | None]]:
    """What the schema says of a record; gives back its plain values and, if they are right, our record."""
    try:
        document = decoded(_PLAIN, text, place)
        is_large = len(memoryview(text)) > _MOST_TOLD_BYTES
        wrong = problems(document, "aviseg", part=part, at=place, briefly=is_large)
        for problem in wrong:
            yield error("schema", problem.place, problem.message)
        return document, None if wrong else decoded(decoder, text, place)
    except FormatError as problem:
        at = problem.fields.get("place", place)
        told = problem.fields.get("problem", problem.message)
        yield error("schema", str(at), "said", text=told)
        return None, None
