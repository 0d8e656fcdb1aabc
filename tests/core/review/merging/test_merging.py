"""Merging the work of somebody far away."""

import pytest
from core.review.merging.conftest import Share
from core.store.values import mask

from avisbuild.errors import ProjectError
from avisbuild.records import Mask
from avisbuild.review.merging import Choice, merge, plan_merge
from avisbuild.store import Project


def _edit(project: Project, *records: object, author: str = "bea") -> None:
    with project.edit(author=author, action="Edit", video_id="pond") as edit:
        edit.put(*records)


def _corner(project: Project, second: int) -> object:
    found = [each for each in project.records(Mask) if each.second == second]
    return found[0].rle if found else None


def test_what_one_side_changed_is_taken(project: Project, share_of: Share) -> None:
    share = share_of(project, "far")
    _edit(share, mask("rex", 3))
    _edit(project, mask("rex", 1, corner=7), author="ann")
    merged = merge(project, share, {}, author="ann")
    assert [each.second for each in project.records(Mask)] == [1, 2, 3]
    assert _corner(project, 1) == mask("rex", 1, corner=7).rle
    assert project.journal.entry(merged.entry).fields["work"][0]["person"] == "bea"
    assert project.state_digest() == project.rebuild_state()


def test_nothing_is_written_while_a_conflict_is_not_decided(
    project: Project, share_of: Share
) -> None:
    share = share_of(project, "far")
    _edit(share, mask("rex", 1, corner=3))
    _edit(project, mask("rex", 1, corner=7), author="ann")
    before = project.state_digest()
    with pytest.raises(ProjectError, match="1 conflicts are not decided, the first is pond/"):
        merge(project, share, {}, author="ann")
    assert project.state_digest() == before
    (conflict,) = plan_merge(project, share).conflicts
    merge(project, share, {conflict.key: Choice.THEIRS}, author="ann")
    assert _corner(project, 1) == mask("rex", 1, corner=3).rle
