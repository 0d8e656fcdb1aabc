"""The tables of a project's database, in words that SQLite and PostgreSQL both understand.

Everything but the journal and its head is *state*: what the journal's entries add up to.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _of_video() -> Column[str]:
    return Column("video_id", Text, ForeignKey("videos.video_id"), nullable=False)


def _of_instance() -> Column[str]:
    return Column(
        "instance_id",
        Text,
        ForeignKey("instances.instance_id"),
        primary_key=True,
        nullable=False,
    )


def _integer(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


videos = Table(
    "videos",
    metadata,
    Column("video_id", Text, primary_key=True),
    _integer("second_count"),
    _integer("height_px"),
    _integer("width_px"),
    _text("source_key"),
    _text("group"),
    Column("split", Text),
    Column("scenarios", JSON, nullable=False),
    Column("labels", JSON, nullable=False),
    _text("license"),
)

instances = Table(
    "instances",
    metadata,
    Column("instance_id", Text, primary_key=True),
    _of_video(),
    _integer("category_id"),
    _integer("number"),
    Column("position", Integer, nullable=False, server_default="0"),
    UniqueConstraint("video_id", "category_id", "number"),
)

# One row for each cell that is not silent: docs/decisions/0020-one-row-per-sounding-cell.md
sounding = Table(
    "sounding",
    metadata,
    _of_instance(),
    Column("second", Integer, primary_key=True, autoincrement=False),
    _text("state"),
)

# Area and box follow from the run lengths; they stand here so that lists and checks need not read those.
masks = Table(
    "masks",
    metadata,
    _of_instance(),
    Column("second", Integer, primary_key=True, autoincrement=False),
    _integer("area"),
    _integer("box_x"),
    _integer("box_y"),
    _integer("box_width"),
    _integer("box_height"),
    _text("source"),
    _text("author"),
    _text("model"),
    _text("weights_sha256"),
    _integer("round_number"),
    Column("seconds_spent", Double, nullable=False),
    _integer("height_px"),
    _integer("width_px"),
    _text("prompts"),
    _text("counts"),
)

proposals = Table(
    "proposals",
    metadata,
    _of_instance(),
    Column("second", Integer, primary_key=True, autoincrement=False),
    Column("model", Text, primary_key=True),
    Column("confidence", Double, nullable=False),
    _integer("height_px"),
    _integer("width_px"),
    _text("counts"),
)

rounds = Table(
    "rounds",
    metadata,
    Column("video_id", Text, ForeignKey("videos.video_id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("state"),
    _text("person"),
    *(
        Column(name, Text, nullable=False, server_default="")
        for name in ("started_at", "ended_at", "seen_hash")
    ),
)

# Seconds in which, a person has said, nothing sounds: a suggestion of silence that was accepted.
silences = Table(
    "silences",
    metadata,
    Column("video_id", Text, ForeignKey("videos.video_id"), primary_key=True),
    Column("second", Integer, primary_key=True, autoincrement=False),
)

# `instance_id` is no foreign key: a remark outlives the instance it was made on.
comments = Table(
    "comments",
    metadata,
    Column("video_id", Text, ForeignKey("videos.video_id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("author"),
    _text("text"),
    Column("instance_id", Text),
    Column("second", Integer),
    Column("reason", Text, nullable=False, server_default=""),
    Column("point_x", Double),
    Column("point_y", Double),
    Column("round_number", Integer, nullable=False, server_default="0"),
    Column("resolved", Boolean, nullable=False, server_default=false()),
)

assignments = Table(
    "assignments",
    metadata,
    Column("video_id", Text, ForeignKey("videos.video_id"), primary_key=True),
    Column("round_number", Integer, primary_key=True, autoincrement=False),
    _text("person"),
    _text("assigned_at"),
    _text("assigned_by"),
)

locks = Table(
    "locks",
    metadata,
    Column("video_id", Text, ForeignKey("videos.video_id"), primary_key=True),
    _text("owner"),
    _text("holder"),
    _text("taken_at"),
    _text("heartbeat_at"),
)

heard = Table(
    "heard",
    metadata,
    Column("video_id", Text, ForeignKey("videos.video_id"), primary_key=True),
    Column("second", Integer, primary_key=True, autoincrement=False),
    Column("person", Text, primary_key=True),
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("video_id", Text, ForeignKey("videos.video_id"), primary_key=True),
    _text("reason"),
    _text("person"),
)

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

STATE: dict[str, Table] = {
    table.name: table
    for table in (videos, instances, sounding, masks, proposals, rounds, silences, comments)
}
DERIVED = frozenset({"area", "box_x", "box_y", "box_width", "box_height"})
