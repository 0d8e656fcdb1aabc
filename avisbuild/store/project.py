"""A project: a folder, and the database that holds its state."""

import fcntl
import os
import shlex
import weakref
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from avisbuild import inside
from avisbuild.errors import DatabaseOutsideError, ProjectError
from avisbuild.messages import Message
from avisbuild.records import (
    Assignment,
    Comment,
    Heard,
    Lock,
    Mask,
    Proposal,
    Recipe,
    Round,
    RoundState,
    SetAside,
    Snapshot,
    Taxonomy,
    Track,
    Video,
    VideoId,
)
from avisbuild.records.video_folder import (
    IDENTITY_NAME,
    PROJECT_FILES,
    PROJECT_FOLDERS,
    SETTINGS_NAME,
    SOURCES,
)
from avisbuild.records.video_folder import VIDEOS as VIDEOS_FOLDER
from avisbuild.store import permissions, reading, schema, upgrade
from avisbuild.store.editing import Edit
from avisbuild.store.engine import (
    database_url,
    is_writable,
    make_engine,
    sqlite_file,
    whole_rows,
    writing,
)
from avisbuild.store.engine import reading as reading_connection
from avisbuild.store.journal import (
    Fields,
    Heading,
    Journal,
    lock_head,
    read_entries,
    read_head,
)
from avisbuild.store.kinds.comments import COMMENTS
from avisbuild.store.kinds.kind import Kind, R
from avisbuild.store.kinds.masks import MASKS
from avisbuild.store.kinds.proposals import PROPOSALS
from avisbuild.store.kinds.rounds import ASSIGNMENTS, LOCKS, ROUNDS, SET_ASIDE
from avisbuild.store.kinds.silences import HEARD, SILENCES
from avisbuild.store.kinds.videos import VIDEOS
from avisbuild.store.permissions import allow_database, may_open_database
from avisbuild.store.rebuild import annotation_hash, digest_of, rebuild, replayed_digest
from avisbuild.store.settings import (
    DEFAULT_DATABASE,
    Settings,
    read_settings,
    write_settings,
)
from avisbuild.store.sheet import Overview, VideoSheet, read_overview, read_sheet
from avisbuild.store.sheet_changes import read_on

# SQLite's own files beside a database.
SQLITE_ENDINGS = ("", "-wal", "-shm", "-journal")


