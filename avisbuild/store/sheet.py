"""What an annotator has before them: one video with everything, read whole or brought up to date."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from avisbuild.records import Instance, Mask, SoundingCell, Track, Video, VideoId
from avisbuild.store.journal import Head, Step, has_held, read_head, read_last_entries, read_steps
from avisbuild.store.kind import KINDS, Key, R, kind_of
from avisbuild.store.kinds.videos import VIDEOS
from avisbuild.store.operations import Operation
from avisbuild.store.reading import tracks_of
from avisbuild.store.state import FOUNDATIONS

# Of more than this, such as imports beside the annotator, the journal takes longer than the sheet.
_MOST_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoSheet:
    """One video with all that the journal says of it, and the journal's end at that moment.

    `tables` has its records by key, `steps` the edits of it, oldest first.
    """

    video: Video
    tables: Mapping[str, Mapping[Key, Any]]
    steps: tuple[Step, ...]
    head: Head

    def records(self, record: type[R]) -> tuple[R, ...]:
        """What there is of a kind, by key."""
        return tuple(self.tables[kind_of(record).name].values())

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The instances with their states and masks, in order of category id and number."""
        cells = ((each.instance_id, each.second, each.state) for each in self.records(SoundingCell))
        pictures = ((each.instance_id, each.second, each.rle) for each in self.records(Mask))
        return tracks_of(self.video, self.records(Instance), cells, pictures)


def read_sheet(connection: Connection, video_id: VideoId, *, steps_after: int = 0) -> VideoSheet:
    """A sheet in the transaction of `connection`, as `Project.sheet` gives it."""
    return VideoSheet(
        video=VIDEOS.one(connection, video_id),
        tables={
            kind.name: {
                kind.key_of(row): kind.read(row)
                for row in kind.rows(connection, kind.of_video(video_id))
            }
            for kind in KINDS.values()
            if kind.is_journalled and (kind is VIDEOS or kind.owner != "project")
        },
        steps=tuple(read_steps(connection, video_id, after=steps_after)),
        head=read_head(connection),
    )


def read_on(connection: Connection, known: VideoSheet) -> VideoSheet | None:
    """The same as `Project.sheet_after` gives it: work for what has changed alone, as the journal says."""
    before, video_id = known.head.sequence, known.video.video_id
    if not has_held(connection, known.head):
        return None
    entries = read_last_entries(connection, after=before, most_characters=_MOST_CHARACTERS)
    operations = [each for entry in entries or () for each in entry.operations]
    # After a change of the foundations, everything else may be another video's.
    if entries is None or any(each.table in FOUNDATIONS for each in operations):
        return read_sheet(connection, video_id, steps_after=before)
    return replace(
        changed_sheet(known, operations),
        steps=tuple(entry.step for entry in entries if entry.video_id == video_id),
        head=entries[-1].head if entries else known.head,
    )


def changed_sheet(known: VideoSheet, operations: Collection[Operation]) -> VideoSheet:
    """The sheet after operations that followed on it; its steps and head are still the old ones."""
    tables = {name: dict(records) for name, records in known.tables.items()}
    for each in operations:
        kind, key = KINDS[each.table], each.key
        if key[:1] not in tables.get(f"{kind.owner}s", ()):
            continue  # another video's, or the project's
        if each.after is None:
            tables[kind.name].pop(key, None)
        else:
            tables[kind.name][key] = kind.read(each.after)
    for name in {each.table for each in operations} & tables.keys():
        tables[name] = dict(sorted(tables[name].items()))
    return replace(known, tables=tables)
