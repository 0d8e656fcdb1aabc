"""Embeddings kept: in memory, and as files."""
