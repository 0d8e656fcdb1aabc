"""The masks that are being made: drafts, how they are drawn by hand, and their way into the project."""
