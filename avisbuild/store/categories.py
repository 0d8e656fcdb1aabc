"""The categories of a project: those it began with, and what has become of them.

A project begins with the categories of its recipe. They stand in a table of their own that is never
changed; edits of categories are in the journal like all others (decision 0120 in docs/decisions).
"""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, select

from avisbuild.records import KeptCategory, Taxonomy
from avisbuild.store.kind import KINDS, Row
from avisbuild.store.operations import Operation
from avisbuild.store.tables import first_categories

CATEGORIES = "categories"


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


def read_taxonomy(connection: Connection, name: str) -> Taxonomy:
    """The categories that are in use, as this transaction sees them."""
    kept: list[KeptCategory] = KINDS[CATEGORIES].records(connection)
    return Taxonomy(
        name=name, categories=tuple(each.category for each in kept if not each.is_retired)
    )
