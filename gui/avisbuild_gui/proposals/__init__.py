"""The parts of the session that suggest masks."""
