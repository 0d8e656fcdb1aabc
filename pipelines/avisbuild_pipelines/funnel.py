"""The funnel of a data paper: found, fetched, clipped, handed in, accepted, and why each video fell out."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from avisbuild.inside import OutsideError
from avisbuild.records import RoundState
from avisbuild.records.video_folder import (
    failures_path,
    is_source_there,
    source_dir,
    summary_path,
)
from avisbuild.store import Project
from avisbuild.untrusted.text import read_document
from avisbuild_pipelines.fetch.reports import Failure, read_failures

_NOT_HANDED_IN = (RoundState.TODO, RoundState.ANNOTATING)


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelStage:
    """How many videos came so far, and of those that came to the stage before: why others did not.

    `fell_out` has a count for each reason, a code of `failures.csv` or why a video was set aside; `to_come`
    those that may still come, by their state.
    """

    name: str
    videos: int
    fell_out: Mapping[str, int] = field(default_factory=dict)
    to_come: Mapping[str, int] = field(default_factory=dict)

    @property
    def document(self) -> dict[str, Any]:
        """As `status --json` and `stats --json` say it."""
        return {
            "stage": self.name,
            "videos": self.videos,
            "fell_out": dict(self.fell_out),
            "to_come": dict(self.to_come),
        }


def funnel(project: Project) -> tuple[FunnelStage, ...]:
    """The five stages, at one moment; raises FormatError where `failures.csv` cannot be read.

    Found are the videos of the project and those that a fetch has tried, with those that the last one has not
    come to. What was brought in without a fetch counts as found, fetched and clipped.
    """
    states, aside = project.states(), project.set_aside()
    failed = read_failures(failures_path(project.folder))
    clipping: list[Failure] = []
    fetching: list[Failure] = []
    for name, each in failed.items():
        if name not in states:
            (clipping if _has_source(project, each) else fetching).append(each)
    waiting = _waiting(project, states.keys() | failed.keys())
    worked_on = {name: state for name, state in states.items() if name not in aside}
    handed_in = [state for state in worked_on.values() if state not in _NOT_HANDED_IN]
    accepted = sum(state is RoundState.ACCEPTED for state in handed_in)
    return (
        FunnelStage(name="found", videos=len(states) + len(clipping) + len(fetching) + waiting),
        FunnelStage(
            name="fetched",
            videos=len(states) + len(clipping),
            fell_out=_by_code(fetching),
            to_come={"not tried": waiting} if waiting else {},
        ),
        FunnelStage(name="clipped", videos=len(states), fell_out=_by_code(clipping)),
        FunnelStage(
            name="handed in",
            videos=len(handed_in),
            fell_out=_counted(aside[name] for name in states if name in aside),
            to_come=_counted(str(s) for s in worked_on.values() if s in _NOT_HANDED_IN),
        ),
        FunnelStage(
            name="accepted",
            videos=accepted,
            to_come=_counted(str(s) for s in handed_in if s is not RoundState.ACCEPTED),
        ),
    )


def _by_code(failures: Iterable[Failure]) -> dict[str, int]:
    return _counted(each.code for each in failures)


def _counted(reasons: Iterable[str]) -> dict[str, int]:
    """How often each reason is given, the most frequent first."""
    return dict(sorted(Counter(reasons).items(), key=lambda item: (-item[1], item[0])))


def _has_source(project: Project, failure: Failure) -> bool:
    """Whether what failed is the clip: its source is there."""
    if not failure.source_key:
        return False
    try:
        return is_source_there(source_dir(project.sources_dir, failure.source_key))
    except OutsideError:
        return False


def _waiting(project: Project, known: Collection[str]) -> int:
    """How many videos the last fetch was asked for and has not come to, as when it was stopped.

    One that is counted elsewhere, since an earlier fetch tried it or it came otherwise, is not among them.
    """
    with suppress(OSError, ValueError, RecursionError):
        document = read_document(summary_path(project.folder))
        if not isinstance(document, dict):
            return 0
        if isinstance(names := document.get("not_tried"), list):
            return len({name for name in names if isinstance(name, str)}.difference(known))
        waiting = document.get("waiting")  # all that 0.2 wrote
        if isinstance(waiting, int) and waiting > 0:
            return waiting
    return 0
