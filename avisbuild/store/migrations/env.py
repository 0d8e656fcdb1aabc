"""What Alembic runs: our connection and transaction, none of its own."""

from alembic import context

from avisbuild.store.kinds.videos import VIDEOS

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=VIDEOS.table.metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
