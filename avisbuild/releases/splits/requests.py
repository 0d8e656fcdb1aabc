"""From what a command was given, and what a project says, to how a split is planned."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from avisbuild.errors import ReleaseError
from avisbuild.messages import Message
from avisbuild.records import Snapshot, Split, SplitMethod, SplitSizes, VideoId
from avisbuild.releases.audit.pairs import Pair
from avisbuild.releases.splits.planning import SplitRequest
from avisbuild.releases.splits.sizes import read_sizes
from avisbuild.releases.splits.table import read_splits_csv
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
    """The defaults of a project for these of its videos."""
    recipe = project.recipe
    kept = read_kept_pairs(project.folder, [video.video_id for video in snapshot.videos])
    return SplitDefaults(
        method=SplitMethod(recipe.split_method or SplitMethod.RANDOM),
        sizes=recipe.split_sizes,
        pairs=kept.pairs,
        is_told=recipe.split_method is not None,
        unaudited=len(kept.unseen),
        recipe=recipe.name,
    )


def request_of(
    defaults: SplitDefaults,
    *,
    method: SplitMethod | None = None,
    sizes: str = "",
    ratios: bool = False,
    seed: int = 0,
    table: Path | None = None,
    keep: Path | None = None,
    by_uploader: bool = False,
    leak_accepted: bool = False,
) -> SplitRequest:
    """How to split; raises ReleaseError where options do not go together, FormatError for a bad table."""
    chosen = method or defaults.method
    is_published = chosen is SplitMethod.PUBLISHED
    if is_published != (table is not None):
        raise ReleaseError("split-table-missing" if is_published else "split-table-alone")
    if is_published and (sizes or ratios):
        raise ReleaseError("split-published-sizes")
    if keep is not None and chosen is not SplitMethod.GROUPED:
        raise ReleaseError("split-keep-alone")
    wanted = read_sizes(sizes) if sizes else defaults.sizes
    if wanted is None and not is_published:
        raise _no_sizes(defaults)
    return SplitRequest(
        method=chosen,
        sizes=wanted,
        as_ratios=ratios,
        seed=seed,
        table=_splits(table) if table else None,
        earlier=_splits(keep) if keep else {},
        pairs=defaults.pairs,
        by_uploader=by_uploader,
        leak_accepted=leak_accepted,
    )


def _no_sizes(defaults: SplitDefaults) -> ReleaseError:
    if defaults.recipe:
        return ReleaseError("no-split-sizes", recipe=defaults.recipe)
    return ReleaseError("split-needs-sizes")


def _splits(path: Path) -> Mapping[VideoId, Split]:
    return {name: split for name, (split, _) in read_splits_csv(path).items()}
