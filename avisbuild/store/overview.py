"""How far every video is, at one moment, in a few queries whatever their number (R22, R33)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)

from avisbuild.records import Round, Sounding, Video, VideoId
from avisbuild.store.kinds.cells import HEARD, MASKS, SILENCES, SOUNDING
from avisbuild.store.kinds.reviews import SET_ASIDE
from avisbuild.store.kinds.videos import INSTANCES, VIDEOS
from avisbuild.store.reading import read_last_rounds

_instances, _masks, _sounding = INSTANCES.table.c, MASKS.table.c, SOUNDING.table.c
_silences, _heard, _set_aside = SILENCES.table.c, HEARD.table.c, SET_ASIDE.table.c
_is_same_cell = and_(_masks.instance_id == _sounding.instance_id, _masks.second == _sounding.second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Every video in order of id, with its last round and its counts, where it has any.

    `cell_counts` has the cells that sound in view, and how many of these have a mask. `settled_counts` has
    the seconds in which a cell is something else than silent, or that are confirmed as silent, and
    `heard_counts` those that anybody has heard. `flawed` are videos that are settled and masked, and hold
    something that has to be mended all the same. `set_aside` has the reasons of those that are.
    """

    videos: tuple[Video, ...]
    last_rounds: Mapping[VideoId, Round]
    cell_counts: Mapping[VideoId, tuple[int, int]]
    settled_counts: Mapping[VideoId, int] = field(default_factory=dict)
    heard_counts: Mapping[VideoId, int] = field(default_factory=dict)
    flawed: frozenset[VideoId] = frozenset()
    set_aside: Mapping[VideoId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cells:
    """Of one video: cells that sound in view, those of them with a mask, unsure cells, seconds with any."""

    sounding: int
    masked: int
    unsure: int
    seconds: int


def read_overview(connection: Connection, *, keep_silent_masks: bool = False) -> Overview:
    """As `Project.overview`, within the transaction of `connection`; the recipe says `keep_silent_masks`."""
    videos = tuple(VIDEOS.records(connection))
    cells = _read_cells(connection)
    silent, heard, aside = _read_each(connection)
    settled = {
        name: count
        for name in cells.keys() | silent.keys()
        if (count := (cells[name].seconds if name in cells else 0) + silent.get(name, 0))
    }
    whole = [
        video.video_id
        for video in videos
        if settled.get(video.video_id) == video.second_count
        and (
            video.video_id not in cells
            or cells[video.video_id].sounding == cells[video.video_id].masked
        )
    ]
    unsure = {name for name in whole if name in cells and cells[name].unsure}
    return Overview(
        videos=videos,
        last_rounds=read_last_rounds(connection),
        cell_counts={
            name: (each.sounding, each.masked) for name, each in cells.items() if each.sounding
        },
        settled_counts=settled,
        heard_counts=heard,
        flawed=frozenset(
            unsure | _read_flawed(connection, whole, keep_silent_masks=keep_silent_masks)
        ),
        set_aside=aside,
    )


def read_heard_counts(connection: Connection) -> dict[VideoId, int]:
    """How many seconds of each video anybody has heard; a video without any is left out."""
    return {VideoId(row[1]): row[2] for row in connection.execute(_heard_counts())}


def _heard_counts() -> Select[Any]:
    return (
        select(literal("heard"), _heard.video_id, func.count(_heard.second.distinct()))
        .select_from(HEARD.table.join(VIDEOS.table))
        # A video may have become shorter since.
        .where(_heard.second < VIDEOS.table.c.second_count)
        .group_by(_heard.video_id)
    )


def _read_cells(connection: Connection) -> dict[VideoId, _Cells]:
    is_sounding = _sounding.state == Sounding.SOUNDING.value
    query = (
        select(
            _instances.video_id,
            func.sum(case((is_sounding, 1), else_=0)),
            func.sum(case((and_(is_sounding, _masks.second.is_not(None)), 1), else_=0)),
            func.sum(case((_sounding.state == Sounding.UNSURE.value, 1), else_=0)),
            func.count(_sounding.second.distinct()),
        )
        .select_from(INSTANCES.table.join(SOUNDING.table).outerjoin(MASKS.table, _is_same_cell))
        .group_by(_instances.video_id)
    )
    return {
        VideoId(name): _Cells(sounding=sounding, masked=masked, unsure=unsure, seconds=seconds)
        for name, sounding, masked, unsure, seconds in connection.execute(query)
    }


def _read_each(
    connection: Connection,
) -> tuple[dict[VideoId, int], dict[VideoId, int], dict[VideoId, str]]:
    """Of each video the silences that no cell contradicts, the seconds that were heard, and why it is aside.

    In one query: the list of videos is read often.
    """
    says_else = exists().where(
        _instances.video_id == _silences.video_id,
        _sounding.instance_id == _instances.instance_id,
        _sounding.second == _silences.second,
    )
    silent = (
        select(literal("silent"), _silences.video_id, func.count(), literal(""))
        .where(~says_else)
        .group_by(_silences.video_id)
    )
    heard = _heard_counts().add_columns(literal(""))
    aside = select(literal("aside"), _set_aside.video_id, literal(0), _set_aside.reason)
    counts: dict[str, dict[VideoId, int]] = {"silent": {}, "heard": {}}
    reasons: dict[VideoId, str] = {}
    for what, name, count, reason in connection.execute(union_all(silent, heard, aside)):
        if what == "aside":
            reasons[VideoId(name)] = reason
        else:
            counts[what][VideoId(name)] = count
    return counts["silent"], counts["heard"], reasons


def _read_flawed(
    connection: Connection, names: Collection[VideoId], *, keep_silent_masks: bool
) -> set[VideoId]:
    """Those of the videos with a stray or empty mask, or an instance that never sounds."""
    if not names:
        return set()
    may_have_mask = [Sounding.SOUNDING.value] + keep_silent_masks * [Sounding.SILENT.value]
    # A silent cell has no row.
    state = func.coalesce(_sounding.state, Sounding.SILENT.value)
    queries: Sequence[Select[Any]] = (
        select(_instances.video_id)
        .select_from(INSTANCES.table.join(MASKS.table).outerjoin(SOUNDING.table, _is_same_cell))
        .where(or_(state.not_in(may_have_mask), MASKS.table.c.area == 0)),
        select(_instances.video_id).where(
            ~exists().where(_sounding.instance_id == _instances.instance_id),
            ~exists().where(_masks.instance_id == _instances.instance_id),
        ),
    )
    within = [query.where(_instances.video_id.in_(names)) for query in queries]
    return {VideoId(row[0]) for row in connection.execute(union(*within)).all()}
