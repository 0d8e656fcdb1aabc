"""Who annotated a video is in its journal: they may not review it, and nobody else is kept from it."""

from functools import partial

import pytest
from core.annotation.small_project import POND, add, commit
from core.review.reviewing import RULES, annotated, bench_of, hand_in, handed_in, make

from avisbuild.annotation import commands
from avisbuild.errors import ProjectError
from avisbuild.records import Round, RoundState
from avisbuild.review.moves import begin_review, return_
from avisbuild.review.overview import annotators_of, may_review
from avisbuild.store import Project


def test_whoever_edits_or_hands_in_is_an_annotator_and_whoever_corrects_in_review_is_not(
    project: Project,
) -> None:
    annotated(project, "ann")
    hand_in(bench_of(project, "cy"))
    bo = bench_of(project, "bo")
    make(bo, partial(begin_review, author="bo", rules=RULES))
    commit(bo, bo.view.instances[0].instance_id, 0, corner=4)
    assert annotators_of(project, POND) == {"ann", "cy"}
    make(bo, partial(return_, author="bo", reason="the ear"))
    commit(bo, bo.view.instances[0].instance_id, 0, corner=5)
    assert annotators_of(project, POND) == {"ann", "bo", "cy"}


def test_an_edit_that_was_undone_makes_nobody_an_annotator_until_it_is_done_again(
    project: Project,
) -> None:
    handed_in(project)
    bo = bench_of(project, "bo")
    commit(bo, bo.view.instances[0].instance_id, 0, corner=4)
    assert bo.view.state is RoundState.ANNOTATING
    bo.undo()
    assert (bo.view.state, annotators_of(project, POND)) == (RoundState.SUBMITTED, {"ann"})
    bo.redo()
    assert annotators_of(project, POND) == {"ann", "bo"}
    bo.undo()
    assert annotators_of(project, POND) == {"ann"}


def test_an_annotator_who_writes_their_name_otherwise_is_no_reviewer(project: Project) -> None:
    handed_in(project, "Ann Lee")
    assert not may_review(project, POND, 1, "ann  lee")
    bench = bench_of(project, "ann  lee")
    with pytest.raises(ProjectError, match="may not review"):
        make(bench, partial(begin_review, author="ann  lee", rules=RULES))
    assert may_review(project, POND, 1, "Anne Lee")


def test_what_is_said_of_a_video_is_no_annotating(project: Project) -> None:
    annotated(project)
    lead = bench_of(project, "lead")
    lead.run_as_is(commands.add_comment(lead.view, author="lead", text="take care"))
    lead.run_as_is(commands.set_aside(lead.view, reason="too dark", author="lead"))
    lead.run_as_is(commands.take_back(lead.view))
    assert annotators_of(project, POND) == {"ann"}


def test_what_was_imported_is_the_work_of_whom_the_import_names(project: Project) -> None:
    with project.edit(author="import", action="Import") as edit:
        edit.set_round(Round(video_id=POND, number=1, state=RoundState.SUBMITTED, person="lab"))
    assert annotators_of(project, POND) == {"lab"}
    ann = bench_of(project, "ann")
    add(ann)
    assert annotators_of(project, POND) == {"ann", "lab"}
