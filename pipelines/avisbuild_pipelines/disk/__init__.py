"""What takes how much of the disk, and what of it can go because it can be made again."""
