"""Which other instance: what is asked, what a number key answers, and when the question falls (R21)."""

from drawn_views import drawn_view
from gui.part_fakes import DrawnState, NotedEdits, SaidNotices, noted

from avisbuild.annotation import Draft
from avisbuild_gui.session.instances import Instances
from avisbuild_gui.session.kept_drafts import KeptDrafts


class _Scene:
    """Two instances, the first active."""

    def __init__(self, *lanes: str) -> None:
        self.state = DrawnState(drawn_view(*lanes))
        self.notices, self.kept = SaidNotices(), KeptDrafts(self.state)
        self.edits = NotedEdits(self.state)
        self.instances = Instances(self.state, self.notices, self.edits, self.kept)
        self.asked = noted(self.instances.question_changed)


def test_a_number_key_chooses_unless_a_question_is_open() -> None:
    scene = _Scene("##", "#.")
    scene.instances.choose_number(2)
    assert (scene.state.instance_id, scene.edits.kinds) == ("i1", [])
    scene.instances.ask_merge()
    scene.instances.choose_number(1)
    assert scene.edits.kinds == ["merge-instances"]
    assert scene.asked[-1] == ("",)


def test_oneself_is_no_answer() -> None:
    scene = _Scene("##", "#.")
    scene.instances.ask_swap()
    scene.instances.choose_number(1)
    assert (scene.edits.kinds, scene.asked[-1]) == ([], ("",))


def test_a_number_that_no_instance_has_offers_a_new_one() -> None:
    scene = _Scene("##")
    scene.instances.choose_number(3)
    assert scene.notices.said == [("There is no instance 3 yet.", "ask_new_instance")]


def test_one_instance_alone_cannot_be_merged() -> None:
    scene = _Scene("##")
    scene.instances.ask_merge()
    assert (scene.notices.said, scene.asked) == ([("This needs two instances.", "")], [])


def test_a_question_falls_with_the_instance_that_it_is_about() -> None:
    scene = _Scene("##", "#.")
    scene.instances.choose_number(2)
    scene.instances.ask_merge()
    scene.state.show(drawn_view("##"))
    assert not scene.instances.is_asking
    assert [text == "" for (text,) in scene.asked] == [False, True]


def test_a_mask_that_is_being_edited_keeps_its_instance_active() -> None:
    scene = _Scene("##", "#.")
    scene.kept.keep(Draft(scene.state.active_cell, (4, 6)))
    scene.instances.choose_number(2)
    assert scene.state.instance_id == "i0"
    assert scene.notices.said[0][0].startswith("A mask is being edited")
    scene.instances.ask_swap()
    scene.instances.choose_number(2)
    assert scene.edits.kinds == ["swap-instances"]


def test_an_instance_does_not_go_while_a_mask_of_it_is_being_edited() -> None:
    """Merged and undone, the mask would be committed as the other one's."""
    scene = _Scene("##", "#.")
    scene.kept.keep(Draft(scene.state.active_cell, (4, 6)))
    scene.instances.ask_merge()
    scene.instances.choose_number(2)
    scene.instances.delete_active()
    assert scene.edits.kinds == []
    assert [text for text, _ in scene.notices.said] == [
        "A mask is being edited: commit it, or drop it with Esc."
    ] * 2
    scene.kept.drop()
    scene.instances.delete_active()
    assert scene.edits.kinds == ["delete-instance"]


def test_the_last_five_categories_are_remembered_the_newest_first() -> None:
    scene = _Scene("##")
    scene.instances.ask_new()
    for category_id in (1, 2, 3, 4, 5, 6, 3):
        scene.instances.choose_category(category_id)
    assert scene.instances.recent_categories == [3, 6, 5, 4, 2]
