"""Manifests made from the names that published data sets give their clips."""
