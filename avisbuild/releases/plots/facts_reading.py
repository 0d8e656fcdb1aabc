"""Taking the facts of the plots from a project's snapshot, or from the truth JSONs of any release."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

import msgspec

from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import AnnotationIds, TruthIndex, TruthJson
from avisbuild.formats.aviseg.records import ANNOTATION, AnnotationRecord
from avisbuild.masks import area, box_xywh, read_segmentation
from avisbuild.progress import Progress, silent
from avisbuild.records import Rle, Snapshot, Sounding, Taxonomy, Track, Video
from avisbuild.records.video_folder import frame_path
from avisbuild.releases.media_files import FRAMES
from avisbuild.releases.plots.facts import MaskFacts, SetFacts, TrackFacts, VideoFacts
from avisbuild.releases.silent_file import SILENT_ENDING
from avisbuild.releases.validate import truth_files

_NO_TEXT = msgspec.Raw(b"null")
# By video and annotation: files that were joined number each video's annotations anew.
_Key = tuple[int, int]
_Tracks = dict[_Key, tuple[AnnotationRecord, list[MaskFacts | None]]]


def facts_of_snapshot(snapshot: Snapshot, name: str, *, progress: Progress = silent) -> SetFacts:
    """The facts of a project's videos; the split is what the manifest asks for, if anything."""
    videos = []
    for done, video in enumerate(snapshot.videos, start=1):
        tracks = snapshot.tracks.get(video.video_id, ())
        root = snapshot.media_root
        frames = (
            [frame_path(root / video.video_id, second) for second in range(video.second_count)]
            if root is not None
            else []
        )
        split = str(video.split or "")
        videos.append(_video_facts(video, split, tracks, snapshot.taxonomy, frames))
        progress(done, len(snapshot.videos), video.video_id)
    return SetFacts(
        name=name, videos=videos, category_count=len(snapshot.taxonomy), has_states=True
    )


def facts_of_release(path: Path, *, progress: Progress = silent) -> SetFacts:
    """The facts of a release folder, or of one truth JSON, with its layer of silent objects if it has one.

    Raises ReleaseError or FormatError.
    """
    paths = (
        {path.stem: path} if path.is_file() else {str(k): v for k, v in truth_files(path).items()}
    )
    videos: list[VideoFacts] = []
    categories: set[str] = set()
    for split, truth in paths.items():
        part = _Part(truth, progress)
        categories |= {category.name for category in part.index.categories.values()}
        videos += part.videos(split)
    name = path.stem if path.is_file() else path.resolve().name
    return SetFacts(name=name, videos=videos, category_count=len(categories), has_states=False)


class _Part:
    """One split: the truth, and beside it the masks of silent seconds; an instance has one id in both."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._path = path
        truth = TruthJson.read(path, path.name)
        self.index = TruthIndex.of(truth)
        self._heard = self._masks_of(truth, progress)
        beside = path.with_name(f"{path.stem}{SILENT_ENDING}")
        self._silent: _Tracks = {}
        if beside.is_file():
            self._silent = self._masks_of(TruthJson.read(beside, beside.name), progress)

    def _masks_of(self, truth: TruthJson, progress: Progress) -> _Tracks:
        ids = AnnotationIds()
        found: _Tracks = {}
        for done, (place, record) in enumerate(truth.each("annotations", ANNOTATION), start=1):
            ids.refuse_again(place, record, truth.name)
            items = self.index.segmentations(place, record, where=truth.name)
            size = self.index.videos[record.video_id].size
            where = f"{truth.name}: {place}.segmentations"
            masks = [_mask_at(f"{where}[{each}]", item, size) for each, item in enumerate(items)]
            bare = msgspec.structs.replace(record, segmentations=_NO_TEXT, areas=_NO_TEXT)
            found[record.video_id, record.id] = (bare, masks)
            progress(done, None, truth.name)
        return found

    def videos(self, split: str) -> Iterator[VideoFacts]:
        """The videos in the file's order."""
        tracks: dict[int, list[TrackFacts]] = {number: [] for number in self.index.videos}
        for key in {**self._heard, **self._silent}:
            record, _ = self._heard.get(key) or self._silent[key]
            tracks[record.video_id].append(self._track(key, record))
        for number, video in self.index.videos.items():
            yield VideoFacts(
                video_id=video.name,
                split=split,
                second_count=video.frame_count,
                width_px=video.width,
                height_px=video.height,
                tracks=tuple(tracks[number]),
                frames=tuple(_release_frames(self._path.parent / split / FRAMES, video.file_names)),
            )

    def _track(self, key: _Key, record: AnnotationRecord) -> TrackFacts:
        absent: list[MaskFacts | None] = [None] * self.index.videos[record.video_id].frame_count
        heard = self._heard[key][1] if key in self._heard else absent
        quiet = self._silent[key][1] if key in self._silent else absent
        return TrackFacts(
            name=str(record.id),
            category=self.index.categories[record.category_id].name,
            states=tuple(Sounding.SOUNDING if mask else Sounding.SILENT for mask in heard),
            masks=tuple(one or two for one, two in zip(heard, quiet, strict=True)),
        )


def _mask_at(place: str, item: object, size: tuple[int, int]) -> MaskFacts | None:
    try:
        mask = read_segmentation(item, size)
    except FormatError as error:
        raise FormatError("wrong-at", place=place, problem=error) from error
    return _mask_facts(mask) if mask is not None and area(mask) else None


def _release_frames(folder: Path, names: Sequence[str]) -> list[Path]:
    """The pictures that the truth names; none where it leads out of their folder."""
    is_inside = all(PurePath(name).parts and ".." not in PurePath(name).parts for name in names)
    if not folder.is_dir() or not is_inside or any(PurePath(name).is_absolute() for name in names):
        return []
    return [folder / name for name in names]


def _video_facts(
    video: Video, split: str, tracks: Iterable[Track], taxonomy: Taxonomy, frames: list[Path]
) -> VideoFacts:
    return VideoFacts(
        video_id=video.video_id,
        split=split,
        second_count=video.second_count,
        width_px=video.width_px,
        height_px=video.height_px,
        scenarios=video.scenarios,
        tracks=tuple(
            TrackFacts(
                name=track.instance.name(taxonomy),
                category=taxonomy.by_id[track.instance.category_id].name,
                states=track.states,
                masks=tuple(map(_mask_facts, track.masks)),
            )
            for track in tracks
        ),
        frames=tuple(frames),
    )


def _mask_facts(mask: Rle | None) -> MaskFacts | None:
    if mask is None:
        return None
    height, width = mask.size
    x, y, across, down = box_xywh(mask)
    return MaskFacts(
        share=area(mask) / (height * width),
        left=x / width,
        top=y / height,
        right=(x + across) / width,
        bottom=(y + down) / height,
    )
