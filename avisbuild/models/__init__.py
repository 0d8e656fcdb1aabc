"""Reference models: what trains on a release to show that it is sound."""
