"""A sheet brought up to date from what the journal says has changed since: work for the change alone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from avisbuild.records import Mask, Silence, Sounding, Track
from avisbuild.store.journal import has_held, read_last_entries
from avisbuild.store.kinds.kind import Key, Kind, R, Row
from avisbuild.store.kinds.masks import MASKS
from avisbuild.store.kinds.proposals import PROPOSALS
from avisbuild.store.kinds.rounds import ROUNDS
from avisbuild.store.kinds.silences import SILENCES
from avisbuild.store.kinds.sounding import SOUNDING
from avisbuild.store.operations import Operation
from avisbuild.store.sheet import VideoSheet, read_sheet

Changes = Mapping[Key, Row | None]

# After a change of these, everything else may be another video's or have another order.
_FOUNDATIONS = frozenset({"videos", "instances"})
# Of more than this, such as imports beside the annotator, the journal takes longer than the sheet.
_MOST_CHARACTERS = 1_000_000


def read_on(connection: Connection, known: VideoSheet) -> VideoSheet | None:
    """`known` as it is in the transaction of `connection`, with the steps since; raises as `read_sheet`.

    None where it is of another journal than this.
    """
    before, video_id = known.head.sequence, known.video.video_id
    if not has_held(connection, known.head):
        return None
    entries = read_last_entries(connection, after=before, most_characters=_MOST_CHARACTERS)
    if entries is None:
        return read_sheet(connection, video_id, steps_after=before)
    operations = [each for entry in entries for each in entry.operations]
    if any(each.table in _FOUNDATIONS for each in operations):
        return read_sheet(connection, video_id, steps_after=before)
    return replace(
        changed_sheet(known, operations),
        steps=tuple(entry.step for entry in entries if entry.video_id == video_id),
        head=entries[-1].head if entries else known.head,
    )


def changed_sheet(known: VideoSheet, operations: Iterable[Operation]) -> VideoSheet:
    """The sheet after operations that followed on it; its steps and head are still the old ones."""
    changes = _last_rows(operations)
    video_id = known.video.video_id
    instance_ids = {track.instance.instance_id for track in known.tracks}

    def of(kind: Kind[Any]) -> Changes:
        owned = {video_id} if kind.owner == "video" else instance_ids
        return {key: row for key, row in changes.get(kind.name, {}).items() if key[0] in owned}

    masks = _changed(MASKS, known.masks, of(MASKS))
    silences = [Silence(video_id=video_id, second=each) for each in known.silences]
    return replace(
        known,
        masks=masks,
        tracks=_changed_tracks(known.tracks, of(SOUNDING), of(MASKS), masks),
        proposals=_changed(PROPOSALS, known.proposals, of(PROPOSALS)),
        silences=frozenset(each.second for each in _changed(SILENCES, silences, of(SILENCES))),
        rounds=_changed(ROUNDS, known.rounds, of(ROUNDS)),
    )


def _last_rows(operations: Iterable[Operation]) -> dict[str, dict[Key, Row | None]]:
    found: dict[str, dict[Key, Row | None]] = {}
    for each in operations:
        found.setdefault(each.table, {})[each.key] = each.after
    return found


def _changed(kind: Kind[R], values: Iterable[R], changes: Changes) -> tuple[R, ...]:
    """Values in order of their keys, with those of changed rows in place of the old ones."""
    if not changes:
        return tuple(values)
    by_key = {kind.key_of_record(value): value for value in values}
    for key, row in changes.items():
        if row is None:
            by_key.pop(key, None)
        else:
            by_key[key] = kind.read(row)
    return tuple(by_key[key] for key in sorted(by_key))


def _changed_tracks(
    tracks: tuple[Track, ...], cells: Changes, pictures: Changes, masks: Iterable[Mask]
) -> tuple[Track, ...]:
    touched = {key[0] for key in (*cells, *pictures)}
    rles = {
        (each.instance_id, each.second): each.rle for each in masks if each.instance_id in touched
    }
    changed = []
    for track in tracks:
        instance_id = track.instance.instance_id
        if instance_id not in touched:
            changed.append(track)
            continue
        states = list(track.states)
        for (owner, second), row in cells.items():
            if owner == instance_id:
                states[second] = Sounding.SILENT if row is None else SOUNDING.read(row).state
        seconds = range(len(states))
        changed.append(
            Track(
                instance=track.instance,
                states=tuple(states),
                masks=tuple(rles.get((instance_id, second)) for second in seconds),
            )
        )
    return tuple(changed)
