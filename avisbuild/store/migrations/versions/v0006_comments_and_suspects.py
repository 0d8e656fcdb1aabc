"""What a comment cites, when it was made and who settled it; suspects that were looked at and found right."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add columns that are empty for comments that are there, and a table."""
    for name in ("rule", "made_at", "resolved_by"):
        op.add_column("comments", sa.Column(name, sa.Text, nullable=False, server_default=""))
    key = sa.ForeignKey("videos.video_id", name="fk_dismissals_video_id")
    op.create_table(
        "dismissals",
        sa.Column("video_id", sa.Text, key, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("instance_id", sa.Text, primary_key=True),
        sa.Column("second", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("seen", sa.Text, nullable=False),
    )
