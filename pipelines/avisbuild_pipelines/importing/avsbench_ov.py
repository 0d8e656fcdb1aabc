"""Importing AVSBench-OV: its two JSONs with `JPEGImages` beside them, and label maps of test videos."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from avisbuild import inside
from avisbuild.errors import FormatError, MediaError
from avisbuild.formats.avsbench.layout import SOUND
from avisbuild.formats.avsbench.metadata import METADATA_FILE
from avisbuild.formats.avsbench_ov.reading import OpenVocabularyContent, read_ov_content
from avisbuild.formats.avsbench_ov.records import (
    FRAMES,
    OPEN_VOCABULARY_DIR,
    SEMANTIC_DIR,
    TRUTH_FILES,
)
from avisbuild.progress import Progress, silent
from avisbuild.records import Split, Video
from avisbuild.store import Project
from avisbuild_pipelines.importing.aviseg import map_of_content
from avisbuild_pipelines.importing.avsbench import import_avsbench
from avisbuild_pipelines.importing.importer import ImportedVideo, Importer, ImportOptions
from avisbuild_pipelines.picture_videos import PictureVideo, find_pictures


def import_avsbench_ov(
    project: Project, path: Path, options: ImportOptions, *, progress: Progress = silent
) -> list[ImportedVideo]:
    """Import a JSON, or a whole release: those of training and validation, and test videos, which have none.

    One outcome per video. Raises FormatError, and imports nothing, when a file as a whole is wrong.
    """
    if path.is_file():
        return _import_all(project, [path], options, progress)
    folder = path / OPEN_VOCABULARY_DIR if (path / OPEN_VOCABULARY_DIR).is_dir() else path
    files = [folder / name for name in TRUTH_FILES.values() if (folder / name).is_file()]
    if not files:
        raise FormatError("ov-no-json", path=folder, names=" or ".join(TRUTH_FILES.values()))
    outcomes = _import_all(project, files, options, progress)
    semantic = folder.parent / SEMANTIC_DIR
    if not (semantic / METADATA_FILE).is_file():
        return outcomes
    return outcomes + import_avsbench(
        project, semantic, options, only=(Split.TEST,), progress=progress
    )


def _import_all(
    project: Project, files: Sequence[Path], options: ImportOptions, progress: Progress
) -> list[ImportedVideo]:
    """All files are read before the first video is taken: what is wrong with one stops all."""
    importers = [
        (content, _importer(project, path, content, options))
        for path, content in ((path, _read(path, progress)) for path in files)
    ]
    count = sum(len(content.truth.videos) for content, _ in importers)
    return [
        outcome
        for content, importer in importers
        for outcome in importer.outcomes(content.truth.videos, count, progress)
    ]


def _read(path: Path, progress: Progress) -> OpenVocabularyContent:
    split = next((split for split, name in TRUTH_FILES.items() if name == path.name), None)
    return read_ov_content(path, split=split, progress=progress)


def _importer(
    project: Project, path: Path, content: OpenVocabularyContent, options: ImportOptions
) -> Importer:
    def find(video: Video, file_names: Sequence[str]) -> PictureVideo:
        frames = options.frames_dir or _frames_dir(path, file_names[0])
        found = find_pictures(
            video, file_names, frames, project.folder, orientation=options.orientation
        )
        sound = _sound(path, f"{content.subsets[video.video_id]}/{video.video_id}")
        if sound is None:
            return found
        return replace(found, sound=inside.taken_in(sound, path.parent.parent, project.folder))

    return Importer(project, path, options, map_of_content(content.truth, project, path.name), find)


def _frames_dir(path: Path, first: str) -> Path:
    for folder in _frames_dirs(path):
        if (folder / first).is_file():
            return folder
    raise MediaError("no-picture", path=next(_frames_dirs(path)) / first, code="missing")


def _frames_dirs(path: Path) -> Iterator[Path]:
    """Where the frames of a file may be: those of the split that its name has first."""
    splits = sorted(Split, key=lambda split: f"_{split}_" not in path.name)
    yield from (path.parent / split / FRAMES for split in splits)
    yield path.parent / FRAMES


def _sound(path: Path, folder: str) -> Path | None:
    """The sound lies with the label maps, in a folder beside that of the JSON."""
    sound = path.parent.parent / SEMANTIC_DIR / folder / SOUND
    return sound if sound.is_file() else None
