"""The part of the session that is heard."""
