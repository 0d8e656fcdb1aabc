"""Taking the facts of the plots from a project's snapshot, or from the truth JSONs of any release."""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import read_content
from avisbuild.masks import area, box_xywh
from avisbuild.progress import Progress, silent
from avisbuild.records import Rle, Snapshot, Taxonomy, Track, Video
from avisbuild.records.video_folder import frame_path
from avisbuild.releases.media_files import FRAMES
from avisbuild.releases.plots.facts import MaskFacts, SetFacts, TrackFacts, VideoFacts
from avisbuild.releases.validate import truth_files


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
    """The facts of a release folder, or of one truth JSON; raises ReleaseError or FormatError."""
    paths = (
        {path.stem: path} if path.is_file() else {str(k): v for k, v in truth_files(path).items()}
    )
    videos: list[VideoFacts] = []
    categories: set[str] = set()
    for split, truth in paths.items():
        content = read_content(truth, progress=progress)
        categories |= {category.name for category in content.taxonomy}
        for read in content.videos:
            if read.problems or read.video is None:
                problem = (read.problems or [read.where])[0]
                raise FormatError("plots-unfit-video", file=truth.name, problem=problem)
            frames = _release_frames(truth.parent / split / FRAMES, read.file_names)
            videos.append(_video_facts(read.video, split, read.tracks, content.taxonomy, frames))
    name = path.stem if path.is_file() else path.resolve().name
    return SetFacts(name=name, videos=videos, category_count=len(categories), has_states=False)


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
