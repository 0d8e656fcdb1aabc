"""The figures of a project, by the state that its videos are in."""

from collections.abc import Collection
from pathlib import Path

from avisbuild.progress import Progress, silent
from avisbuild.records import RoundState
from avisbuild.releases import PartStats, count_stats, with_total
from avisbuild.store import Project


def stats_by_state(
    folder: Path, states: Collection[RoundState], *, progress: Progress = silent
) -> dict[str, PartStats]:
    """The figures of the videos in each of these states that any video is in, and of all together."""
    with Project.open(folder) as project:
        aside = project.set_aside()
        present = {state for name, state in project.states().items() if name not in aside}
        parts = {
            str(state): count_stats(project.snapshot((state,)), progress=progress)["all"]
            for state in RoundState
            if state in states and state in present
        }
    return with_total(parts)
