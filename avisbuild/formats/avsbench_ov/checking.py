"""What the published readers ask of an AVSBench-OV JSON, record by record."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

import msgspec

from avisbuild.documents.checking import problems
from avisbuild.documents.json_text import decoded
from avisbuild.errors import FormatError
from avisbuild.formats.aviseg.records import ANNOTATION, AnnotationRecord, TruthJson
from avisbuild.formats.aviseg.rules import TruthIndex, check_entries, check_length
from avisbuild.formats.avsbench_ov import records
from avisbuild.formats.findings import Finding, error, warning
from avisbuild.masks import area, read_segmentation

_MOST_FINDINGS = 10_000
_LISTS = ("segmentations", "bboxes")
_PLAIN = msgspec.json.Decoder(Any)
_T = TypeVar("_T")


@dataclass(slots=True)
class OvFacts:
    """What a JSON holds, for the checks that compare it with other files."""

    videos: list[records.OvVideoRecord] = field(default_factory=list)
    instances: int = 0
    masks: int = 0
    novel: frozenset[str] = frozenset()


class OvTruthCheck:
    """Checks the file of one split; `facts` is filled on the way. In training no category may be novel."""

    def __init__(self, truth: TruthJson, *, is_training: bool) -> None:
        self.facts = OvFacts()
        self._truth = truth
        self._is_training = is_training
        self._index = TruthIndex()
        self._novel: dict[int, str] = {}
        self._annotation_ids: set[int] = set()

    def findings(self) -> Iterator[Finding]:
        """Everything wrong in the file, in its order, but for what comes after 10,000 findings."""
        name = self._truth.name
        found = self._findings()
        try:
            yield from islice(found, _MOST_FINDINGS)
            if next(found, None) is not None:
                yield warning("too-many", name, "truth-too-many", most=_MOST_FINDINGS)
        except FormatError as problem:
            yield error("json", name, problem.message)

    def _findings(self) -> Iterator[Finding]:
        name = self._truth.name
        for place, text in self._truth.texts("categories"):
            yield from self._check_category(f"{name} {place}", text)
        self.facts.novel = frozenset(self._novel.values())
        for place, text in self._truth.texts("videos"):
            yield from self._check_video(f"{name} {place}", text)
        for place, text in self._truth.texts("annotations"):
            yield from self._check_annotation(f"{name} {place}", text)

    def _check_category(self, place: str, text: msgspec.Raw) -> Iterator[Finding]:
        _, category = yield from _by_schema("category", records.CATEGORY, place, text)
        if category is not None:
            yield from self._index.add_category(place, category)
            if not category.is_base:
                self._novel[category.id] = category.name

    def _check_video(self, place: str, text: msgspec.Raw) -> Iterator[Finding]:
        _, video = yield from _by_schema("video", records.VIDEO, place, text)
        if video is None:
            return
        yield from self._index.add_video(place, video)
        yield from check_length(place, video)
        expected = records.FRAME_COUNTS[video.label]
        if video.frame_count != expected:
            fields = {"label": video.label, "expected": expected, "found": video.frame_count}
            yield error("ov-frames", f"{place}.file_names", "ov-frame-count", **fields)
        for index, found in enumerate(video.file_names):
            if found != (right := records.frame_name(video.name, index)):
                at = f"{place}.file_names[{index}]"
                yield error("ov-frame-name", at, "ov-frame-name", expected=right, found=found)
        self.facts.videos.append(video)

    def _check_annotation(self, place: str, text: msgspec.Raw) -> Iterator[Finding]:
        document, record = yield from _by_schema("annotation", ANNOTATION, place, text)
        if record is None:
            return
        self.facts.instances += 1
        self.facts.masks += sum(item is not None for item in document["segmentations"])
        if record.id in self._annotation_ids:
            yield error("ids", f"{place}.id", "truth-id-again", id=record.id)
        self._annotation_ids.add(record.id)
        if record.iscrowd:
            yield warning("iscrowd", f"{place}.iscrowd", "truth-crowd")
        yield from self._index.check_annotation(place, record)
        if self._is_training and (name := self._novel.get(record.category_id)):
            yield error("ov-leak", f"{place}.category_id", "ov-novel-in-training", name=name)
        yield from self._check_masks(place, document, record)

    def _check_masks(
        self, place: str, document: Any, record: AnnotationRecord
    ) -> Iterator[Finding]:
        video = self._index.videos.get(record.video_id)
        if video is None:
            return
        for key in _LISTS:
            yield from check_entries(f"{place}.{key}", video, len(document[key]))
        masks, boxes = (document[key] for key in _LISTS)
        if not any(masks):
            yield error("track-empty", f"{place}.segmentations", "truth-track-empty")
        for second, (mask, box) in enumerate(zip(masks, boxes, strict=False)):
            at = f"{place}.segmentations[{second}]"
            if (mask is None) != (box is None):
                missing = "segmentation" if mask is None else "bbox"
                yield error("nulls", at, "truth-nulls", missing=missing)
            try:
                rle = read_segmentation(mask, record.size_in(video))
            except FormatError as problem:
                yield error("ov-mask", at, problem.message)
                continue
            if rle is not None and not area(rle):
                yield warning("mask-empty", at, "ov-mask-empty")


def _by_schema(
    part: str, decoder: "msgspec.json.Decoder[_T]", place: str, text: msgspec.Raw
) -> Generator[Finding, None, tuple[Any, _T | None]]:
    """What the schema says of a record; gives back its plain values and, if they are right, our record."""
    try:
        document = decoded(_PLAIN, text, place)
        wrong = problems(document, "avsbench-ov", part=part, at=place, briefly=True)
        for problem in wrong:
            yield error("schema", problem.place, problem.message)
        return document, None if wrong else decoded(decoder, text, place)
    except FormatError as problem:
        at = problem.fields.get("place", place)
        told = problem.fields.get("problem", problem.message)
        yield error("schema", str(at), "said", text=told)
        return None, None
