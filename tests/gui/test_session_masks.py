"""Clicks, drafts and commits, through the session alone."""

import threading

import numpy as np
import pytest
from annotator_case import FIRST, OTHER, Sitting
from pytestqt.qtbot import QtBot

from avisbuild import masks
from avisbuild.annotation import Command, VideoView
from avisbuild.annotation.commands import Overlap
from avisbuild.errors import ProjectError
from avisbuild.records import CategoryId, MaskSource, RoundState, Sounding
from avisbuild.segment.fake import FakeSegmenter
from avisbuild.store import Project
from avisbuild_gui.canvas import MaskKind


def test_commit_goes_to_the_next_unfinished_cell_of_the_same_identity(desk: Sitting) -> None:
    """R10: one click and one key; two identities sound, and it stays with the one."""
    session = desk.session
    cat = desk.add("cat", 1, 2)
    dog = desk.add("dog", 0, 2, 4)
    session.choose_second(0)
    desk.click()
    session.commit_and_next()
    assert (session.second, session.instance_id) == (2, dog)
    desk.click()
    session.commit_and_next()
    assert (session.second, session.instance_id) == (4, dog)
    desk.click()
    session.commit_and_next()
    assert session.instance_id == cat
    assert session.second in (1, 2)


def test_what_is_saved_is_what_was_shown_to_the_pixel(desk: Sitting, project: Project) -> None:
    """R12: a mask in two parts with a hole stays so."""
    session = desk.session
    dog = desk.add("dog", 0)
    desk.click(40, 45)
    desk.click(40, 45, positive=False)
    session.begin_stroke(120, 20, erases=False)
    session.end_stroke()
    shown = session.shown_mask
    assert shown is not None
    shown = shown.copy()
    assert session.commit()
    (track,) = project.tracks(FIRST)
    rle = track.masks[0]
    assert rle is not None
    assert np.array_equal(masks.decode(rle), shown)
    assert session.view is not None
    assert session.view.provenances[dog, 0].source is MaskSource.BRUSH


def test_an_answer_for_a_frame_no_longer_shown_is_never_painted(sit, qtbot: QtBot) -> None:
    """R06: the frame is left while the segmenter works; nothing of it comes to the next one."""
    desk = sit(segmenter=FakeSegmenter(delay_segment_s=0.15))
    session = desk.session
    desk.add("dog", 0, 1)
    drafts: list[object] = []
    session.click(40, 45, positive=True)
    session.next_second()
    session.draft_changed.connect(drafts.append)
    qtbot.wait(400)
    assert drafts == []
    assert session.draft is None
    session.previous_second()
    desk.answered()
    assert session.shown_mask is not None


def test_the_newest_prompt_wins(sit) -> None:
    """R06: two clicks in quick succession give the mask of both, whatever was answered in between."""
    desk = sit(segmenter=FakeSegmenter(delay_segment_s=0.1))
    desk.add("dog", 0)
    desk.session.click(40, 45, positive=True)
    desk.session.click(120, 45, positive=True)
    desk.answered()
    shown = desk.session.shown_mask
    assert shown is not None
    assert shown[45, 120]
    assert not shown[45, 40]


def test_a_mask_that_is_not_there_yet_is_not_committed(sit) -> None:
    """R06, R12: Enter before the answer commits nothing, and says so; nor the mask of fewer clicks."""
    desk = sit(segmenter=FakeSegmenter(delay_segment_s=0.2))
    desk.add("dog", 0)
    desk.session.click(40, 45, positive=True)
    assert not desk.session.commit()
    desk.answered()
    desk.session.click(44, 45, positive=False)
    assert desk.session.shown_mask is not None
    assert not desk.session.commit()
    assert "still at work" in desk.texts[-1]
    desk.answered()
    assert desk.session.commit()


def test_escape_drops_the_draft_and_never_commits(desk: Sitting, project: Project) -> None:
    """R28."""
    desk.add("dog", 0)
    head = project.journal.head()
    desk.click()
    desk.session.escape()
    assert desk.session.draft is None
    assert project.journal.head() == head
    desk.session.escape()
    assert project.journal.head() == head


def test_box_and_clicks_mix_and_the_last_is_taken_back_first(desk: Sitting) -> None:
    """R28: a box is refined by clicks; popping takes the click, then the box."""
    session = desk.session
    desk.add("dog", 0)
    session.draw_box(20, 20, 60, 60)
    desk.answered()
    desk.click(40, 40)
    assert session.draft is not None
    session.pop_prompt()
    assert session.draft.prompt.box_xyxy == (20, 20, 60, 60)
    assert session.draft.prompt.points_xy == ()
    session.pop_prompt()
    assert not session.draft.prompt


def test_candidates_go_round(desk: Sitting) -> None:
    """R28: one key cycles the segmenter's answers."""
    session = desk.session
    desk.add("dog", 0)
    desk.click()
    sizes = []
    for _ in range(4):
        assert session.shown_mask is not None
        sizes.append(int(session.shown_mask.sum()))
        session.next_candidate()
    assert len(set(sizes[:3])) == 3
    assert sizes[3] == sizes[0]
    session.previous_candidate()
    assert session.draft is not None
    assert session.draft.chosen == 0


