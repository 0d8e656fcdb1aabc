"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, and the journal's head."""
    op.create_table(
        "journal",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("written_at", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("operations", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    head = op.create_table(
        "journal_head",
        sa.Column("only", sa.Boolean, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.create_table(
        "videos",
        sa.Column("video_id", sa.Text, primary_key=True),
        sa.Column("second_count", sa.Integer, nullable=False),
        sa.Column("height_px", sa.Integer, nullable=False),
        sa.Column("width_px", sa.Integer, nullable=False),
        sa.Column("source_key", sa.Text, nullable=False),
        sa.Column("group", sa.Text, nullable=False),
        sa.Column("split", sa.Text),
        sa.Column("scenarios", sa.JSON, nullable=False),
        sa.Column("labels", sa.JSON, nullable=False),
        sa.Column("license", sa.Text, nullable=False),
    )
    op.create_table(
        "comments",
        sa.Column(
            "video_id",
            sa.Text,
            sa.ForeignKey("videos.video_id", name="fk_comments_video_id"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("instance_id", sa.Text),
        sa.Column("second", sa.Integer),
    )
    op.create_table(
        "instances",
        sa.Column("instance_id", sa.Text, primary_key=True),
        sa.Column(
            "video_id",
            sa.Text,
            sa.ForeignKey("videos.video_id", name="fk_instances_video_id"),
            nullable=False,
        ),
        sa.Column("category_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.UniqueConstraint(
            "video_id", "category_id", "number", name="uq_instances_video_id_category_id_number"
        ),
    )
    op.create_table(
        "rounds",
        sa.Column(
            "video_id",
            sa.Text,
            sa.ForeignKey("videos.video_id", name="fk_rounds_video_id"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
    )
    op.create_table(
        "masks",
        sa.Column(
            "instance_id",
            sa.Text,
            sa.ForeignKey("instances.instance_id", name="fk_masks_instance_id"),
            primary_key=True,
        ),
        sa.Column("second", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("area", sa.Integer, nullable=False),
        sa.Column("box_x", sa.Integer, nullable=False),
        sa.Column("box_y", sa.Integer, nullable=False),
        sa.Column("box_width", sa.Integer, nullable=False),
        sa.Column("box_height", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("weights_sha256", sa.Text, nullable=False),
        sa.Column("round_number", sa.Integer, nullable=False),
        sa.Column("seconds_spent", sa.Double, nullable=False),
        sa.Column("height_px", sa.Integer, nullable=False),
        sa.Column("width_px", sa.Integer, nullable=False),
        sa.Column("prompts", sa.Text, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
    )
    op.create_table(
        "proposals",
        sa.Column(
            "instance_id",
            sa.Text,
            sa.ForeignKey("instances.instance_id", name="fk_proposals_instance_id"),
            primary_key=True,
        ),
        sa.Column("second", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("model", sa.Text, primary_key=True),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("height_px", sa.Integer, nullable=False),
        sa.Column("width_px", sa.Integer, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
    )
    op.create_table(
        "sounding",
        sa.Column(
            "instance_id",
            sa.Text,
            sa.ForeignKey("instances.instance_id", name="fk_sounding_instance_id"),
            primary_key=True,
        ),
        sa.Column("second", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
    )
    op.bulk_insert(head, [{"only": True, "sequence": 0, "hash": ""}])
