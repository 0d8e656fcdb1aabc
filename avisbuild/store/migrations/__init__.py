"""Alembic's scripts: one revision a file in versions/, applied by avisbuild.store.schema."""
