"""Bringing videos of a file into a project: each whole in one edit, or not at all, with the reason."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from avisbuild.annotation import VideoView, read_view
from avisbuild.annotation.video_states import annotate
from avisbuild.errors import AvisbuildError, FormatError, ProjectError
from avisbuild.formats.aviseg import ReadVideo
from avisbuild.messages import Message
from avisbuild.progress import Progress
from avisbuild.records import (
    CategoryId,
    Instance,
    MaskSource,
    Provenance,
    Round,
    RoundState,
    Track,
    Video,
    VideoId,
    stable_instance_id,
)
from avisbuild.store import Edit, Project
from avisbuild.store.video_names import check_new_names
from avisbuild_pipelines.picture_survey import Orientation
from avisbuild_pipelines.picture_videos import (
    PictureVideo,
    check_picture_video,
    make_picture_video,
)
from avisbuild_pipelines.tracks import add_track

# Finds the pictures and the sound of a video whose frames a file names.
FindPictures = Callable[[Video, Sequence[str]], PictureVideo]
# States that people gave for the annotation as it was.
_GIVEN = frozenset(RoundState) - {RoundState.TODO, RoundState.ANNOTATING, RoundState.IN_REVIEW}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How to import: as whose work, into which state (None leaves it), over what is there or not.

    `frames_dir` holds a folder of pictures for each video that the project lacks, `orientation` is what
    their masks were made for where they have such a tag. With `ignore_colours`, pixels of a label map whose
    colour no label has are background.
    """

    author: str = "import"
    state: RoundState | None = None
    frames_dir: Path | None = None
    orientation: Orientation | None = None
    ignore_colours: bool = False
    replace: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedVideo:
    """What became of one video of the file; `problem` is empty when it was taken."""

    name: str
    instance_count: int = 0
    mask_count: int = 0
    problem: str = ""
    notes: tuple[str, ...] = ()


