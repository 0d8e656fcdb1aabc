"""The options of `stats --plots`, checked, and the drawing itself."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from avisbuild.cli.output import progress_bar, say
from avisbuild.errors import AvisbuildError
from avisbuild.records import RoundState

if TYPE_CHECKING:
    from avisbuild.releases.plots import PlotOptions, SetFacts

_LONGEST_S = 86_400


def plot_options(
    bins: str | None, scores: Sequence[str], *, is_log: bool, with_frames: bool
) -> "PlotOptions":
    """The options as a value; raises one line for what cannot be meant."""
    from avisbuild.releases.plots import PlotOptions

    return PlotOptions(
        length_edges=None if bins is None else _edges(bins),
        is_log=is_log,
        scores=dict(map(_score, scores)),
        with_frames=with_frames,
    )


def refuse_alone(given: dict[str, bool]) -> None:
    """Raises for an option that says how plots are drawn where none are."""
    for option, is_given in given.items():
        if is_given:
            raise AvisbuildError("plots-option-alone", option=option)


def draw_plots(
    release: Path | None,
    project: Path,
    states: Sequence[RoundState],
    folder: Path,
    options: "PlotOptions",
) -> list[Path]:
    """Draw everything into the folder, name its page, and give the files."""
    from avisbuild.releases.plots import write_plots

    with progress_bar("plots") as progress:
        facts = _facts(release, project, states)
        files = write_plots(facts, folder, options, progress=progress)
    say(f"{files[0]}: the page; beside it {len(files) - 1} figures and tables")
    return files


def _facts(release: Path | None, project: Path, states: Sequence[RoundState]) -> "SetFacts":
    from avisbuild.releases.plots import facts_of_release, facts_of_snapshot

    if release is not None:
        return facts_of_release(release)
    from avisbuild.store import Project

    with Project.open(project) as opened:
        return facts_of_snapshot(opened.snapshot(tuple(states)), opened.folder.resolve().name)


def _edges(text: str) -> tuple[int, ...]:
    edges = [int(part) if part.strip().isdecimal() else -1 for part in text.split(",")]
    is_ascending = all(one < two <= _LONGEST_S for one, two in pairwise(edges))
    if len(edges) < 2 or edges[0] < 0 or not is_ascending:
        raise AvisbuildError("plots-bins", found=text)
    return tuple(edges)


def _score(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not name or not equals or not path:
        raise AvisbuildError("plots-scores", found=text)
    return name, Path(path)
