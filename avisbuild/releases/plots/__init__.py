"""The figures and tables of a data paper, drawn for any release or project, and one page of them."""

from avisbuild.releases.plots.facts import SetFacts, VideoFacts
from avisbuild.releases.plots.facts_reading import facts_of_release, facts_of_snapshot
from avisbuild.releases.plots.writing import PlotOptions, write_plots

__all__ = [
    "PlotOptions",
    "SetFacts",
    "VideoFacts",
    "facts_of_release",
    "facts_of_snapshot",
    "write_plots",
]
