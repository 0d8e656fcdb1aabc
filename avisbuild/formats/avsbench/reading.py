"""Reading AVSBench-semantic back into plain values: an instance of each category that a video's maps have."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import ReadVideo
from avisbuild.formats.avsbench.label_index import labels_of
from avisbuild.formats.avsbench.label_pictures import read_painted
from avisbuild.formats.avsbench.layout import FRAMES, LABEL_MAPS
from avisbuild.formats.avsbench.metadata import (
    METADATA_FILE,
    SUBSET_OF_LENGTH,
    MetadataRow,
    read_metadata,
)
from avisbuild.formats.avsbench.palette import ForeignColours
from avisbuild.masks import area, encode
from avisbuild.messages import Message
from avisbuild.records import (
    CategoryId,
    Instance,
    Rle,
    Sounding,
    Split,
    Track,
    Video,
    stable_instance_id,
)

# A day of seconds, as a project holds at most.
_MOST_FRAMES = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class AvsbenchContent:
    """A data set: its folder, the name of each label, and its videos, whose pictures are not read yet.

    With `ignore_colours` a colour that no label has is background, as the published code takes it.
    """

    folder: Path
    names: Mapping[int, str]
    rows: tuple[MetadataRow, ...]
    ignore_colours: bool = False

    def videos(self) -> Iterator[ReadVideo]:
        """Each video, read when it is asked for; what is wrong with one is kept beside it."""
        return (_Reading(self, row).read() for row in self.rows)


def read_data_set(
    folder: Path, *, only: Collection[Split] = tuple(Split), ignore_colours: bool = False
) -> AvsbenchContent:
    """Open a folder with `metadata.csv`; raises FormatError where the tables do not fit each other."""
    names = labels_of(folder)
    known = set(names.values())
    path = folder / METADATA_FILE
    rows = [row for row in read_metadata(path) if row.split in only]
    for row in rows:
        for name in row.categories:
            if name not in known:
                raise FormatError("metadata-category", path=path, line=row.line, found=name)
    return AvsbenchContent(
        folder=folder, names=names, rows=tuple(rows), ignore_colours=ignore_colours
    )


@dataclass(slots=True)
class _Reading:
    """One video under way: the masks of each label by second, and what is odd in its label maps."""

    content: AvsbenchContent
    row: MetadataRow
    size: tuple[int, int] | None = None
    masks: dict[int, dict[int, Rle]] = field(default_factory=dict)
    foreign: dict[Path, ForeignColours] = field(default_factory=dict)

    def read(self) -> ReadVideo:
        read = ReadVideo(where=f"{METADATA_FILE}: line {self.row.line}", name=self.row.uid)
        try:
            frames = self._numbers(FRAMES, ".jpg")
            mapped = self._numbers(LABEL_MAPS, ".png")
            self._check_numbers(frames, mapped)
            sizes = [self._add(second, f"{second}.png") for second in mapped]
            self._refuse_colours()
            tracks = self._tracks(len(frames), mapped)
        except FormatError as error:
            read.problems.append(str(error))
            return read
        read.file_names = tuple(
            f"{self.row.folder}/{FRAMES}/{second}.jpg" for second in range(len(frames))
        )
        height, width = sizes[0]
        read.video = Video(
            video_id=self.row.uid,
            second_count=len(frames),
            height_px=height,
            width_px=width,
            group=self.row.source if self.row.uid.startswith(self.row.source) else "",
            split=self.row.split,
            labels=self.row.categories,
        )
        read.tracks = tracks
        read.notes = [str(message) for message in self._notes(len(frames), mapped)]
        return read

    @property
    def _folder(self) -> Path:
        return self.content.folder / self.row.folder

    def _numbers(self, kind: str, suffix: str) -> list[int]:
        """The numbers of the files in a folder, ascending; raises FormatError for a name that is none."""
        folder = self._folder / kind
        try:
            names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
        except OSError as error:
            reason = error.strerror or error
            raise FormatError("avsbench-no-folder", path=folder, reason=reason) from error
        if len(names) > _MOST_FRAMES:
            raise FormatError("avsbench-many", path=folder, found=len(names), most=_MOST_FRAMES)
        stems = [name.removesuffix(suffix) for name in names]
        for name, stem in zip(names, stems, strict=True):
            is_number = stem.isascii() and stem.isdecimal() and str(int(stem[:9])) == stem
            if name == stem or not is_number:
                raise FormatError("avsbench-name", path=folder, suffix=suffix, found=name)
        return sorted(map(int, stems))

    def _check_numbers(self, frames: list[int], mapped: list[int]) -> None:
        """Frames count from 0 without a gap, each label map has one, and one at least has a label map."""
        missing = sorted(set(range(len(frames))) - set(frames))
        if missing or not frames:
            at = missing[0] if missing else 0
            raise FormatError("avsbench-gap", path=self._folder / FRAMES, missing=at)
        beyond = sorted(set(mapped) - set(frames))
        if beyond:
            path = self._folder / LABEL_MAPS / f"{beyond[0]}.png"
            raise FormatError("avsbench-no-frame", path=path, count=len(frames))
        if not mapped:
            raise FormatError("avsbench-no-maps", path=self._folder / LABEL_MAPS)

    def _add(self, second: int, name: str) -> tuple[int, int]:
        path = self._folder / LABEL_MAPS / name
        labels, foreign = read_painted(path, among=self.content.names)
        size = (labels.shape[0], labels.shape[1])
        self.size = self.size or size
        if size != self.size:
            raise FormatError("avsbench-size", path=path, expected=str(self.size), found=str(size))
        if foreign is not None:
            self.foreign[path] = foreign
        for label in _painted(labels):
            self.masks.setdefault(label, {})[second] = encode(labels == label)
        return size

    def _refuse_colours(self) -> None:
        if self.foreign and not self.content.ignore_colours:
            raise FormatError(self._colours_told("avsbench-colours"))

    def _colours_told(self, kind: str) -> Message:
        path, first = next(iter(self.foreign.items()))
        return Message(
            kind,
            count=sum(found.pixel_count for found in self.foreign.values()),
            files=len(self.foreign),
            colour=str(first.colour_rgb),
            path=path,
            row=first.row,
            column=first.column,
        )

    def _tracks(self, second_count: int, mapped: list[int]) -> list[Track]:
        """A track of each painted category, and of each that is listed where seconds have no label map.

        Such a second says nothing: nobody has looked, which of all states only `unsure` does not hide.
        """
        labels = set(self.masks)
        if len(mapped) < second_count:
            labels |= {
                label for label, name in self.content.names.items() if name in self.row.categories
            }
            if not labels:
                raise FormatError("avsbench-nothing", count=second_count - len(mapped))
        return [self._track(label, second_count, mapped) for label in sorted(labels)]

    def _track(self, label: int, second_count: int, mapped: list[int]) -> Track:
        masks = self.masks.get(label, {})
        instance = Instance(
            instance_id=stable_instance_id(self.row.uid, f"{self.content.names[label]}_1"),
            video_id=self.row.uid,
            category_id=CategoryId(label),
            number=1,
        )
        states = [Sounding.UNSURE] * second_count
        for second in mapped:
            states[second] = Sounding.SOUNDING if second in masks else Sounding.SILENT
        return Track(
            instance=instance,
            states=tuple(states),
            masks=tuple(masks.get(second) for second in range(second_count)),
        )

    def _notes(self, second_count: int, mapped: list[int]) -> Iterator[Message]:
        if len(mapped) < second_count:
            yield Message(
                "avsbench-unannotated", count=second_count - len(mapped), seconds=second_count
            )
        if self.row.label is not SUBSET_OF_LENGTH.get(second_count):
            yield Message("avsbench-subset", label=self.row.label.value, seconds=second_count)
        if self.foreign:
            yield self._colours_told("avsbench-colours-ignored")
        painted = {self.content.names[label]: masks for label, masks in self.masks.items()}
        for name in sorted(set(painted) - set(self.row.categories)):
            pixels = sum(map(area, painted[name].values()))
            yield Message("avsbench-not-listed", name=name, pixels=pixels)
        for name in sorted(set(self.row.categories) - set(painted)):
            yield Message("avsbench-not-painted", name=name)


def _painted(labels: NDArray[np.uint8]) -> list[int]:
    counts = np.bincount(labels.ravel())
    return [int(label) for label in np.flatnonzero(counts) if label]
