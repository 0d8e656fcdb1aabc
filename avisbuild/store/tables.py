"""The tables of the journal, in words that SQLite and PostgreSQL both understand.

All others, described in `kinds`, are *state*: what the journal's entries add up to.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Integer,
    MetaData,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _integer(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


journal = Table(
    "journal",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    _text("written_at"),
    _text("author"),
    _text("action"),
    _text("operations"),
    Column("hash", Text, nullable=False),
    # The one video that the entry is about, "" for none; the entry that it takes back, 0 for none.
    Column("video_id", Text, nullable=False, server_default="", index=True),
    Column("takes_back", Integer, nullable=False, server_default="0"),
    # What it did, to be counted: a kind, and its fields as canonical JSON.
    Column("kind", Text, nullable=False, server_default=""),
    Column("fields", Text, nullable=False, server_default=""),
)

# One row for ever. A writer locks it first, so the chain stays a line on every database. A window of 0.1
# knows nothing of `sequence_again`: its edits break the check, and are taken back whole.
journal_head = Table(
    "journal_head",
    metadata,
    Column("only", Boolean, primary_key=True),
    _integer("sequence"),
    Column("hash", Text, nullable=False),
    Column("sequence_again", Integer, nullable=False, server_default="0"),
    CheckConstraint("sequence_again = sequence", name="migrated_by_a_newer_avisbuild"),
)
