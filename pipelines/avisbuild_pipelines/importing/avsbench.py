"""Importing a folder of AVSBench-semantic: label maps, frames and sound of each video."""

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from avisbuild import inside
from avisbuild.errors import MediaError
from avisbuild.formats.avsbench.layout import SOUND
from avisbuild.formats.avsbench.reading import AvsbenchContent, read_data_set
from avisbuild.formats.avsbench_ov.records import SEMANTIC_DIR
from avisbuild.progress import Progress, silent
from avisbuild.records import CategoryId, Split, Video
from avisbuild.store import Project
from avisbuild_pipelines.importing.categories import category_map
from avisbuild_pipelines.importing.importer import ImportedVideo, Importer, ImportOptions
from avisbuild_pipelines.picture_videos import PictureVideo


def import_avsbench(
    project: Project,
    path: Path,
    options: ImportOptions,
    *,
    only: Collection[Split] = tuple(Split),
    progress: Progress = silent,
) -> list[ImportedVideo]:
    """Import every video of `metadata.csv`, or of some splits, that fits; one outcome each, in its order.

    The pixels of a category are one instance throughout a video, and sound where they are painted. Seconds
    without a label map are unsure. Raises FormatError, and imports nothing, when a table is wrong or lists
    a category that the project's taxonomy lacks.
    """
    if (path / SEMANTIC_DIR).is_dir():  # a release of ours
        path = path / SEMANTIC_DIR
    content = read_data_set(path, only=only, ignore_colours=options.ignore_colours)

    def find(video: Video, file_names: Sequence[str]) -> PictureVideo:
        return _find(path, project.folder, video, file_names, options)

    importer = Importer(project, path, options, _categories(content, project), find)
    return importer.outcomes(content.videos(), len(content.rows), progress)


def _categories(content: AvsbenchContent, project: Project) -> dict[CategoryId, CategoryId]:
    labels = {name: CategoryId(label) for label, name in content.names.items()}
    listed = Counter(labels[name] for row in content.rows for name in row.categories)
    names = {label: name for name, label in labels.items()}
    return category_map(
        names, listed, project.taxonomy, file_name=content.folder.name, what="videos"
    )


def _find(
    folder: Path,
    project: Path,
    video: Video,
    file_names: Sequence[str],
    options: ImportOptions,
) -> PictureVideo:
    """The pictures of a video and `audio.wav` beside their folder; raises MediaError and OutsideError."""
    sound = (folder / file_names[0]).parent.parent / SOUND
    if not sound.is_file():
        raise MediaError("avsbench-no-sound", path=sound, code="missing")
    return PictureVideo(
        video=video,
        pictures=tuple(inside.taken_in(folder / name, folder, project) for name in file_names),
        sound=inside.taken_in(sound, folder, project),
        orientation=options.orientation,
    )
