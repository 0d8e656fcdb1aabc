"""What reviewing needs: who did what in a round, who has a video now, and the order of instances."""

import sqlalchemy as sa
from alembic import op

from avisbuild.records.ids import position_in_old_id

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add columns and tables; instances keep the order that their ids gave them."""
    _shut_out_older_windows()
    for name in ("started_at", "ended_at", "seen_hash"):
        op.add_column("rounds", _text(name))
    op.add_column("comments", _text("reason"))
    op.add_column("comments", sa.Column("point_x", sa.Double))
    op.add_column("comments", sa.Column("point_y", sa.Double))
    op.add_column("comments", _integer("round_number"))
    op.add_column(
        "comments", sa.Column("resolved", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column("journal", _text("kind"))
    op.add_column("journal", _text("fields"))
    op.add_column("instances", _integer("position"))
    _fill_positions()
    _add_tables()


def _shut_out_older_windows() -> None:
    """A window of 0.1 updates `sequence` alone: the check then fails its whole transaction.

    First, so that on a server an edit that is under way is waited for before any other table is locked.
    """
    with op.batch_alter_table("journal_head") as batch:
        batch.add_column(_integer("sequence_again"))
    op.execute("UPDATE journal_head SET sequence_again = sequence")
    with op.batch_alter_table("journal_head") as batch:
        batch.create_check_constraint("migrated_by_a_newer_avisbuild", "sequence_again = sequence")


def _fill_positions() -> None:
    instances = sa.table("instances", sa.column("instance_id"), sa.column("position"))
    connection = op.get_bind()
    ids = connection.execute(sa.select(instances.c.instance_id)).scalars().all()
    wanted = [{"known": each, "place": position_in_old_id(each)} for each in ids]
    wanted = [each for each in wanted if each["place"]]
    if wanted:
        connection.execute(
            sa.update(instances)
            .where(instances.c.instance_id == sa.bindparam("known"))
            .values(position=sa.bindparam("place")),
            wanted,
        )


def _add_tables() -> None:
    op.create_table(
        "assignments",
        _video("assignments"),
        sa.Column("round_number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("assigned_at", sa.Text, nullable=False),
        sa.Column("assigned_by", sa.Text, nullable=False),
    )
    op.create_table(
        "locks",
        _video("locks"),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("taken_at", sa.Text, nullable=False),
        sa.Column("heartbeat_at", sa.Text, nullable=False),
    )
    op.create_table(
        "heard",
        _video("heard"),
        sa.Column("second", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("person", sa.Text, primary_key=True),
    )
    op.create_table(
        "set_aside",
        _video("set_aside"),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
    )


def _video(table: str) -> sa.Column[str]:
    key = sa.ForeignKey("videos.video_id", name=f"fk_{table}_video_id")
    return sa.Column("video_id", sa.Text, key, primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")
