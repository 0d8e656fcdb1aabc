"""The files of a planned split: the table, and beside it how it was made and a page to look at."""

from collections.abc import Sequence
from pathlib import Path

from avisbuild import inside
from avisbuild.errors import ReleaseError
from avisbuild.files import write_json, write_text
from avisbuild.records import SplitPlan, Video
from avisbuild.releases.splits.plan_document import SPLIT_PLAN_FILE, plan_document
from avisbuild.releases.splits.planning import PlannedSplit
from avisbuild.releases.splits.split_page import split_page
from avisbuild.releases.splits.table import SPLITS_FILE, splits_csv


def split_paths(out: Path) -> tuple[Path, Path, Path]:
    """The table, the plan and the page of a split that is written to `out`."""
    return out, out.with_suffix(".json"), out.with_suffix(".html")


def check_free(out: Path) -> None:
    """Raise ReleaseError before the work where a file of the split is there already, or cannot be written."""
    if out.suffix in (".json", ".html"):
        raise ReleaseError("split-out-name", path=out)
    if not out.parent.is_dir():
        raise ReleaseError("split-out-folder", path=out, parent=out.parent)
    for path in split_paths(out):
        inside.checked(path)
        if path.exists() or path.is_symlink():
            raise ReleaseError("split-out-exists", path=path)


def write_split(planned: PlannedSplit, out: Path) -> tuple[Path, Path, Path]:
    """Write the three files; raises ReleaseError where one is there: others may work with that split."""
    check_free(out)
    table, plan, page = split_paths(out)
    write_json(plan, plan_document(planned))
    write_text(page, split_page(planned))
    write_text(table, splits_csv(planned.items, planned.plan))
    return table, plan, page


def add_to_release(folder: Path, videos: Sequence[Video], plan: SplitPlan) -> None:
    """Write the table of a release's split, and the plan if there is one; no page: its bytes may vary."""
    write_text(folder / SPLITS_FILE, splits_csv(videos, plan))
    if plan.document is not None:
        write_json(folder / SPLIT_PLAN_FILE, plan.document)
