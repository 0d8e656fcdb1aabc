"""A full disk, frames that are gone, a window closed in the middle: said in one line, and nothing lost."""

import threading

import pytest
from gui.annotator_case import FIRST, Sitting

from avisbuild.annotation import Command, VideoView
from avisbuild.errors import ProjectError
from avisbuild.records import Sounding
from avisbuild.segment.fake import FakeSegmenter
from avisbuild.store import Project


def test_a_save_that_fails_loses_nothing_and_is_said_once(
    sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R35: the draft stays, the sign of unsaved work stays; when there is room again, Enter saves it."""
    saved: list[bool] = []
    sitting.session.notices.saved_changed.connect(lambda good, _: saved.append(good))
    sitting.add("dog", 0)
    sitting.click()
    with monkeypatch.context() as full:
        full.setattr(project, "edit", _full_disk)
        assert not sitting.session.commits.commit()
    assert sitting.notices[-1][:2] == ("the disk is full; make room", "error")
    assert sitting.session.drafts.here is not None
    assert not saved[-1]
    assert not sitting.session.notices.is_saved
    assert sitting.session.commits.commit()
    assert sitting.session.notices.is_saved
    assert saved[-1]


def test_a_frame_that_is_gone_is_a_message_and_the_rest_works(
    sitting: Sitting, project: Project
) -> None:
    """Bad days: a file was deleted; no mask is laid on nothing, sound and grid go on."""
    session = sitting.session
    dog = sitting.add("dog", 3)
    sitting.mask(3)
    session.navigation.choose_second(0)
    (project.video_dir(FIRST) / "frames" / "00003.jpg").unlink()
    session.cache._kept.clear()
    frames, layers = [], []
    session.frames.frame_changed.connect(lambda image, text: frames.append((image, text)))
    session.layers.masks_changed.connect(layers.append)
    session.navigation.choose_second(3)
    assert frames[-1][0] is None
    assert "00003.jpg is missing" in frames[-1][1]
    assert set(layers) == {()}
    session.drafts.click(10, 10, positive=True)
    assert session.drafts.here is None
    session.sounding.toggle()
    assert session.state.view is not None
    assert session.state.view.sounding_at(dog, 3) is Sounding.SILENT
    session.sound.play_second()
    assert len(sitting.sink.played) == 1


def test_a_frame_of_another_size_is_a_message(sitting: Sitting, project: Project) -> None:
    """Bad days: someone has exchanged the file."""
    from PIL import Image as Pillow

    path = project.video_dir(FIRST) / "frames" / "00004.jpg"
    Pillow.new("RGB", (40, 30)).save(path)
    frames = []
    sitting.session.frames.frame_changed.connect(lambda image, text: frames.append((image, text)))
    sitting.session.navigation.choose_second(4)
    assert frames[-1][0] is None
    assert "40x30" in frames[-1][1]
    assert "160x90" in frames[-1][1]


def test_closing_in_the_middle_of_an_embedding_loses_nothing(sit, project: Project) -> None:
    """Bad days: closing does not wait for the segmenter, whose thread ends later by itself (see conftest)."""
    sitting = sit(segmenter=FakeSegmenter(delay_embed_s=4))
    dog = sitting.add("dog", 0)
    sitting.session.drafts.click(40, 45, positive=True)
    sitting.session.close()
    assert "segment-encoder" in {thread.name for thread in threading.enumerate()}
    assert [track.instance.instance_id for track in project.tracks(FIRST)] == [dog]


def test_what_the_rules_refuse_is_no_trouble_with_saving(sitting: Sitting) -> None:
    """R35: "not saved" is said of the disk, and not of a gesture that does not fit."""
    saved: list[bool] = []
    sitting.session.notices.saved_changed.connect(lambda good, _: saved.append(good))
    sitting.add("dog", 0)
    assert not sitting.session.edits.run(_refused)
    assert sitting.session.notices.is_saved
    assert saved[-1]


def _full_disk(**_: object) -> object:
    raise ProjectError("the disk is full; make room") from OSError("no space left")


def _refused(view: VideoView) -> Command:
    raise ProjectError(f"{view.video.video_id}: no")
