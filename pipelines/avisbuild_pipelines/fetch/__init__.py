"""From a manifest to finished videos, each time only what is missing."""

from avisbuild_pipelines.fetch.fetching import (
    fetch,
    fetch_outcome,
    make_plan,
    run_plan,
    summary_document,
)

__all__ = ["fetch", "fetch_outcome", "make_plan", "run_plan", "summary_document"]
