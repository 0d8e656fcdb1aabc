"""What is suggested and accepted, with parts beside it that only write down what they are told."""

import pytest
from drawn_views import drawn_view
from gui.part_fakes import DrawnState, NotedEdits, SaidNotices

from avisbuild.segment import Prompt
from avisbuild_gui.proposals.proposals import Proposals
from avisbuild_gui.session.navigation import Navigation


class _Drafts:
    def __init__(self) -> None:
        self.prompts: list[Prompt] = []
        self.locked_said = 0
        self.is_editing = False

    def use_prompt(self, prompt: Prompt) -> None:
        self.prompts.append(prompt)

    def say_locked(self) -> None:
        self.locked_said += 1


class _Propagation:
    def __init__(self) -> None:
        self.can_write = True

    def write_if_among(self, _: object) -> bool:
        return self.can_write


class _Scene:
    def __init__(self, *lanes: str) -> None:
        self.state, self.notices = DrawnState(drawn_view(*lanes)), SaidNotices()
        self.edits, self.drafts = NotedEdits(self.state), _Drafts()
        self.navigation, self.propagation = Navigation(self.state, self.notices), _Propagation()
        self.proposals = Proposals(
            self.state,
            self.notices,
            self.edits,
            self.navigation,
            self.drafts,
            self.propagation,
        )


@pytest.mark.parametrize(
    ("lane", "step", "kinds", "said", "locked"),
    [
        ("#o", -1, ["suggest-masks"], [], 0),
        ("oo#", 1, ["suggest-masks"], [], 0),
        ("oo", -1, [], ["There is no mask of this instance to begin from."], 0),
        ("##", -1, [], [], 1),
    ],
    ids=["before", "after", "none", "there is a mask already"],
)
def test_the_nearest_mask_is_suggested_where_there_is_none(lane, step, kinds, said, locked) -> None:
    scene = _Scene(lane)
    scene.state.go_to(1)
    scene.proposals.copy_nearest(step)
    assert scene.edits.kinds == kinds
    assert [text for text, _ in scene.notices.said] == said
    assert scene.drafts.locked_said == locked


def test_an_accepted_proposal_leads_to_the_next_cell_to_do() -> None:
    scene = _Scene("p.o")
    scene.proposals.accept_here()
    assert (scene.edits.kinds, scene.state.second) == (["accept-masks"], 2)


def test_a_proposal_that_is_being_mended_is_not_accepted_as_it_was() -> None:
    """R41: Enter commits the whole."""
    scene = _Scene("po")
    scene.drafts.is_editing = True
    scene.proposals.accept_here()
    assert (scene.edits.kinds, scene.state.second) == ([], 0)
    assert scene.notices.said[-1][1] == "commit_and_next"


def test_what_cannot_be_written_is_not_accepted() -> None:
    scene = _Scene("p.o")
    scene.propagation.can_write = False
    scene.proposals.accept_here()
    assert (scene.edits.kinds, scene.state.second) == ([], 0)


def test_a_run_accepts_its_own_proposals_and_no_run_all_of_the_instance() -> None:
    scene = _Scene("pp.p", "p...")
    scene.proposals.accept_all()
    assert scene.notices.said == [("Accepted: 3.", "undo")]
    scene.navigation.extend(1)
    scene.proposals.accept_all()
    assert scene.notices.said[-1] == ("Accepted: 2.", "undo")


def test_where_nothing_is_proposed_it_is_said() -> None:
    scene = _Scene("o#")
    scene.proposals.accept_all()
    scene.proposals.drop_all()
    assert scene.notices.said == [("There is no proposal.", "propagate_forward")] * 2


def test_the_mask_before_prompts_the_segmenter() -> None:
    scene = _Scene("#o")
    scene.state.go_to(1)
    scene.proposals.prompt_from_previous()
    scene.state.go_to(0)
    scene.proposals.prompt_from_previous()
    assert len(scene.drafts.prompts) == 1
    assert scene.notices.said == [("There is no mask of this instance to begin from.", "")]
