"""From what a command was given, and what a project says, to how a split is planned."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from avisbuild.errors import ReleaseError
from avisbuild.messages import Message
from avisbuild.progress import Progress, silent
from avisbuild.records import Snapshot, SplitMethod, SplitPlan, SplitSizes
from avisbuild.releases.audit.kept import read_kept_pairs
from avisbuild.releases.audit.pairs import Pair
from avisbuild.releases.splits.items import items_of
from avisbuild.releases.splits.notes import split_notes
from avisbuild.releases.splits.plan_document import told_plan
from avisbuild.releases.splits.planning import SplitRequest, plan_split
from avisbuild.releases.splits.table import read_split_table
from avisbuild.store import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitDefaults:
    """What holds where a command is not told: of a project its recipe's, and what its audit found.

    `is_told` is False for a project that was made before there was a choice, which splits at random;
    `unaudited` counts the videos that no audit has seen.
    """

    method: SplitMethod
    sizes: SplitSizes | None = None
    pairs: tuple[Pair, ...] = ()
    is_told: bool = True
    unaudited: int = 0
    recipe: str = ""

    def notes(self, asked: SplitMethod | None) -> Iterator[Message]:
        """What is worth a line: that an old project goes on as it did, that no audit was made."""
        if not self.is_told and asked is None:
            yield Message("split-old-project")
        if self.unaudited and (asked or self.method) is SplitMethod.GROUPED:
            yield Message("split-unaudited", count=self.unaudited)


def defaults_of(project: Project, snapshot: Snapshot) -> SplitDefaults:
    """The defaults of a project for these of its videos, with what its last audit found of them.

    Raises FormatError where that cannot be read.
    """
    recipe = project.recipe
    kept = read_kept_pairs(project.folder, (video.video_id for video in snapshot.videos))
    return SplitDefaults(
        method=SplitMethod(recipe.split_method or SplitMethod.RANDOM),
        sizes=recipe.split_sizes,
        is_told=recipe.split_method is not None,
        pairs=kept.pairs,
        unaudited=len(kept.unseen),
        recipe=recipe.name,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitOptions:
    """What was asked for; where `method` and `sizes` are not, the project's hold.

    With `as_ratios` sizes are scaled to what there is. `table` is a file of published names, `keep` that of
    an earlier split which is grown.
    """

    method: SplitMethod | None = None
    sizes: SplitSizes | None = None
    as_ratios: bool = False
    seed: int = 0
    table: Path | None = None
    keep: Path | None = None
    by_uploader: bool = False
    leak_accepted: bool = False


def request_of(options: SplitOptions, defaults: SplitDefaults) -> SplitRequest:
    """How to split; raises ReleaseError where options do not go together, FormatError for a bad table."""
    method = options.method or defaults.method
    is_published = method is SplitMethod.PUBLISHED
    if is_published != (options.table is not None):
        raise ReleaseError("split-table-missing" if is_published else "split-table-alone")
    if is_published and (options.sizes or options.as_ratios):
        raise ReleaseError("split-published-sizes")
    if options.keep is not None and method is not SplitMethod.GROUPED:
        raise ReleaseError("split-keep-alone")
    sizes = options.sizes or defaults.sizes
    if sizes is None and not is_published:
        raise _no_sizes(defaults)
    return SplitRequest(
        method=method,
        sizes=sizes,
        as_ratios=options.as_ratios,
        seed=options.seed,
        table=read_split_table(options.table) if options.table else None,
        earlier=read_split_table(options.keep) if options.keep else {},
        pairs=defaults.pairs,
        by_uploader=options.by_uploader,
        leak_accepted=options.leak_accepted,
    )


def plan_for_release(
    project: Project, snapshot: Snapshot, options: SplitOptions, *, progress: Progress = silent
) -> tuple[Snapshot, SplitPlan, tuple[Message, ...]]:
    """What of a snapshot is released, where each video goes, and what is worth a line about it."""
    defaults = defaults_of(project, snapshot)
    planned = plan_split(items_of(snapshot), request_of(options, defaults), progress=progress)
    plan = told_plan(planned)
    videos = [video for video in snapshot.videos if video.video_id in plan.assignment]
    notes = (*split_notes(planned), *defaults.notes(options.method))
    return replace(snapshot, videos=videos), plan, notes


def _no_sizes(defaults: SplitDefaults) -> ReleaseError:
    if defaults.recipe:
        return ReleaseError("no-split-sizes", recipe=defaults.recipe)
    return ReleaseError("split-needs-sizes")
