"""How `status` and `stats` tell the funnel of a project."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from avisbuild.cli.output import say_aside, say_table
from avisbuild.errors import FormatError

if TYPE_CHECKING:
    from avisbuild.store import Project
    from avisbuild_pipelines.funnel import FunnelStage


def funnel_or_nothing(project: "Project") -> "tuple[FunnelStage, ...]":
    """The stages; none, with a line that says why, where the reports of the last fetch cannot be read."""
    from avisbuild_pipelines.funnel import funnel

    try:
        return funnel(project)
    except FormatError as error:
        say_aside(f"avisbuild: no funnel: {error}")
        return ()


def say_funnel(stages: "Sequence[FunnelStage]") -> None:
    """A row a stage: how many came so far, their share of those found, and what became of the others."""
    if not stages or not stages[0].videos:
        return
    found = stages[0].videos
    rows = [
        (
            stage.name,
            stage.videos,
            f"{100 * stage.videos / found:.1f} %",
            _counts(stage.fell_out),
            _counts(stage.to_come),
        )
        for stage in stages
    ]
    columns = ("funnel", "videos", "of found", "fell out before", "still to come")
    say_table("", columns, rows, left=(0, 3, 4))


def _counts(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in reasons.items())