class Project:
    """An open project; close it, or use it as a context manager.

    Every reading call sees one moment of the database; `snapshot` keeps seeing it.
    """

    def __init__(
        self, folder: Path, settings: Settings, engine: Engine, *, read_only: bool
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._engine = engine
        self._read_only = read_only
        self._lazy: weakref.WeakValueDictionary[int, reading.LazyTracks] = (
            weakref.WeakValueDictionary()
        )
        self.journal = Journal(engine, str(folder))

    @classmethod
    def create(cls, folder: Path, recipe: Recipe, *, database: str = DEFAULT_DATABASE) -> Self:
        """Make a project in a folder that is new or empty, and open it.

        Raises ProjectError.
        """
        folder = Path(folder).absolute()
        try:
            _refuse_occupied(folder)
            with _alone_in(folder) as is_new:
                _refuse_occupied(folder)
                _fill(folder, Settings(recipe=recipe, database=database), is_new=is_new)
        except OSError as error:
            raise ProjectError(
                f"{folder}: a project cannot be made here: {error.strerror}"
            ) from error
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path, *, migrate: bool = False) -> Self:
        """Open a project; an older database is brought up to date, one on a server only if `migrate`.

        A project whose files cannot be written is opened for reading. Raises ProjectError.
        """
        folder = Path(folder).absolute()
        guard_project(folder)
        settings = read_settings(folder)
        url = database_url(settings.database, folder)
        file = sqlite_file(url)
        _check_database(folder, settings.database, file)
        if file is not None:
            schema.check_file(file, str(folder))
        read_only = file is not None and not is_writable(file)
        engine = make_engine(url, name=str(folder))
        try:
            found = schema.revision_of(engine)
            schema.check_revision(found, str(folder))
            if found != schema.REVISIONS[-1]:
                if read_only:
                    raise ProjectError(
                        f"{folder}: its database is of an older avisbuild; make it "
                        "writable to bring it up to date"
                    )
                if file is None:
                    upgrade.upgrade_server(engine, str(folder), migrate=migrate)
                else:
                    upgrade.upgrade_file(engine, file, str(folder))
        except BaseException:
            engine.dispose()
            raise
        return cls(folder, settings, engine, read_only=read_only)

    def close(self) -> None:
        """Let go of the database; snapshots taken of it end here."""
        for lazy in list(self._lazy.values()):
            lazy.close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """The project's folder."""
        return self._folder

    @property
    def recipe(self) -> Recipe:
        """What kind of data set the project makes."""
        return self._settings.recipe

    @property
    def taxonomy(self) -> Taxonomy:
        """The categories of the recipe."""
        return self._settings.recipe.taxonomy

    @property
    def is_read_only(self) -> bool:
        """Whether the project's files cannot be written, so that every edit is refused."""
        return self._read_only

    @property
    def sources_dir(self) -> Path:
        """Where recordings lie as downloaded."""
        return self._folder / SOURCES

    @property
    def videos_dir(self) -> Path:
        """Where clipped videos lie, a folder each."""
        return self._folder / VIDEOS_FOLDER

    def video_dir(self, video_id: VideoId) -> Path:
        """The folder of one video's frames and sound."""
        return self.videos_dir / video_id

    @contextmanager
    def edit(
        self,
        *,
        author: str,
        action: str | Message,
        video_id: str = "",
        takes_back: int = 0,
        kind: str = "",
        fields: Fields | None = None,
    ) -> Iterator[Edit]:
        """Change the project: all of the block or, after any error, nothing of it.

        An edit that is about one video and says so can be taken back from that video's history;
        `takes_back` is the journal's entry whose inverse it is; `kind` and `fields` are kept beside the
        label, and are those of an `action` that is a message. Other writers wait until the block ends, so
        read and compute before it. Raises ProjectError.
        """
        if isinstance(action, Message) and action.kind != "said":
            kind, fields = action.kind, action.document()
        if self._read_only:
            raise ProjectError("project-read-only", folder=self._folder)
        with writing(self._engine) as connection, connection.begin():
            edit = Edit(connection, self.taxonomy)
            schema.check_current(connection, str(self._folder))
            yield edit
            heading = Heading(
                author=author,
                action=str(action),
                video_id=video_id,
                takes_back=takes_back,
                kind=kind,
                fields=fields or {},
            )
            edit.finish(heading)

    def videos(self) -> list[Video]:
        """Every video, in ascending order of id."""
        with self._reading() as connection:
            return reading.read_all(connection, VIDEOS)

    def video(self, video_id: VideoId) -> Video:
        """One video; raises ProjectError when it is not there."""
        with self._reading() as connection:
            return reading.read_video(connection, video_id)

    def tracks(self, video_id: VideoId) -> tuple[Track, ...]:
        """A video's instances with their states and masks, in order of category id and number."""
        with self._reading() as connection:
            return reading.read_tracks(connection, reading.read_video(connection, video_id))

    def sheet(self, video_id: VideoId, *, steps_after: int = 0) -> VideoSheet:
        """All that belongs to one video, at one moment; raises ProjectError when it is not there.

        Of the journal's entries about it, only those after the `steps_after`-th.
        """
        with self._reading() as connection:
            return read_sheet(connection, video_id, steps_after=steps_after)

    def sheet_after(self, known: VideoSheet) -> VideoSheet | None:
        """A sheet as it is now, with the steps since `known`; the same as reading it whole, but quicker.

        None where `known` is no part of the project's past, as after a copy was restored: then read it
        whole. Raises ProjectError when the video is not there any more.
        """
        with self._reading() as connection:
            return read_on(connection, known)

    def masks(self, video_id: VideoId) -> list[Mask]:
        """A video's masks with their provenance, by instance and second."""
        with self._reading() as connection:
            return reading.read_of(connection, MASKS, video_id)

    def proposals(self, video_id: VideoId) -> list[Proposal]:
        """A video's proposals, by instance, second and model."""
        with self._reading() as connection:
            return reading.read_of(connection, PROPOSALS, video_id)

    def silences(self, video_id: VideoId) -> frozenset[int]:
        """The seconds of a video in which, a person has said, nothing sounds."""
        with self._reading() as connection:
            found = reading.read_of(connection, SILENCES, video_id)
            return frozenset(each.second for each in found)

    def rounds(self, video_id: VideoId) -> list[Round]:
        """A video's rounds, oldest first."""
        with self._reading() as connection:
            return reading.read_of(connection, ROUNDS, video_id)

    def comments(self, video_id: VideoId) -> list[Comment]:
        """A video's comments, oldest first."""
        with self._reading() as connection:
            return reading.read_of(connection, COMMENTS, video_id)

    def assignments(self, video_id: VideoId) -> list[Assignment]:
        """Who is to do which round of a video, by round."""
        with self._reading() as connection:
            return reading.read_of(connection, ASSIGNMENTS, video_id)

    def videos_set_aside(self) -> list[SetAside]:
        """The videos that are no use, in ascending order of id."""
        with self._reading() as connection:
            return reading.read_all(connection, SET_ASIDE)

    def heard(self, video_id: VideoId) -> list[Heard]:
        """The seconds of a video that people have heard, by second and person."""
        with self._reading() as connection:
            return reading.read_of(connection, HEARD, video_id)

    def locks(self) -> list[Lock]:
        """Who has which video open, in ascending order of id."""
        with self._reading() as connection:
            return reading.read_all(connection, LOCKS)

    def records(self, kind: Kind[R], video_id: VideoId) -> list[R]:
        """What a table of any kind holds of a video, by key."""
        with self._reading() as connection:
            return reading.read_of(connection, kind, video_id)

    def annotation_hash(self, video_id: VideoId) -> str:
        """A hash of a video's instances, sounding states, masks and silences, and of nothing else."""
        with self._reading() as connection:
            return annotation_hash(connection, video_id)

    def states(self) -> dict[VideoId, RoundState]:
        """The state of every video: that of its last round, `todo` before the first."""
        with self._reading() as connection:
            return reading.read_states(connection)

    def last_rounds(self) -> dict[VideoId, Round]:
        """The last round of every video that has one."""
        with self._reading() as connection:
            return reading.read_last_rounds(connection)

    def mask_counts(self) -> dict[VideoId, int]:
        """How many masks each video has; a video without masks is left out."""
        with self._reading() as connection:
            return reading.read_mask_counts(connection)

    def cell_counts(self) -> dict[VideoId, tuple[int, int]]:
        """Cells that sound in view, and how many of these have a mask; a video without any is left out."""
        with self._reading() as connection:
            return reading.read_cell_counts(connection)

    def overview(self) -> Overview:
        """How far every video is, at one moment, in a few queries."""
        with self._reading() as connection:
            return read_overview(connection)

    def snapshot(self, include: Collection[RoundState] = (RoundState.ACCEPTED,)) -> Snapshot:
        """What the project holds now of the videos in these states, whatever is edited afterwards.

        Its tracks are read when asked for, until the project is closed.
        """
        connection = reading_connection(self._engine)
        connection.begin()
        with whole_rows(str(self._folder)):
            states = reading.read_states(connection)
            videos = [
                video
                for video in reading.read_all(connection, VIDEOS)
                if states[video.video_id] in include
            ]
        tracks = reading.LazyTracks(connection, videos, name=str(self._folder))
        self._lazy[id(tracks)] = tracks
        return Snapshot(
            taxonomy=self.taxonomy,
            videos=videos,
            tracks=tracks,
            media_root=self.videos_dir,
            recipe_name=self.recipe.name,
            journal_head=read_head(connection).hash,
        )

    def state_digest(self) -> dict[str, str]:
        """A digest of each table of the state, with the journal's head that it belongs to."""
        with self._reading() as connection:
            return {"journal_head": read_head(connection).hash, **digest_of(connection)}

    def rebuild_state(self) -> dict[str, str]:
        """Add up the journal in a database of its own, to be compared with `state_digest`.

        With the same `journal_head` both are equal, unless one was tampered with.
        Raises ProjectError where an entry does not fit those before it.
        """
        with self._reading() as connection:
            head = read_head(connection).hash
            return {
                "journal_head": head,
                **replayed_digest(read_entries(connection), self.taxonomy),
            }

    def rebuild(self) -> None:
        """Put in place of the state what the journal adds up to; heard seconds stay, locks go."""
        with writing(self._engine) as connection, connection.begin():
            lock_head(connection)
            rebuild(connection, self.taxonomy)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with (
            whole_rows(str(self._folder)),
            reading_connection(self._engine) as connection,
            connection.begin(),
        ):
            yield connection


