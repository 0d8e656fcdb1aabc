"""Looking into media files: what they hold, their frames, their sound."""