def test_a_committed_mask_is_locked_until_it_is_edited(desk: Sitting, project: Project) -> None:
    """R31: clicks and brush do nothing to it; after `edit_mask` they do."""
    session = desk.session
    desk.add("dog", 0)
    desk.mask(0)
    before = project.journal.head()
    session.click(20, 20, positive=True)
    session.begin_stroke(20, 20, erases=False)
    session.end_stroke()
    assert session.draft is None
    assert desk.notices[-1][2] == "edit_mask"
    session.edit_mask()
    session.use_brush_diameter(6)
    session.begin_stroke(80, 45, erases=True)
    session.end_stroke()
    assert project.journal.head() == before
    assert session.commit()
    rle = project.tracks(FIRST)[0].masks[0]
    assert rle is not None
    assert not masks.decode(rle)[45, 80]


def test_a_mask_being_edited_belongs_to_nobody_else(desk: Sitting) -> None:
    """R31: choosing another identity does not carry the mask over."""
    cat = desk.add("cat")
    dog = desk.add("dog", 0)
    desk.mask(0)
    desk.session.edit_mask()
    desk.session.choose_instance(cat)
    assert desk.session.instance_id == dog


def test_a_new_mask_is_the_active_identitys_and_a_new_identity_needs_its_own_key(
    desk: Sitting,
) -> None:
    """R11: a click without an identity makes none; Enter asks, and the draft becomes the chosen one's."""
    session = desk.session
    asked: list[object] = []
    session.category_asked.connect(asked.append)
    desk.click()
    assert session.view is not None
    assert session.view.instances == ()
    assert not session.commit()
    assert asked == [None]
    session.choose_category(CategoryId(1))
    assert len(session.view.instances) == 1
    assert session.commit()
    assert session.instance_id is not None
    assert session.view.mask_of(session.instance_id, 0) is not None


def test_a_draft_goes_with_the_identity_that_is_chosen_for_it(desk: Sitting) -> None:
    """R11: the number key before Enter says whose it is."""
    desk.add("cat", 0)
    desk.add("dog", 0)
    desk.click()
    desk.session.choose_number(1)
    assert desk.session.commit()
    view = desk.session.view
    assert view is not None
    done = {
        view.name(each.instance_id): view.mask_of(each.instance_id, 0) for each in view.instances
    }
    assert [name for name, rle in done.items() if rle is not None] == [
        view.name(view.instances[0].instance_id)
    ]


def test_a_draft_stays_with_its_second_and_is_said_to(desk: Sitting) -> None:
    session = desk.session
    dog = desk.add("dog", 0, 1)
    desk.click()
    session.next_second()
    assert session.draft is None
    assert "is kept, and not committed" in desk.texts[-1]
    session.add_instance(CategoryId(3))
    session.previous_second()
    assert session.draft is not None
    assert session.instance_id == dog


def test_committing_says_that_it_sounds(desk: Sitting) -> None:
    """R10: the cell is done with it, whatever it was before."""
    dog = desk.add("dog")
    desk.mask(3)
    assert desk.session.view is not None
    assert desk.session.view.state_of(dog, 3) is Sounding.SOUNDING


@pytest.mark.parametrize("mode", list(Overlap))
def test_pixels_of_others_are_shared_kept_or_taken(desk: Sitting, mode: Overlap) -> None:
    """R29: what is shown beside others is what is committed."""
    session = desk.session
    cat, dog = desk.add("cat", 0), desk.add("dog", 0)
    session.choose_instance(cat)
    desk.mask(0, x=80)
    session.choose_instance(dog)
    while session.overlap is not mode:
        session.cycle_brush_mode()
    desk.click(85, 45)
    shown = session.shown_mask
    assert shown is not None
    shown = shown.copy()
    assert session.commit()
    view = session.view
    assert view is not None
    cats, dogs = view.mask_of(cat, 0), view.mask_of(dog, 0)
    assert cats is not None
    assert dogs is not None
    assert np.array_equal(masks.decode(dogs), shown)
    both = (masks.decode(cats) & masks.decode(dogs)).any()
    assert both == (mode is Overlap.SHARE)


def test_a_mask_keeps_its_prompts_and_the_time_spent(sit, project: Project) -> None:
    """R37: who, how, with what, and for how long."""
    time_s = [100.0]
    desk = sit(now=lambda: time_s[0])
    desk.add("dog", 0)
    time_s[0] += 3
    desk.click(40, 45)
    time_s[0] += 4
    assert desk.session.commit()
    (mask,) = project.masks(FIRST)
    assert mask.provenance.author == "ann"
    assert mask.provenance.model == "fake"
    assert "[[40,45]]" in mask.provenance.prompts
    assert mask.provenance.seconds_spent == pytest.approx(7)