def guard_project(folder: Path) -> None:
    """Let no link in a project lead out of it, but where this person allowed it; raises ProjectError."""
    permissions.guard(folder)
    inside.check_layout(folder, PROJECT_FILES, PROJECT_FOLDERS)


def _check_database(folder: Path, text: str, file: Path | None) -> None:
    """Refuse a database outside the project that this person never named; raises ProjectError."""
    if may_open_database(folder, text):
        return
    if file is None:
        what = "on a server"
    elif inside.may_lead_to(folder, file):
        inside.check_layout(file.parent, tuple(file.name + end for end in SQLITE_ENDINGS), ())
        return
    else:
        what = f"outside its folder, {file}"
    raise DatabaseOutsideError(
        f"{folder}: its settings name a database {what}; if that is meant: --allow-database, or for good: "
        f"avisbuild project allow --database --project {shlex.quote(str(folder))}"
    )


@contextmanager
def _alone_in(folder: Path) -> Iterator[bool]:
    """Make a folder if it is not there, and keep others from making a project in it; was it made?"""
    while True:
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            folder.mkdir()
            is_new = True
        except FileExistsError:
            is_new = False
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except FileNotFoundError:
            continue  # whoever made it failed, and removed it
        try:
            with suppress(
                OSError
            ):  # a file system without locks: the settings are made exclusively
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            if _is_same(descriptor, folder):
                yield is_new
                return
        finally:
            os.close(descriptor)


