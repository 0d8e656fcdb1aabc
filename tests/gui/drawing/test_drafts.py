"""The draft: what is clicked and drawn before it is committed, and where it stays."""

from gui.annotator_case import FIRST, OTHER, Sitting

from avisbuild import masks
from avisbuild.records import CategoryId, MaskSource
from avisbuild.store import Project
from avisbuild_gui.values import MaskKind


def test_escape_drops_the_draft_and_never_commits(sitting: Sitting, project: Project) -> None:
    """R28."""
    sitting.add("dog", 0)
    head = project.journal.head()
    sitting.click()
    sitting.session.escape()
    assert sitting.session.drafts.here is None
    assert project.journal.head() == head
    sitting.session.escape()
    assert project.journal.head() == head


def test_box_and_clicks_mix_and_the_last_is_taken_back_first(sitting: Sitting) -> None:
    """R28: a box is refined by clicks; popping takes the click, then the box."""
    session = sitting.session
    sitting.add("dog", 0)
    session.drafts.draw_box(20, 20, 60, 60)
    sitting.answered()
    sitting.click(40, 40)
    assert session.drafts.here is not None
    session.drafts.pop_prompt()
    assert session.drafts.here.prompt.box_xyxy == (20, 20, 60, 60)
    assert session.drafts.here.prompt.points_xy == ()
    session.drafts.pop_prompt()
    assert not session.drafts.here.prompt


def test_candidates_go_round(sitting: Sitting) -> None:
    """R28: one key cycles the segmenter's answers."""
    session = sitting.session
    sitting.add("dog", 0)
    sitting.click()
    sizes = []
    for _ in range(4):
        assert session.drafts.shown_mask is not None
        sizes.append(int(session.drafts.shown_mask.sum()))
        session.drafts.step_candidate(1)
    assert len(set(sizes[:3])) == 3
    assert sizes[3] == sizes[0]
    session.drafts.step_candidate(-1)
    assert session.drafts.here is not None
    assert session.drafts.here.chosen == 0


def test_a_committed_mask_is_locked_until_it_is_edited(sitting: Sitting, project: Project) -> None:
    """R31: clicks and brush do nothing to it; after `edit_mask` they do."""
    session = sitting.session
    sitting.add("dog", 0)
    sitting.mask(0)
    before = project.journal.head()
    session.drafts.click(20, 20, positive=True)
    session.drafts.begin_stroke(20, 20, erases=False)
    session.drafts.end_stroke()
    assert session.drafts.here is None
    assert sitting.notices[-1][2] == "edit_mask"
    session.drafts.edit_mask()
    session.look.use_brush_diameter(6)
    session.drafts.begin_stroke(80, 45, erases=True)
    session.drafts.end_stroke()
    assert project.journal.head() == before
    assert session.commits.commit()
    rle = project.tracks(FIRST)[0].masks[0]
    assert rle is not None
    assert not masks.decode(rle)[45, 80]


def test_a_mask_being_edited_belongs_to_nobody_else(sitting: Sitting) -> None:
    """R31: choosing another instance does not take the mask along."""
    cat = sitting.add("cat")
    dog = sitting.add("dog", 0)
    sitting.mask(0)
    sitting.session.drafts.edit_mask()
    sitting.session.instances.choose(cat)
    assert sitting.session.state.instance_id == dog


def test_a_draft_goes_with_the_instance_that_is_chosen_for_it(sitting: Sitting) -> None:
    """R11: the number key before Enter says whose it is."""
    sitting.add("cat", 0)
    sitting.add("dog", 0)
    sitting.click()
    sitting.session.instances.choose_number(1)
    assert sitting.session.commits.commit()
    view = sitting.session.state.view
    assert view is not None
    done = {
        view.name(each.instance_id): view.mask_at(each.instance_id, 0) for each in view.instances
    }
    assert [name for name, rle in done.items() if rle is not None] == [
        view.name(view.instances[0].instance_id)
    ]


def test_a_draft_stays_with_its_second_and_is_said_to(sitting: Sitting) -> None:
    session = sitting.session
    dog = sitting.add("dog", 0, 1)
    sitting.click()
    session.navigation.step(1)
    assert session.drafts.here is None
    assert "is kept, and not committed" in sitting.texts[-1]
    session.instances.add(CategoryId(3))
    session.navigation.step(-1)
    assert session.drafts.here is not None
    assert session.state.instance_id == dog


def test_a_draft_covers_the_mask_it_is_made_of(sitting: Sitting) -> None:
    layers = []
    dog = sitting.add("dog", 0)
    sitting.mask(0)
    sitting.session.layers.masks_changed.connect(layers.append)
    sitting.session.drafts.edit_mask()
    assert layers[-1] == ()
    sitting.session.escape()
    assert [(each.instance_id, each.kind) for each in layers[-1]] == [(dog, MaskKind.COMMITTED)]


def test_another_video_begins_without_the_drafts_of_the_first(sitting: Sitting) -> None:
    sitting.add("dog", 0)
    sitting.click()
    assert sitting.session.videos.open(OTHER)
    assert sitting.session.drafts.here is None
    assert sitting.session.drafts.waiting_seconds == ()


def test_a_stroke_that_is_under_way_is_committed_as_what_it_is(
    sitting: Sitting, project: Project
) -> None:
    dog = sitting.add("dog", 0)
    sitting.click()
    sitting.session.drafts.begin_stroke(10, 10, erases=False)
    assert sitting.session.commits.commit()
    view = sitting.session.state.view
    assert view is not None
    assert view.provenances[dog, 0].source is MaskSource.BRUSH
    rle = project.tracks(FIRST)[0].masks[0]
    assert rle is not None
    assert masks.decode(rle)[10, 10]


def test_who_mends_a_mask_stays_with_its_instance(sitting: Sitting) -> None:
    """A cell of another one in the same second is pointed at: strokes would go to neither as shown."""
    session = sitting.session
    cat = sitting.add("cat", 0)
    sitting.mask(0)
    dog = sitting.add("dog", 0)
    session.instances.choose(cat)
    session.drafts.edit_mask()
    session.state.go_to(0, dog)
    assert session.state.instance_id == cat
    assert "A mask is being edited" in sitting.texts[-1]
    session.escape()
    session.state.go_to(0, dog)
    assert session.state.instance_id == dog


def test_a_draft_whose_instance_went_while_it_waited_is_nobodys(sitting: Sitting) -> None:
    """The only instance is deleted in another second: Enter asks whose the draft is."""
    session = sitting.session
    dog = sitting.add("dog", 0, 1)
    sitting.click()
    session.navigation.step(1)
    session.instances.delete(dog)
    session.navigation.step(-1)
    assert session.drafts.here is not None
    asked: list[object] = []
    session.instances.category_asked.connect(asked.append)
    assert not session.commits.commit()
    assert asked == [None]
    session.instances.choose_category(CategoryId(3))
    assert session.commits.commit()
