"""AVSBench-semantic: label maps of one category a pixel, their palette, and `metadata.csv`."""
