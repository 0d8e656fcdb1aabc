"""The folder of a new release: it comes into being whole, under its final name, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from avisbuild.checks.exportable import check_exportable
from avisbuild.errors import ReleaseError
from avisbuild.files import staged_folder
from avisbuild.progress import Progress
from avisbuild.records import Snapshot, SplitPlan


def check_may_release(
    snapshot: Snapshot, out: Path, plan: SplitPlan, *, progress: Progress
) -> None:
    """Raise ReleaseError unless the folder is new, the plan is of these videos and no cell is undecided."""
    if out.exists():
        raise ReleaseError("release-exists", folder=out)
    if not snapshot.videos:
        raise ReleaseError("release-no-videos")
    odd = sorted({video.video_id for video in snapshot.videos} ^ set(plan.assignment))
    if odd:
        raise ReleaseError("release-another-plan", count=len(odd), first=odd[0])
    check_exportable(snapshot, progress=progress)


@contextmanager
def new_release(out: Path) -> Iterator[Path]:
    """A temporary folder that becomes `out` on success and goes on failure; raises ReleaseError."""
    try:
        with staged_folder(out) as partial:
            yield partial
    except FileExistsError as error:
        if out.parent.is_dir():
            raise ReleaseError("release-overtaken", folder=out) from error
        raise ReleaseError("release-no-folder", folder=out, parent=out.parent) from error
    except OSError as error:
        raise ReleaseError("release-unwritable", folder=out, reason=_reason(error)) from error


def _reason(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{where}"
