"""What annotating needs: seconds confirmed as silent, and entries of the journal that take others back."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the table and the journal's columns; entries written before keep their hashes."""
    op.create_table(
        "silences",
        sa.Column(
            "video_id",
            sa.Text,
            sa.ForeignKey("videos.video_id", name="fk_silences_video_id"),
            primary_key=True,
        ),
        sa.Column("second", sa.Integer, primary_key=True, autoincrement=False),
    )
    op.add_column("journal", sa.Column("video_id", sa.Text, nullable=False, server_default=""))
    op.add_column(
        "journal", sa.Column("takes_back", sa.Integer, nullable=False, server_default="0")
    )
    op.create_index("ix_journal_video_id", "journal", ["video_id"])
