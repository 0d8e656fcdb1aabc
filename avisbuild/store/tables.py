"""The tables of the journal, in words that SQLite and PostgreSQL both understand.

All others, described in `kinds`, are *state*: what the journal's entries add up to.
"""

from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Column, Integer, MetaData, Table, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _column(name: str, kind: type[Text | Integer] = Text, **given: Any) -> Column[Any]:
    return Column(name, kind, nullable=False, **given)


journal = Table(
    "journal",
    metadata,
    _column("sequence", Integer, primary_key=True, autoincrement=False),
    *map(_column, ("written_at", "author", "action", "operations", "hash")),
    # The one video that the entry is about, "" for none; the entry that it takes back, 0 for none.
    _column("video_id", server_default="", index=True),
    _column("takes_back", Integer, server_default="0"),
    # What it did, to be counted: a kind, and its fields as canonical JSON.
    _column("kind", server_default=""),
    _column("fields", server_default=""),
)

# What the project began with: categories by id, each as the journal would keep its row. Never changed.
first_categories = Table(
    "first_categories",
    metadata,
    _column("category_id", Integer, primary_key=True, autoincrement=False),
    _column("row"),
)

# One row for ever. A writer locks it first, so the chain stays a line on every database. A window of 0.1
# knows nothing of `sequence_again`: its edits break the check, and are taken back whole.
journal_head = Table(
    "journal_head",
    metadata,
    Column("only", Boolean, primary_key=True),
    _column("sequence", Integer),
    _column("hash"),
    _column("sequence_again", Integer, server_default="0"),
    CheckConstraint("sequence_again = sequence", name="migrated_by_a_newer_avisbuild"),
)
