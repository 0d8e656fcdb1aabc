"""Merging with a backup before it, from a file or from a folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from avisbuild.errors import ProjectError
from avisbuild.review.merging import Decisions, Merged, merge
from avisbuild.review.merging.applying import check_decided, check_free
from avisbuild.review.merging.planning import plan_merge
from avisbuild.review.merging.result import decide
from avisbuild.store import Project
from avisbuild_pipelines.backup.writing import back_up_beside
from avisbuild_pipelines.sharing.unpacking import project_in_share


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedWithBackup:
    """What a merge did, and where the project is as it was before; None where nothing was to be merged."""

    merged: Merged
    backup: Path | None


@contextmanager
def opened_share(share: Path, project: Project) -> Iterator[Project]:
    """The project of a share: a file that was packed, or a folder; raises AvisbuildError."""
    if share.is_dir():
        if os.path.realpath(share) == os.path.realpath(project.folder):
            raise ProjectError("merge-itself", project=project.folder)
        with Project.open(share) as opened:
            opened.journal.verify()  # as that of a file is: what both began with is read from it
            yield opened
        return
    with project_in_share(share) as opened:
        yield opened


def merge_with_backup(
    project: Project, share: Project, decisions: Decisions, *, author: str, holder: str = ""
) -> MergedWithBackup:
    """Merge a share whose conflicts are all decided, after a copy of the project's database was made.

    Raises ProjectError.
    """
    plan = plan_merge(project, share)
    check_decided(plan, decisions)
    backup = None
    if not plan.has_nothing:
        # Before the backup, so that none is left of a merge that was refused.
        check_free(project, decide(plan, decisions), holder=holder)
        backup = back_up_beside(project)
    return MergedWithBackup(
        merged=merge(project, share, decisions, author=author, holder=holder), backup=backup
    )
