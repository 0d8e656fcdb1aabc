"""What rows were before some entries of the journal, worked out from those and the rows as they are now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from avisbuild.store.journal import Entry
from avisbuild.store.kind import KINDS, Key, Kind
from avisbuild.store.kinds.videos import INSTANCES, VIDEOS

Place = tuple[str, Key]  # a table and a key in it
Row = Mapping[str, Any]
Rows = Mapping[Place, Row]
Changes = Mapping[Place, Row | None]
# What belongs to no video stands under this.
OF_NO_VIDEO = ""


def video_rows(connection: Connection, video_id: str) -> Rows:
    """Every journalled row of a video and of its instances, as this transaction sees them."""
    return {
        (kind.name, kind.key_of(row)): row
        for kind in journalled_of_videos()
        for row in kind.rows(connection, kind.of_video(video_id))
    }


def journalled_of_videos() -> list[Kind[Any]]:
    """The tables whose rows belong to a video, itself among them."""
    return [
        kind
        for _, kind in sorted(KINDS.items())
        if kind.is_journalled and (kind is VIDEOS or kind.owner != "project")
    ]


def rows_before(connection: Connection, entries: Iterable[Entry]) -> dict[str, Changes]:
    """What the rows that entries changed were before the first of them, by video; None where there was none.

    The entries are those from somewhere to the journal's end.
    """
    first: dict[Place, Row | None] = {}
    videos = {str(each.instance_id): str(each.video_id) for each in INSTANCES.records(connection)}
    owners: dict[Place, str] = {}
    for entry in entries:
        for each in entry.operations:
            for row in (each.before, each.after):
                if row is not None and each.table == INSTANCES.name:
                    videos[str(row["instance_id"])] = str(row["video_id"])
                if row is not None and KINDS[each.table].owner != "instance":
                    owners[each.table, each.key] = str(row.get("video_id", OF_NO_VIDEO))
            first.setdefault((each.table, each.key), each.before)
    found: dict[str, dict[Place, Row | None]] = defaultdict(dict)
    for (table, key), before in first.items():
        owner = (
            videos.get(key[0], OF_NO_VIDEO) if (table, key) not in owners else owners[table, key]
        )
        found[owner][table, key] = before
    return dict(found)


def patched(rows: Rows, changes: Changes) -> Rows:
    """The rows with others in place of some."""
    both = {**rows, **changes}
    return {place: row for place, row in both.items() if row is not None}
