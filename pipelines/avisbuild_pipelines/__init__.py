"""Fetching, clipping and everything else that makes a project's files; it may use the whole core."""
