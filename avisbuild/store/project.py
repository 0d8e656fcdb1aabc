"""A project: a folder, and the database that holds its state."""

import weakref
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.records import (
    CategoryId,
    Recipe,
    Round,
    RoundState,
    Snapshot,
    Taxonomy,
    Track,
    Video,
    VideoId,
)
from avisbuild.records.video_folder import SOURCES
from avisbuild.records.video_folder import VIDEOS as VIDEOS_FOLDER
from avisbuild.store import reading, schema
from avisbuild.store.categories import Use, differences, first_rows, read_taxonomy, read_uses
from avisbuild.store.copying import PagesCopied, copy_database, database_bytes
from avisbuild.store.creating import create_project
from avisbuild.store.editing import Edit
from avisbuild.store.engine import corrupt_rows_as_errors, writing
from avisbuild.store.engine import reading as reading_connection
from avisbuild.store.journal import (
    Fields,
    Head,
    Heading,
    Journal,
    lock_head,
    read_entries,
    read_head,
)
from avisbuild.store.kind import R, kind_of
from avisbuild.store.kinds.videos import VIDEOS
from avisbuild.store.locks import refuse_others
from avisbuild.store.opening import guard_project, open_database
from avisbuild.store.overview import Overview, read_heard_counts, read_overview
from avisbuild.store.passwords import shown
from avisbuild.store.project_past import ProjectPast
from avisbuild.store.rebuild import annotation_hash, rebuild, replayed_digest, table_digests
from avisbuild.store.settings import DEFAULT_DATABASE, Settings, read_settings
from avisbuild.store.sharing import copy_videos
from avisbuild.store.state import State
from avisbuild.store.video_content import VideoContent, read_content, read_update


