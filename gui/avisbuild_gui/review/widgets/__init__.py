"""What a reviewer sees of it."""
