"""What must fit together in a truth JSON, each rule once: for importing, checking, counting and scoring."""

from collections.abc import Iterable, Iterator
from typing import Any

from avisbuild.documents.json_text import decoded
from avisbuild.documents.wording import shown
from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import records
from avisbuild.formats.findings import Finding, error
from avisbuild.messages import Message


class TruthIndex:
    """The categories and videos of a file, added as they come, and what does not fit them."""

    def __init__(self) -> None:
        self.categories: dict[int, records.CategoryRecord] = {}
        self.videos: dict[int, records.VideoRecord] = {}
        self._folders: dict[str, str] = {}

    @classmethod
    def of(cls, truth: records.TruthJson) -> "TruthIndex":
        """All categories and videos of a file; raises FormatError with the first that does not fit."""
        index = cls()
        for place, category in truth.each("categories", records.CATEGORY):
            refuse(index.add_category(place, category), truth.name)
        for place, video in truth.each("videos", records.VIDEO):
            refuse(index.add_video(place, video), truth.name)
        return index

    def add_category(self, place: str, category: records.CategoryRecord) -> Iterator[Finding]:
        """Its id must be new."""
        if category.id in self.categories:
            yield error("ids", f"{place}.id", "truth-id-again", id=category.id)
        self.categories[category.id] = category

    def add_video(self, place: str, video: records.VideoRecord) -> Iterator[Finding]:
        """Its id must be new, and so must the folder of its frames."""
        if video.video_id in self.videos:
            yield error("ids", f"{place}.id", "truth-id-again", id=video.video_id)
        owner = self._folders.setdefault(video.name, place)
        if owner != place:
            at = f"{place}.file_names"
            yield error(
                "folder-twice", at, "truth-folder-twice", folder=shown(video.name), owner=owner
            )
        self.videos[video.video_id] = video

    def segmentations(
        self, place: str, annotation: records.AnnotationRecord, *, where: str = ""
    ) -> list[Any]:
        """What an annotation says of each frame of its video; raises FormatError if it does not fit."""
        refuse(self.check_annotation(place, annotation), where)
        place = f"{where}: {place}.segmentations" if where else f"{place}.segmentations"
        found = decoded(records.SEGMENTATIONS, annotation.segmentations, place)
        refuse(check_entries(place, self.videos[annotation.video_id], len(found)))
        return found

    def check_annotation(
        self, place: str, annotation: records.AnnotationRecord
    ) -> Iterator[Finding]:
        """Its video and its category must be there; its size, if it states one, must be the video's."""
        video = self.videos.get(annotation.video_id)
        if video is None:
            at = f"{place}.video_id"
            yield error("video-unknown", at, "truth-video-unknown", id=annotation.video_id)
        if annotation.category_id not in self.categories:
            at = f"{place}.category_id"
            yield error("category-unknown", at, "truth-category-unknown", id=annotation.category_id)
        if video is not None and (size := annotation.size_in(video)) != video.size:
            yield error(
                "annotation-size", place, "truth-annotation-size", expected=video.size, found=size
            )


class AnnotationIds:
    """The ids of annotations as they come, and where one of them stood before.

    Within a video that is a fault: two tracks cannot be told apart. Files that were joined may number each
    video anew; there it is to be known.
    """

    def __init__(self) -> None:
        self._in_video: dict[int, dict[int, str]] = {}
        self._anywhere: dict[int, str] = {}

    def before(self, place: str, annotation_id: int, video_id: int) -> tuple[str, bool] | None:
        """The first place of an id that is not new, and whether that is in the same video."""
        first = self._in_video.setdefault(video_id, {}).setdefault(annotation_id, place)
        if first != place:
            return first, True
        first = self._anywhere.setdefault(annotation_id, place)
        return None if first == place else (first, False)

    def refuse_again(self, place: str, annotation: records.AnnotationRecord, where: str) -> bool:
        """Raise FormatError for an id that its video has already; true if another video has it."""
        before = self.before(place, annotation.id, annotation.video_id)
        if before is not None and before[1]:
            problem = Message("truth-id-again-as", id=annotation.id, first=before[0])
            raise FormatError("wrong-at", place=f"{where}: {place}.id", problem=problem)
        return before is not None


def check_length(place: str, video: records.VideoRecord) -> Iterator[Finding]:
    """The length, if a video states one, must be the number of its frames."""
    if video.length not in (None, video.frame_count):
        fields = {"expected": video.frame_count, "found": video.length}
        yield error("length", f"{place}.length", "truth-length", **fields)


def check_entries(place: str, video: records.VideoRecord, found: int) -> Iterator[Finding]:
    """A list of an annotation must have an entry for each frame."""
    if found != video.frame_count:
        yield error("length", place, "truth-entries", expected=video.frame_count, found=found)


def refuse(findings: Iterable[Finding], where: str = "") -> None:
    """Raise FormatError with the first of them, if there is one; `where` is the file."""
    for finding in findings:
        place = f"{where}: {finding.place}" if where else finding.place
        raise FormatError("wrong-at", place=place, problem=finding.message)
