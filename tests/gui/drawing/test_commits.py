"""What Enter, Delete and undo do, with drafts that are made up."""

from types import SimpleNamespace

import numpy as np
import pytest
from drawn_views import drawn_view
from gui.part_fakes import DrawnState, NotedEdits, SaidNotices

from avisbuild.annotation import Cell, Draft, VideoView
from avisbuild.annotation.commands import Overlap
from avisbuild_gui.drawing.commits import Commits
from avisbuild_gui.drawing.draft_beginning import NOBODY
from avisbuild_gui.session.navigation import Navigation


class _Drafts:
    def __init__(self, here: Draft | None = None) -> None:
        self.here, self.shown_mask, self.overlap = here, None, Overlap.SHARE
        self.dropped, self.asked = 0, 0

    def drop(self) -> bool:
        was_there, self.here = self.here is not None, None
        self.dropped += was_there
        return was_there

    def ask(self, _: Draft) -> None:
        self.asked += 1

    def end_stroke(self) -> None:
        pass


class _Scene:
    def __init__(self, *lanes: str, works: bool = True) -> None:
        self.state, self.notices = DrawnState(drawn_view(*lanes)), SaidNotices()
        self.edits, self.drafts = NotedEdits(self.state, works=works), _Drafts()
        self.instances = SimpleNamespace(asked=0)
        self.instances.ask_new = lambda **_: vars(self.instances).update(asked=1)
        self.accepted: list[list[Cell]] = []
        self.commits = Commits(
            self.state,
            self.notices,
            self.edits,
            Navigation(self.state, self.notices),
            instances=self.instances,
            drafts=self.drafts,
            accept=lambda cells, _: self.accepted.append(cells) or len(cells),
        )

    def draft(self, *, pixels: bool = True, cell: Cell | None = None) -> Draft:
        draft = Draft(cell or self.state.active_cell, (4, 6))
        if pixels:
            draft.begin_stroke(2, 2, diameter_px=2, erases=False)
            draft.end_stroke()
        self.drafts.here, self.drafts.shown_mask = draft, draft.mask
        return draft


def test_a_draft_becomes_a_mask_and_the_next_cell_to_do_is_shown() -> None:
    scene = _Scene("o.o")
    scene.draft()
    scene.commits.commit_and_go_on()
    assert (scene.edits.kinds, scene.drafts.dropped) == (["set-mask"], 1)
    assert scene.state.second == 2


def test_a_draft_stays_where_its_mask_could_not_be_written() -> None:
    scene = _Scene("o.o", works=False)
    draft = scene.draft()
    scene.commits.commit_and_go_on()
    assert (scene.drafts.here, scene.state.second) == (draft, 0)


def test_a_draft_of_nobody_asks_for_an_instance() -> None:
    scene = _Scene()
    scene.draft(cell=(NOBODY, 0))
    assert not scene.commits.commit()
    assert scene.instances.asked == 1


@pytest.mark.parametrize(
    ("is_asking", "text"),
    [
        (True, "The segmenter is still at work; press again when the mask is there."),
        (False, "The mask has no pixels; nothing was committed."),
    ],
)
def test_a_mask_that_is_not_there_is_not_committed(is_asking: bool, text: str) -> None:
    scene = _Scene("o")
    draft = scene.draft(pixels=False)
    if is_asking:
        draft.add_point(1, 1, positive=True)
    else:
        scene.drafts.shown_mask = np.zeros((4, 6), bool)
    assert not scene.commits.commit()
    assert (scene.edits.kinds, scene.notices.said) == ([], [(text, "")])


def test_without_a_draft_the_proposal_of_the_cell_is_accepted() -> None:
    scene = _Scene("p.o")
    assert scene.commits.commit()
    scene.state.go_to(1)
    assert scene.commits.commit()
    assert scene.accepted == [[("i0", 0)]]


def test_a_draft_is_removed_before_a_mask_is() -> None:
    scene = _Scene("#.")
    scene.draft()
    scene.commits.remove()
    assert (scene.edits.kinds, scene.drafts.dropped) == ([], 1)
    scene.commits.remove()
    scene.state.go_to(1)
    scene.commits.remove()
    assert scene.edits.kinds == ["remove-masks"]
    assert scene.notices.said[-1] == ("There is no mask here to remove.", "")


def test_gestures_of_the_draft_are_taken_back_before_edits_are() -> None:
    scene = _Scene("o")
    draft, undone = scene.draft(), []
    scene.state.workbench = SimpleNamespace(undo=lambda: undone.append(1), to_redo=None)
    scene.commits.undo()
    assert (scene.drafts.asked, undone, draft.can_undo) == (1, [], False)
    scene.commits.undo()
    assert (undone, scene.notices.said) == ([1], [("Nothing to undo.", "")])


def test_an_undo_that_changes_another_second_shows_it() -> None:
    scene = _Scene("#.#")

    def undo() -> str:
        scene.state._view = _view("#..")
        return "Mask person_1, second 2"

    scene.state.workbench = SimpleNamespace(undo=undo, to_redo=None)
    scene.commits.undo()
    assert scene.state.second == 2


def _view(lane: str) -> VideoView:
    return drawn_view(lane)
