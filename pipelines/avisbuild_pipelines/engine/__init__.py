"""Executors that clip videos on the cores of this machine, and later on a cluster."""

from avisbuild_pipelines.engine.pool import Engine, LocalEngine, check_engine, open_engine

__all__ = ["Engine", "LocalEngine", "check_engine", "open_engine"]