def test_a_save_that_fails_loses_nothing_and_is_said_once(
    desk: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R35: the draft stays, the sign of unsaved work stays; when there is room again, Enter saves it."""
    saved: list[bool] = []
    desk.session.saved_changed.connect(lambda good, _: saved.append(good))
    desk.add("dog", 0)
    desk.click()
    with monkeypatch.context() as full:
        full.setattr(project, "edit", _full_disk)
        assert not desk.session.commit()
    assert desk.notices[-1][:2] == ("the disk is full; make room", "error")
    assert desk.session.draft is not None
    assert not saved[-1]
    assert not desk.session.is_saved
    assert desk.session.commit()
    assert desk.session.is_saved
    assert saved[-1]


def _full_disk(**_: object) -> object:
    raise ProjectError("the disk is full; make room") from OSError("no space left")


def test_a_frame_that_is_gone_is_a_message_and_the_rest_works(
    desk: Sitting, project: Project
) -> None:
    """Bad days: a file was deleted; no mask is laid on nothing, sound and grid go on."""
    session = desk.session
    dog = desk.add("dog", 3)
    desk.mask(3)
    session.choose_second(0)
    (project.video_dir(FIRST) / "frames" / "00003.jpg").unlink()
    session._shelf._kept.clear()
    frames, layers = [], []
    session.frame_changed.connect(lambda image, text: frames.append((image, text)))
    session.masks_changed.connect(layers.append)
    session.choose_second(3)
    assert frames[-1][0] is None
    assert "00003.jpg is missing" in frames[-1][1]
    assert set(layers) == {()}
    session.click(10, 10, positive=True)
    assert session.draft is None
    session.toggle_sounding()
    assert session.view is not None
    assert session.view.state_of(dog, 3) is Sounding.SILENT
    session.play_second()
    assert len(desk.sink.played) == 1


def test_a_frame_of_another_size_is_a_message(desk: Sitting, project: Project) -> None:
    """Bad days: someone has exchanged the file."""
    from PIL import Image as Pillow

    path = project.video_dir(FIRST) / "frames" / "00004.jpg"
    Pillow.new("RGB", (40, 30)).save(path)
    frames = []
    desk.session.frame_changed.connect(lambda image, text: frames.append((image, text)))
    desk.session.choose_second(4)
    assert frames[-1][0] is None
    assert "40x30" in frames[-1][1]
    assert "160x90" in frames[-1][1]


def test_a_draft_covers_the_mask_it_is_made_of(desk: Sitting) -> None:
    layers = []
    dog = desk.add("dog", 0)
    desk.mask(0)
    desk.session.masks_changed.connect(layers.append)
    desk.session.edit_mask()
    assert layers[-1] == ()
    desk.session.escape()
    assert [(each.instance_id, each.kind) for each in layers[-1]] == [(dog, MaskKind.COMMITTED)]


def test_closing_in_the_middle_of_an_embedding_loses_nothing(sit, project: Project) -> None:
    """Bad days: closing does not wait for the segmenter, whose thread ends later by itself (see conftest)."""
    desk = sit(segmenter=FakeSegmenter(delay_embed_s=4))
    dog = desk.add("dog", 0)
    desk.session.click(40, 45, positive=True)
    desk.session.close()
    assert "segment-encoder" in {thread.name for thread in threading.enumerate()}
    assert [track.instance.instance_id for track in project.tracks(FIRST)] == [dog]


def test_another_video_begins_without_the_drafts_of_the_first(desk: Sitting) -> None:
    desk.add("dog", 0)
    desk.click()
    assert desk.session.open_video(OTHER)
    assert desk.session.draft is None
    assert desk.session.open_video(FIRST)
    assert desk.session.draft is None


def test_what_the_rules_refuse_is_no_trouble_with_saving(desk: Sitting) -> None:
    """R35: "not saved" is said of the disk, and not of a gesture that does not fit."""
    saved: list[bool] = []
    desk.session.saved_changed.connect(lambda good, _: saved.append(good))
    desk.add("dog", 0)
    assert not desk.session.run(_refused)
    assert desk.session.is_saved
    assert saved[-1]


def test_a_video_is_not_handed_in_over_an_open_draft(desk: Sitting, project: Project) -> None:
    """R17."""
    desk.add("dog")
    desk.session.mark_offscreen()
    desk.session.choose_second(1)
    desk.click()
    desk.session.hand_in()
    assert "draft is open" in desk.notices[-1][0]
    view = desk.session.view
    assert view is not None
    assert project.states()[view.video.video_id] is RoundState.ANNOTATING


def test_editing_a_video_that_was_handed_in_is_said(desk: Sitting) -> None:
    desk.add("dog")
    desk.session.mark_offscreen()
    desk.session.hand_in()
    desk.session.choose_second(2)
    desk.session.mark_offscreen()
    assert "annotated again" in desk.notices[-1][0]
    assert desk.notices[-1][2] == "undo"


def _refused(view: VideoView) -> Command:
    raise ProjectError(f"{view.video.video_id}: no")
