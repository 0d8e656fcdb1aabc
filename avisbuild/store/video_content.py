"""One video with all that belongs to it, as the annotator shows it: read whole, or brought up to date."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from avisbuild.records import Instance, Mask, SoundingCell, Taxonomy, Track, Video, VideoId
from avisbuild.store.categories import read_taxonomy
from avisbuild.store.journal import Head, Step, has_held, read_head, read_last_entries, read_steps
from avisbuild.store.kind import KINDS, Key, R, kind_of
from avisbuild.store.kinds.videos import VIDEOS
from avisbuild.store.operations import Operation
from avisbuild.store.reading import make_tracks
from avisbuild.store.state import FOUNDATIONS

# After more than this, such as imports beside the annotator, the video is quicker read whole.
_MOST_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoContent:
    """One video with all that the journal says of it, and the journal's end at that moment.

    `tables` has its records by key, `steps` the edits of it, oldest first; `taxonomy` is the project's.
    """

    video: Video
    tables: Mapping[str, Mapping[Key, Any]]
    steps: tuple[Step, ...]
    head: Head
    taxonomy: Taxonomy

    def records(self, record: type[R]) -> tuple[R, ...]:
        """What there is of a kind, by key."""
        return tuple(self.tables[kind_of(record).name].values())

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The instances with their states and masks, in order of category id and number."""
        cells = ((each.instance_id, each.second, each.state) for each in self.records(SoundingCell))
        pictures = ((each.instance_id, each.second, each.rle) for each in self.records(Mask))
        return make_tracks(self.video, self.records(Instance), cells, pictures)


def read_content(
    connection: Connection, video_id: VideoId, taxonomy_name: str, *, steps_after: int = 0
) -> VideoContent:
    """Read it whole in the transaction of `connection`; raises ProjectError when the video is not there."""
    content = VideoContent(
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
        taxonomy=read_taxonomy(connection, taxonomy_name),
    )
    content.tracks  # noqa: B018 - a cell that lies outside its video is told here, not where it is shown
    return content


def read_update(connection: Connection, known: VideoContent) -> VideoContent | None:
    """What `known` has become, made from the journal's new entries; None as in `Project.content_update`."""
    before, video_id = known.head.sequence, known.video.video_id
    if not has_held(connection, known.head):
        return None
    entries = read_last_entries(connection, after=before, most_characters=_MOST_CHARACTERS)
    operations = [each for entry in entries or () for each in entry.operations]
    # After a change of the foundations, everything else may be another video's.
    if entries is None or any(each.table in FOUNDATIONS for each in operations):
        return read_content(connection, video_id, known.taxonomy.name, steps_after=before)
    return replace(
        with_operations(known, operations),
        steps=tuple(entry.step for entry in entries if entry.video_id == video_id),
        head=entries[-1].head if entries else known.head,
    )


def with_operations(known: VideoContent, operations: Collection[Operation]) -> VideoContent:
    """The content with operations that followed on it applied; its steps and head are still the old ones."""
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