class Importer:
    """Takes the videos of one file or folder, one after another.

    `categories` gives the project's category for each of theirs; `find` finds a video's pictures and sound.
    """

    def __init__(
        self,
        project: Project,
        path: Path,
        options: ImportOptions,
        categories: Mapping[CategoryId, CategoryId],
        find: FindPictures,
    ) -> None:
        self._project = project
        self._path = path
        self._options = options
        self._categories = categories
        self._find = find
        self._taxonomy = project.taxonomy
        self._known = {video.video_id: video for video in project.videos()}
        self._names = set(self._known)

    def outcomes(
        self, videos: Iterable[ReadVideo], count: int, progress: Progress
    ) -> list[ImportedVideo]:
        """Import the videos, one after another; one outcome each, in their order."""
        found = []
        for done, read in enumerate(videos, start=1):
            found.append(self._outcome(read))
            progress(done, count, read.name)
        return found

    def _outcome(self, read: ReadVideo) -> ImportedVideo:
        """Import one video; what goes wrong with it stays with it."""
        try:
            tracks = self._import(read)
        except AvisbuildError as error:
            return ImportedVideo(name=read.name, problem=str(error), notes=tuple(read.notes))
        except OSError as error:
            where = f": {error.filename}" if error.filename else ""
            problem = f"{error.strerror or error}{where}"
            return ImportedVideo(name=read.name, problem=problem, notes=tuple(read.notes))
        return ImportedVideo(
            name=read.name,
            instance_count=len(tracks),
            mask_count=sum(mask is not None for track in tracks for mask in track.masks),
            notes=tuple(read.notes),
        )

    def _import(self, read: ReadVideo) -> Sequence[Track]:
        if read.video is None or read.problems:
            problem, more = read.problems[0], len(read.problems) - 1
            if more:
                raise FormatError("import-video-problems", problem=problem, more=more)
            raise FormatError("said", text=problem)
        known = self._known.get(read.video.video_id)
        if known is not None:
            _check_fits(read.video, known)
        old = self._project.tracks(known.video_id) if known else ()
        if old and not self._options.replace:
            raise ProjectError("import-has-instances", count=len(old))
        if known is None:
            check_new_names(self._project.folder, [read.video.video_id], self._names)
            self._names.add(read.video.video_id)
            read.notes += self._make_video(read.video, read.file_names)
        tracks = self._as_ours(read.tracks)
        if not self._options.dry_run:
            self._write(known or read.video, old, tracks)
        return tracks

    def _make_video(self, video: Video, file_names: Sequence[str]) -> list[str]:
        """Make the video of its pictures, with notes; it is in the project only when the edit is done."""
        wanted = self._find(video, file_names)
        recipe, folder = self._project.recipe, self._project.video_dir(video.video_id)
        if self._options.dry_run:
            return check_picture_video(wanted, folder, sample_rate_hz=recipe.sample_rate_hz)
        return make_picture_video(
            wanted,
            folder,
            sample_rate_hz=recipe.sample_rate_hz,
            second_wavs=recipe.second_wavs,
        )

    def _as_ours(self, tracks: Sequence[Track]) -> list[Track]:
        """The tracks with the project's categories; where two of the file's are one here, numbers go on."""
        taken: set[tuple[CategoryId, int]] = set()
        found = []
        for track in tracks:
            number = track.instance.number
            category = self._category(track.instance.category_id)
            if (category, number) in taken:
                number = 1 + max(known for one, known in taken if one == category)
            taken.add((category, number))
            name = f"{self._taxonomy.by_id[category].name}_{number}"
            ours = replace(
                track.instance,
                category_id=category,
                number=number,
                instance_id=stable_instance_id(track.instance.video_id, name),
            )
            found.append(replace(track, instance=ours))
        return found

    def _category(self, category: CategoryId) -> CategoryId:
        """The project's; of a file that is read a video at a time, one may turn out late to have none."""
        if category not in self._categories:
            raise ProjectError(
                "import-category-late", taxonomy=self._taxonomy.name, category=int(category)
            )
        return self._categories[category]

    def _write(
        self,
        video: Video,
        old: Sequence[Track],
        tracks: Sequence[Track],
    ) -> None:
        action = Message("import", video=video.video_id, file=self._path.name)
        provenance = Provenance(source=MaskSource.IMPORTED, author=self._options.author)
        with self._project.edit(author=self._options.author, action=action) as edit:
            edit.refuse_held([video.video_id])
            now = self._now(video.video_id)
            seen = edit.annotation_hash(video.video_id) if now else ""
            edit.add_video(video)
            for track in old:
                edit.drop(Instance, instance_id=track.instance.instance_id)
            for track in tracks:
                add_track(edit, track, provenance)
            if now is not None and edit.annotation_hash(video.video_id) != seen:
                self._change_state(edit, now, seen)
            elif (round_ := self._round(video.video_id, now)) is not None:
                edit.set_round(round_)

    def _now(self, video_id: VideoId) -> VideoView | None:
        """A video that is in the project, as it is while nobody else can write."""
        return read_view(self._project, video_id) if video_id in self._known else None

    def _change_state(self, edit: Edit, now: VideoView, seen_hash: str) -> None:
        """What a change means for a video that people have begun: it is an edit like any other.

        What was handed in, returned or accepted is open again, unless another state is wished for; nobody
        has looked at what has it then. What somebody else reviews is refused.
        """
        author = self._options.author
        round_ = self._round(now.video.video_id, now)
        if now.state is RoundState.IN_REVIEW or (round_ is None and now.state in _GIVEN):
            annotate(edit, now, author=author, seen_hash=seen_hash)
        if round_ is not None:
            by = "" if round_.state is RoundState.TODO else author
            edit.set_round(replace(round_, person=by, seen_hash=""))

    def _round(self, video_id: VideoId, now: VideoView | None) -> Round | None:
        """The last round in the state that is wished for, a first one where there is none yet."""
        last, state = now.round if now else None, self._options.state
        if last is not None:
            return replace(last, state=state) if state else None
        if state is None:
            return Round(video_id=video_id, number=1, state=RoundState.TODO)
        return Round(video_id=video_id, number=1, state=state, person=self._options.author)


def _check_fits(read: Video, known: Video) -> None:
    for what, found, expected in (
        ("seconds", read.second_count, known.second_count),
        ("size (height, width)", read.size, known.size),
    ):
        if found != expected:
            raise ProjectError("import-differs", what=what, expected=expected, found=found)
