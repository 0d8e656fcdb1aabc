"""The leak audit: videos that show or sound the same thing on two sides of a split."""