class Project:
    """An open project; close it, or use it as a context manager.

    Every reading call sees one moment of the database; `snapshot` keeps seeing it.
    """

    def __init__(self, folder: Path, settings: Settings, engine: Engine, *, refusal: str) -> None:
        self._folder = folder
        self._settings = settings
        self._engine = engine
        self._refusal = refusal
        self._lazy: weakref.WeakValueDictionary[int, reading.LazyTracks] = (
            weakref.WeakValueDictionary()
        )
        self.journal = Journal(engine, str(folder))
        self.past = ProjectPast(engine, str(folder))

    @classmethod
    def create(cls, folder: Path, recipe: Recipe, *, database: str = DEFAULT_DATABASE) -> Self:
        """Make a project in a folder that is new or empty, and open it.

        Raises ProjectError.
        """
        folder = Path(folder).absolute()
        create_project(folder, Settings(recipe=recipe, database=database))
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path, *, migrate: bool = False) -> Self:
        """Open a project; an older database is brought up to date, one on a server only if `migrate`.

        A project whose files cannot be written, as on a full disk, is opened for reading. Raises
        ProjectError.
        """
        folder = Path(folder).absolute()
        guard_project(folder)
        settings = read_settings(folder)
        database = open_database(folder, settings, migrate=migrate)
        return cls(folder, settings, database.engine, refusal=database.refusal)

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
        return self._folder

    @property
    def recipe(self) -> Recipe:
        """What kind of data set the project makes."""
        return self._settings.recipe

    @property
    def taxonomy(self) -> Taxonomy:
        """The project's categories as they are now; the recipe says only what they were at first."""
        with self._reading() as connection:
            return read_taxonomy(connection, self._taxonomy_name)

    def category_uses(self) -> dict[CategoryId, Use]:
        """What each category is used for; one that is not is left out."""
        with self._reading() as connection:
            return read_uses(connection)

    @property
    def category_differences(self) -> list[Message]:
        """In which categories the settings, which were taken only at first, say otherwise."""
        return differences(self._settings.recipe.taxonomy, self.taxonomy)

    @property
    def _taxonomy_name(self) -> str:
        return self._settings.recipe.taxonomy.name

    @property
    def is_read_only(self) -> bool:
        """Whether the project's files cannot be written, so that every edit is refused."""
        return bool(self._refusal)

    @property
    def has_server(self) -> bool:
        """Whether its database is on a server, which has a clock of its own."""
        return self._engine.dialect.name != "sqlite"

    @property
    def database_address(self) -> str:
        """Where its database is, as the settings say; without a password."""
        return shown(self._settings.database)

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
        holder: str = "",
    ) -> Iterator[Edit]:
        """Change the project: all of the block or, after any error, nothing of it.

        An edit that is about one video and says so can be taken back from that video's history;
        `takes_back` is the journal's entry whose inverse it is; `kind` and `fields` are kept beside the
        label, and are those of an `action` that is a message. Other writers wait until the block ends, so
        read and compute before it. Raises ProjectError, also where another than `holder` has that video.
        """
        if isinstance(action, Message) and action.kind != "said":
            kind, fields = action.kind, action.document()
        if self._refusal:
            raise ProjectError(self._refusal, folder=self._folder)
        with writing(self._engine) as connection, connection.begin():
            edit = Edit(State(connection, self._taxonomy_name))
            schema.check_current(connection, str(self._folder))
            if video_id:
                refuse_others(connection, video_id, holder=holder)
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

    def records(self, record: type[R], video_id: VideoId | None = None) -> list[R]:
        """All records of a type (`Instance`, `Mask`, `Round`, ...) in the project or in one video, by key."""
        kind = kind_of(record)
        conditions = () if video_id is None else (kind.of_video(video_id),)
        with self._reading() as connection:
            return kind.records(connection, *conditions)

    def videos(self) -> list[Video]:
        """Every video, in ascending order of id."""
        return self.records(Video)

    def video(self, video_id: VideoId) -> Video:
        """One video; raises ProjectError when it is not there."""
        with self._reading() as connection:
            return VIDEOS.one(connection, video_id)

    def tracks(self, video_id: VideoId) -> tuple[Track, ...]:
        """A video's instances with their states and masks, in order of category id and number."""
        with self._reading() as connection:
            video = VIDEOS.one(connection, video_id)
            return reading.read_tracks(connection, video)

    def video_content(self, video_id: VideoId, *, steps_after: int = 0) -> VideoContent:
        """All that belongs to one video, at one moment; raises ProjectError when it is not there.

        Of the journal's entries about it, only those after the `steps_after`-th.
        """
        with self._reading() as connection:
            return read_content(connection, video_id, self._taxonomy_name, steps_after=steps_after)

    def content_update(self, known: VideoContent) -> VideoContent | None:
        """The video as it is now, with the steps since `known`; the same as `video_content`, but quicker.

        None where `known` is no part of the project's past, as after a copy was restored: then read it
        whole. Raises ProjectError when the video is not there any more.
        """
        with self._reading() as connection:
            return read_update(connection, known)

    def annotation_hash(self, video_id: VideoId) -> str:
        """A hash of a video's instances, sounding states, masks and silences, and of nothing else."""
        with self._reading() as connection:
            return annotation_hash(connection, video_id)

    def states(self) -> dict[VideoId, RoundState]:
        """The state of every video: that of its last round, `todo` before the first."""
        with self._reading() as connection:
            return reading.read_states(connection)

    def last_rounds(self) -> dict[VideoId, Round]:
        """Every video's round of the highest number; videos that nobody has begun are left out."""
        with self._reading() as connection:
            return reading.read_last_rounds(connection)

    def set_aside(self) -> dict[VideoId, str]:
        """Why each video that is set aside is; the others are left out."""
        with self._reading() as connection:
            return reading.read_set_aside(connection)

    def mask_counts(self) -> dict[VideoId, int]:
        """How many masks each video has; a video without masks is left out."""
        with self._reading() as connection:
            return reading.read_mask_counts(connection)

    def heard_counts(self) -> dict[VideoId, int]:
        """How many seconds of each video anybody has heard; a video without any is left out."""
        with self._reading() as connection:
            return read_heard_counts(connection)

    def overview(self) -> Overview:
        """How far every video is, at one moment, in a few queries."""
        with self._reading() as connection:
            return read_overview(connection, keep_silent_masks=self.recipe.keep_silent_masks)

    def snapshot(self, include: Collection[RoundState] = (RoundState.ACCEPTED,)) -> Snapshot:
        """What the project holds now of the videos in these states, whatever is edited afterwards.

        Those that are set aside are left out. Tracks are read when asked for, until the project is closed.
        """
        connection = reading_connection(self._engine)
        connection.begin()
        with corrupt_rows_as_errors(str(self._folder)):
            states = reading.read_states(connection)
            aside = reading.read_set_aside(connection)
            videos = [
                video
                for video in VIDEOS.records(connection)
                if states[video.video_id] in include and video.video_id not in aside
            ]
            taxonomy = read_taxonomy(connection, self._taxonomy_name)
        tracks = reading.LazyTracks(connection, videos, name=str(self._folder))
        self._lazy[id(tracks)] = tracks
        return Snapshot(
            taxonomy=taxonomy,
            videos=videos,
            tracks=tracks,
            media_root=self.videos_dir,
            recipe_name=self.recipe.name,
            journal_head=read_head(connection).hash,
            keep_silent_masks=self.recipe.keep_silent_masks,
        )

    def copy_database(self, target: Path, *, progress: PagesCopied = lambda *_: None) -> Head:
        """Copy the database, on whatever server, as it is at one moment, into a SQLite file.

        Others may go on editing: every edit that was confirmed before is in it. Gives where the copy's
        journal ends; raises ProjectError.
        """
        return copy_database(self._engine, target, name=str(self._folder), progress=progress)

    def moment(self) -> AbstractContextManager[Connection]:
        """A connection that sees one moment of the database, for several looks at it."""
        return self._reading()

    def copy_videos(
        self, target: Path, videos: Collection[VideoId], *, author: str
    ) -> tuple[Head, Head]:
        """Copy what belongs to some videos, at one moment, into a SQLite file: the database of a share.

        Gives where the journal ended then, and where that in the copy does; raises ProjectError.
        """
        name = str(self._folder)
        with corrupt_rows_as_errors(name):
            return copy_videos(self._engine, target, videos, name=name, author=author)

    def database_bytes(self) -> int:
        """About how much the database takes on its disk."""
        return database_bytes(self._engine)

    def state_digest(self) -> dict[str, str]:
        """A digest of each table of the state, with the journal's head that it belongs to."""
        with self._reading() as connection:
            return {
                "journal_head": read_head(connection).hash,
                **table_digests(connection, first_rows(connection)),
            }

    def rebuild_state(self) -> dict[str, str]:
        """Add up the journal in a database of its own, to be compared with `state_digest`.

        With the same `journal_head` both are equal, unless one was tampered with.
        Raises ProjectError where an entry does not fit those before it.
        """
        with self._reading() as connection:
            head = read_head(connection).hash
            return {
                "journal_head": head,
                **replayed_digest(
                    read_entries(connection), first_rows(connection), self._taxonomy_name
                ),
            }

    def rebuild(self) -> None:
        """Put in place of the state what the journal adds up to; heard seconds stay, locks go."""
        with writing(self._engine) as connection, connection.begin():
            lock_head(connection)
            rebuild(connection, self._taxonomy_name)

    @contextmanager
    def unjournalled(self, *, writes: bool = True) -> Iterator[Connection]:
        """A transaction on what the journal knows nothing of: who has which video open.

        Raises ProjectError.
        """
        if not writes:
            with self._reading() as connection:
                yield connection
            return
        if self._refusal:
            raise ProjectError(self._refusal, folder=self._folder)
        with (
            corrupt_rows_as_errors(str(self._folder)),
            writing(self._engine) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with (
            corrupt_rows_as_errors(str(self._folder)),
            reading_connection(self._engine) as connection,
            connection.begin(),
        ):
            yield connection
