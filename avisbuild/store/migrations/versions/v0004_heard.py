"""What is kept of listening: when a second was first played to a person, and how often."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns; of a second that was noted before, the time is not known.

    An older window that is still open is shut out by the revision itself, which each of its edits reads.
    """
    first_at = sa.Column("first_at", sa.Text, nullable=False, server_default="")
    times = sa.Column("times", sa.Integer, nullable=False, server_default="1")
    for column in (first_at, times):
        op.add_column("heard", column)
