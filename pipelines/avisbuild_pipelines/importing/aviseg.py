"""Importing a truth JSON of AVISeg or of anyone else in that style."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from avisbuild.errors import ProjectError
from avisbuild.formats.aviseg import AvisegContent, read_content
from avisbuild.progress import Progress, silent
from avisbuild.records import CategoryId, Video
from avisbuild.store import Project
from avisbuild_pipelines.importing.categories import category_map
from avisbuild_pipelines.importing.importer import ImportedVideo, Importer, ImportOptions
from avisbuild_pipelines.picture_videos import PictureVideo, find_pictures


def import_aviseg(
    project: Project, path: Path, options: ImportOptions, *, progress: Progress = silent
) -> list[ImportedVideo]:
    """Import every video of a truth JSON that fits; one outcome per video, in the order of the file.

    Masks come in bit for bit. Raises FormatError, and imports nothing, when the file as a whole is
    wrong: broken JSON, annotations of no video, a category that the project's taxonomy lacks.
    """
    content = read_content(path, progress=progress)
    categories = map_of_content(content, project, path.name)

    def find(video: Video, file_names: Sequence[str]) -> PictureVideo:
        if options.frames_dir is None:
            raise ProjectError("import-video-unknown")
        return find_pictures(
            video,
            file_names,
            options.frames_dir,
            project.folder,
            orientation=options.orientation,
        )

    importer = Importer(project, path, options, categories, find)
    return importer.outcomes(content.videos, len(content.videos), progress)


def map_of_content(
    content: AvisegContent, project: Project, file_name: str
) -> dict[CategoryId, CategoryId]:
    """The project's category for each of a truth JSON's; FormatError for one with tracks that it lacks."""
    names = {category.category_id: category.name for category in content.taxonomy}
    used = Counter(track.instance.category_id for read in content.videos for track in read.tracks)
    return category_map(names, used, project.taxonomy, file_name=file_name)
