"""The categories of a project: those it began with, and what has become of them.

A project begins with the categories of its recipe. They stand in a table of their own that is never
changed; edits of categories are in the journal like all others (decision 0120 in docs/decisions).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from avisbuild.messages import Message, joined
from avisbuild.records import CategoryId, KeptCategory, Taxonomy
from avisbuild.store.kind import KINDS, Row
from avisbuild.store.operations import Operation
from avisbuild.store.tables import first_categories, metadata

CATEGORIES = "categories"
_MOST_SAID = 3


def first_rows(connection: Connection) -> list[Row]:
    """The categories that the project began with, by id."""
    query = select(first_categories.c.row).order_by(first_categories.c.category_id)
    rows = (
        KINDS[CATEGORIES].complete(json.loads(text)) for text in connection.execute(query).scalars()
    )
    return [row for row in rows if row is not None]


def beginning(rows: Iterable[Row]) -> list[Operation]:
    """What makes the categories that a project began with in a state without any."""
    return [Operation(CATEGORIES, None, row) for row in rows]


@dataclass(frozen=True, slots=True)
class Use:
    """What a category is used for."""

    instances: int = 0
    videos: int = 0
    masks: int = 0


def read_uses(connection: Connection) -> dict[CategoryId, Use]:
    """What each category is used for; one that is not is left out."""
    instances = metadata.tables["instances"].c
    number = instances.category_id
    counts = select(number, func.count(), func.count(instances.video_id.distinct()))
    mask_counts = (
        select(number, func.count())
        .join_from(metadata.tables["instances"], metadata.tables["masks"])
        .group_by(number)
    )
    known = dict(map(tuple, connection.execute(mask_counts)))
    return {
        CategoryId(found): Use(instance_count, video_count, known.get(found, 0))
        for found, instance_count, video_count in connection.execute(counts.group_by(number))
    }


def differences(settings: Taxonomy, project: Taxonomy) -> list[Message]:
    """In which categories the settings of a project say otherwise than the project, in order of id."""
    said = []
    for number in sorted({*project.by_id, *settings.by_id}):
        ours, theirs = project.by_id.get(number), settings.by_id.get(number)
        where = {"category_id": number}
        if theirs and not ours:
            said.append(Message("category-in-settings-alone", name=theirs.name, **where))
        elif ours and not theirs:
            said.append(Message("category-in-project-alone", name=ours.name, **where))
        elif ours and theirs and ours.name != theirs.name:
            said.append(
                Message("category-named-otherwise", name=ours.name, other=theirs.name, **where)
            )
        elif ours and theirs and ours.colour_rgb != theirs.colour_rgb:
            said.append(Message("category-coloured-otherwise", name=ours.name, **where))
    return said


def in_one_line(found: Sequence[Message]) -> Message | None:
    """All differences as one line, the first few named; None where there is none."""
    if not found:
        return None
    said, more = joined(found[:_MOST_SAID], by="and-also"), len(found) - _MOST_SAID
    if more > 0:
        said = Message("and-more-of-them", said=said, more=more)
    return Message("categories-differ", said=said)


def read_taxonomy(connection: Connection, name: str) -> Taxonomy:
    """The categories that are in use, as this transaction sees them."""
    kept: list[KeptCategory] = KINDS[CATEGORIES].records(connection)
    return Taxonomy(
        name=name, categories=tuple(each.category for each in kept if not each.is_retired)
    )
