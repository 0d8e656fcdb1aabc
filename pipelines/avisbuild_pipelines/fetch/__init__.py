"""From a manifest to finished videos, each time only what is missing."""

from avisbuild_pipelines.fetch.fetching import fetch, make_plan, outcome_of, run_plan, summary_of

__all__ = ["fetch", "make_plan", "outcome_of", "run_plan", "summary_of"]
