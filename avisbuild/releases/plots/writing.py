"""Writing the plots: each as SVG and PNG, the tables as CSV, and one page of all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from avisbuild.errors import ReleaseError
from avisbuild.files import write_bytes, write_text
from avisbuild.progress import Progress, silent
from avisbuild.releases.card import RELEASE_CARD
from avisbuild.releases.plots.facts import SetFacts
from avisbuild.releases.plots.measuring import measure_complexity
from avisbuild.releases.plots.paper_tables import table_1, table_2
from avisbuild.releases.plots.plot_list import Plot, complexity_plots, further_plots, paper_plots
from avisbuild.releases.plots.plots_page import PagePart, plots_page
from avisbuild.report.figures import house_look, need_matplotlib, png_of, svg_of

PAGE = "index.html"
_TABLE_1, _TABLE_2, _COMPLEXITY = "table-1.csv", "table-2.csv", "complexity.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotOptions:
    """How the plots are drawn: edges of the bins of lengths, evaluations by the name of their model."""

    length_edges: Sequence[int] | None = None
    is_log: bool = False
    scores: Mapping[str, Path] = field(default_factory=dict)
    with_frames: bool = True


def check_plots_folder(folder: Path) -> None:
    """Raises one line where matplotlib is missing, or where a release would be written into."""
    need_matplotlib()
    resolved = folder.resolve()
    for each in (resolved, *resolved.parents):
        if (each / RELEASE_CARD).exists():
            raise ReleaseError("plots-into-release", folder=folder, release=each.name)


def write_plots(
    facts: SetFacts, folder: Path, options: PlotOptions, *, progress: Progress = silent
) -> list[Path]:
    """Write everything into the folder, over what an earlier run left; gives the files, the page first.

    Same facts, same version of matplotlib: same bytes. Raises ReleaseError, FormatError or OSError.
    """
    check_plots_folder(folder)
    one, two = table_1(facts), table_2(options.scores)
    complexity = measure_complexity(facts, with_frames=options.with_frames, progress=progress)
    groups: dict[str, list[Plot]] = {
        "The paper's Figure 2": list(
            paper_plots(facts, options.length_edges, is_log=options.is_log)
        ),
        "Further figures": list(further_plots(facts)),
        "Complexity": list(complexity_plots(complexity.by_axis, complexity.remarks)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    parts = {
        title: [_write_plot(plot, folder, files) for plot in plots]
        for title, plots in groups.items()
    }
    tables = {_TABLE_1: one.csv, _TABLE_2: two.csv, _COMPLEXITY: complexity.csv}
    for name, text in tables.items():
        write_text(folder / name, text)
    page = plots_page(facts, parts, (one, two), complexity)
    write_text(folder / PAGE, page)
    return [folder / PAGE, *(folder / name for name in tables), *files]


def _write_plot(plot: Plot, folder: Path, files: list[Path]) -> PagePart:
    svg_path, png_path = (folder / f"{plot.name}.{ending}" for ending in ("svg", "png"))
    if plot.draw is None:
        for path in (svg_path, png_path):
            path.unlink(missing_ok=True)  # an earlier run's would pass for this one's
        return PagePart(plot=plot, svg="")
    with house_look():
        figure = plot.draw()
    svg = svg_of(figure, plot.name)
    write_text(svg_path, svg)
    write_bytes(png_path, png_of(figure))
    files += [svg_path, png_path]
    return PagePart(plot=plot, svg=svg)
