"""Hiding one instance from sight and locking it against change: by key, by click, kept with the bookmark."""

from pathlib import Path

import numpy as np
from gui.annotator_case import FIRST, Sitting
from pytestqt.qtbot import QtBot

from avisbuild.annotation import Bookmarks
from avisbuild.annotation.commands import Overlap
from avisbuild.masks import decode
from avisbuild.records import InstanceId
from avisbuild.store import Project
from avisbuild_gui import resume


def _two(sitting: Sitting) -> tuple[InstanceId, InstanceId]:
    """A cat and a dog, each with a mask in second 0; the dog is active."""
    cat = sitting.add("cat", 0)
    sitting.mask(0, x=40)
    dog = sitting.add("dog", 0)
    sitting.mask(0, x=110)
    return cat, dog


def test_a_hidden_instance_is_not_laid_on_the_frame_and_comes_back(sitting: Sitting) -> None:
    """R42: it alone; the key that shows it again is said."""
    cat, dog = _two(sitting)
    layers: list[list[InstanceId]] = []
    sitting.session.layers.masks_changed.connect(
        lambda found: layers.append([each.instance_id for each in found])
    )
    sitting.session.marks.toggle_hidden_active()
    assert layers[-1] == [cat]
    assert sitting.notices[-1][::2] == ("dog_1 is hidden.", "toggle_hidden")
    sitting.session.marks.toggle_hidden_active()
    assert layers[-1] == [cat, dog]


def test_a_locked_instance_is_neither_edited_nor_merged_nor_deleted(
    sitting: Sitting, project: Project
) -> None:
    """R42: and nothing is drawn for it in vain."""
    session = sitting.session
    cat, dog = _two(sitting)
    session.marks.toggle_locked_active()
    head = project.journal.head()
    session.drafts.edit_mask()
    session.navigation.step(1)
    session.drafts.click(80, 45, positive=True)
    session.outlining.add_anchor(20, 20, erases=False)
    session.cleaning.grow()
    assert session.drafts.here is None
    assert session.outlining.here is None
    assert sitting.notices[-1][2] == "toggle_locked"
    session.navigation.step(-1)
    session.instances.merge(cat, dog)
    session.instances.merge(dog, cat)
    session.instances.delete(dog)
    session.commits.remove()
    session.sounding.toggle()
    assert "dog_1 is locked, and nothing was changed" in sitting.texts[-1]
    assert project.journal.head() == head
    session.marks.toggle_locked_active()
    session.instances.delete(dog)
    assert project.journal.head() != head


def test_from_a_locked_instance_no_pixel_is_stolen(sitting: Sitting, project: Project) -> None:
    """R42: in the mode that steals, its pixels are left out as they are by default."""
    session = sitting.session
    cat, dog = _two(sitting)
    session.marks.toggle_locked(cat)
    session.instances.choose(dog)
    session.drafts.edit_mask()
    while session.drafts.overlap is not Overlap.STEAL:
        session.drafts.cycle_overlap()
    session.drafts.paint(np.ones((90, 160), np.bool_), erases=False)
    before = project.tracks(FIRST)[0].masks[0]
    assert session.commits.commit()
    cats, dogs = (each.masks[0] for each in project.tracks(FIRST))
    assert cats == before
    assert cats is not None
    assert dogs is not None
    assert np.array_equal(decode(dogs), ~decode(cats))


def test_marks_come_back_with_the_bookmark_and_are_in_no_journal(
    project: Project, qtbot: QtBot, tmp_path: Path
) -> None:
    bookmarks = Bookmarks(tmp_path / "kept", project=project.folder, author="ann")
    first = Sitting(project, qtbot, bookmarks=bookmarks)
    resume.start(first.session)
    dog = first.add("dog", 0)
    head = project.journal.head()
    first.session.marks.toggle_hidden(dog)
    first.session.marks.toggle_locked(dog)
    resume.keep_bookmark(first.session, 0.0, (0.0, 0.0))
    assert project.journal.head() == head
    first.close()
    second = Sitting(project, qtbot, bookmarks=bookmarks)
    resume.start(second.session)
    assert second.session.state.marks.hidden == {dog}
    assert second.session.state.marks.locked == {dog}
    second.close()