def _is_same(descriptor: int, folder: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), folder.stat())
    except FileNotFoundError:
        return False


def _refuse_occupied(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ProjectError(f"{folder} is a file; name a folder that is new or empty")
    if (folder / SETTINGS_NAME).exists():
        raise ProjectError(f"{folder} is a project already; name a folder that is new or empty")
    found = _visible(folder) if folder.exists() else []
    if found:
        raise ProjectError(
            f"{folder} is not empty (it holds {found[0].name}); name a folder that is new or empty"
        )


def _fill(folder: Path, settings: Settings, *, is_new: bool) -> None:
    """Make the parts of a project in an empty folder; remove them again if one cannot be made.

    A folder that `is_new` is then removed too. Whoever loses a race here removes what it made, and no more.
    """
    made: list[Path] = []
    try:
        url = database_url(settings.database, folder)
        engine = make_engine(url, name=str(folder))
        try:
            made += _database_files(url)
            if schema.revision_of(engine):
                raise ProjectError(
                    f"{folder}: its database holds a project already; name another one"
                )
            schema.migrate(engine)
        finally:
            engine.dispose()
        for name in (SOURCES, VIDEOS_FOLDER):
            (folder / name).mkdir()
            made.append(folder / name)
        file = sqlite_file(url)
        if file is None or not file.is_relative_to(folder.resolve()):
            allow_database(folder, settings.database)
        # Last: from here on the folder is a project.
        write_settings(folder, settings)
    except BaseException:
        for path in made:
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        if is_new:
            (folder / IDENTITY_NAME).unlink(missing_ok=True)
            with suppress(OSError):
                folder.rmdir()
        raise


def _database_files(url: URL) -> list[Path]:
    """The files that SQLite is about to make; none where there is a database already, or a server."""
    file = sqlite_file(url)
    if file is None or file.exists():
        return []
    return [file.with_name(file.name + ending) for ending in SQLITE_ENDINGS]


def _visible(folder: Path) -> list[Path]:
    # Hidden files (.git, .DS_Store) do not make a folder occupied.
    return sorted(path for path in folder.iterdir() if path.name[0] != ".")
