"""File formats of data sets, one folder each: records, reading, writing and the rules of its users."""
