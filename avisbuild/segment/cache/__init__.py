"""Embeddings that are kept so that no frame is embedded twice: in memory, and as files."""
