"""What a fetch has to do: the manifest compared with what is on the disk and what failed before."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from avisbuild.records import Recipe, VideoId
from avisbuild.records.video_folder import read_clip_json
from avisbuild_pipelines.download import DownloadSettings, FailureClass
from avisbuild_pipelines.fetch.reports import Failure
from avisbuild_pipelines.manifest import ManifestRow

Document = Mapping[str, Any]

RETRIED_UNASKED = frozenset(
    {
        FailureClass.TRANSIENT,
        FailureClass.BLOCKED,
        FailureClass.LOCAL,
        FailureClass.TOOL_OUTDATED,
    }
)
_RETRIED_BY: dict[str, frozenset[FailureClass]] = {
    "transient": frozenset({FailureClass.TRANSIENT, FailureClass.TOOL_OUTDATED}),
    "blocked": frozenset({FailureClass.BLOCKED}),
    "local": frozenset({FailureClass.LOCAL}),
    "content": frozenset({FailureClass.CONTENT}),
    "permanent": frozenset(
        {FailureClass.PERMANENT, FailureClass.PERMANENT_HERE, FailureClass.NEEDS_CREDENTIALS}
    ),
    "all": frozenset(FailureClass),
}
_NEEDED = (
    "end_ms_asked",
    "flags",
    "frame_offset",
    "height_px",
    "ms_by_flag",
    "row",
    "row_sha256",
    "second_count",
    "seconds_by_flag",
    "source_key",
    "source_sha256",
    "start_ms_asked",
    "width_px",
)
# What a video cannot be brought into the store without.
_SHAPE = {"second_count", "height_px", "width_px"}
RETRY_WORDS = tuple(sorted(_RETRIED_BY))


def retried(words: Collection[str], *, has_cookies: bool = False) -> frozenset[FailureClass]:
    """The failure classes to try again: those that `--retry` names, else those that may pass by themselves.

    With cookies, what needed an account is tried too.
    """
    classes = (
        frozenset().union(*(_RETRIED_BY[word] for word in words)) if words else RETRIED_UNASKED
    )
    return classes | ({FailureClass.NEEDS_CREDENTIALS} if has_cookies else set())


def mended_by(download: DownloadSettings) -> frozenset[str]:
    """The failure codes that stand in the way no more with these settings, whatever their class."""
    codes = {"license"} if not download.require_license else set()
    return frozenset(codes | ({"address-refused"} if download.allowed_hosts else set()))


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPlan:
    """Every row of the manifest in one of three lists.

    `done` rows have their video as they ask for it, with its `clip.json`; `to_make` lack it, or have it
    from other values; `held` failed before in a way that time does not mend.
    """

    done: tuple[tuple[ManifestRow, Document], ...]
    to_make: tuple[ManifestRow, ...]
    held: tuple[tuple[ManifestRow, Failure], ...] = ()
    stale: frozenset[VideoId] = field(default_factory=frozenset)


def plan_fetch(
    rows: Iterable[ManifestRow],
    *,
    look: Callable[[VideoId], Document | None],
    failures: Mapping[VideoId, Failure],
    retry: Collection[FailureClass],
    mended: Collection[str] = (),
    recipe: Recipe,
) -> FetchPlan:
    """Sort the rows; `look` gives the `clip.json` of a video, None where there is none.

    What failed is tried again where its class is in `retry` or its code in `mended`, and a row that was
    changed since whatever its failure was.
    """
    done: list[tuple[ManifestRow, Document]] = []
    to_make: list[ManifestRow] = []
    held: list[tuple[ManifestRow, Failure]] = []
    stale: set[VideoId] = set()
    for row in rows:
        document = look(row.video_id)
        if document is not None and is_as_asked(document, row, recipe):
            done.append((row, document))
            continue
        if document is not None:
            stale.add(row.video_id)
        failure = failures.get(row.video_id)
        if (
            failure is not None
            and failure.row_sha256 == row.row_sha256
            and failure.failure_class not in retry
            and failure.code not in mended
        ):
            held.append((row, failure))
        else:
            to_make.append(row)
    return FetchPlan(
        done=tuple(done), to_make=tuple(to_make), held=tuple(held), stale=frozenset(stale)
    )


def is_as_asked(document: Document, row: ManifestRow, recipe: Recipe) -> bool:
    """Whether a video was cut as its row asks: same source, times and frame rule.

    Its labels, split and group may differ: they stand in the store, not in the pictures.
    """
    offset = recipe.frame_offset if row.frame_offset is None else row.frame_offset
    return (
        document.keys() >= _SHAPE
        and document.get("source_key") == row.source.key
        and document.get("start_ms_asked") == row.start_ms
        and document.get("end_ms_asked") == row.end_ms
        and document.get("frame_offset") == offset
        and (not row.sha256 or document.get("source_sha256") == row.sha256)
    )


def read_clip_document(video_dir: Path) -> Document | None:
    """What a fetch needs of a folder's `clip.json`; its presence means done, the files are not looked at.

    The hashes and levels of every second are dropped: a plan holds the record of every video.
    """
    document = read_clip_json(video_dir)
    if document is None:
        return None
    return {name: document[name] for name in _NEEDED if name in document}
