"""What the core refuses is said in the language of the window; held to the errors that it really raises."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gui.annotator_case import FIRST, OTHER, Sitting
from gui.texts.chinese_case import english_in
from pytestqt.qtbot import QtBot

from avisbuild.annotation import Workbench, commands
from avisbuild.errors import AvisbuildError
from avisbuild.messages import Message
from avisbuild.records import Sounding
from avisbuild.store import Project
from avisbuild_gui.texts import set_language
from avisbuild_gui.texts.messages import text_of

_CHINESE = re.compile("[一-鿿]")
_NAMES = ("alpha", "beta", "bo", "dog_1", "nowhere")


@pytest.fixture
def sitting(sitting: Sitting) -> Iterator[Sitting]:
    """A session in Chinese."""
    set_language("zh")
    yield sitting
    set_language("en")


def _said(sitting: Sitting) -> str:
    """The last notice, which is an error in Chinese."""
    text, severity, _ = sitting.notices[-1]
    assert severity == "error"
    assert _CHINESE.search(text), text
    assert english_in(text, names=_NAMES) == [], text
    return text


def _split_where_nothing_is(sitting: Sitting) -> None:
    sitting.add("dog", 0)
    sitting.session.navigation.choose_second(4)
    sitting.session.instances.split_active()


def _split_at_the_start(sitting: Sitting) -> None:
    sitting.add("dog", 0)
    sitting.session.instances.split_active()


def _silence_over_masks(sitting: Sitting) -> None:
    sitting.add("dog", 2)
    sitting.mask(2)
    sitting.session.sound.toggle_silence()


def _hand_in_what_is_not_ready(sitting: Sitting) -> None:
    sitting.add("dog", 0, 1)
    sitting.mask(0)
    sitting.session.navigation.choose_second(2)
    sitting.session.sounding.mark(Sounding.UNSURE)
    sitting.session.edits.run(lambda view: commands.submit(view, author="ann"), as_is=True)


def _hand_in_nothing(sitting: Sitting) -> None:
    sitting.session.edits.run(lambda view: commands.submit(view, author="ann"), as_is=True)


def _hand_in_twice(sitting: Sitting) -> None:
    sitting.add("dog")
    sitting.session.sounding.mark(Sounding.OFFSCREEN)
    sitting.session.hand_in.hand_in()
    sitting.session.hand_in.hand_in()


def _propose_over_a_mask(sitting: Sitting) -> None:
    sitting.add("dog", 0, 1)
    sitting.mask(0)
    sitting.mask(1)
    view = sitting.session.state.view
    assert view is not None
    found = [_suggestion(sitting, 1)]
    sitting.session.edits.run(lambda view: commands.add_proposals(view, found))


def _accept_nothing(sitting: Sitting) -> None:
    sitting.add("dog", 0)
    sitting.session.proposals.accept_here()


def _suggestion(sitting: Sitting, second: int):
    from avisbuild.records import Proposal

    view, name = sitting.session.state.view, sitting.session.state.instance_id
    assert view is not None
    assert name is not None
    rle = view.mask_at(name, second)
    assert rle is not None
    return Proposal(instance_id=name, second=second, rle=rle, model="flow", confidence=0.5)


def _work_on_an_instance_that_is_gone(sitting: Sitting) -> None:
    dog = sitting.add("dog", 0)
    sitting.session.instances.delete_active()
    sitting.session.edits.run(
        lambda view: commands.set_sounding(view, dog, range(1, 2), Sounding.SOUNDING)
    )


def _undo_what_another_has_changed(sitting: Sitting) -> None:
    dog = sitting.add("dog", 0)
    with Project.open(sitting.session.state.project.folder) as theirs:
        other = Workbench(theirs, author="bo")
        other.open_video(FIRST)
        other.run(commands.set_sounding(other.view, dog, range(1), Sounding.UNSURE))
    sitting.session.commits.undo()


def _undo_a_state_that_another_has_built_on(sitting: Sitting) -> None:
    dog = sitting.add("dog", 0)
    sitting.mask(0)
    sitting.session.hand_in.hand_in()
    sitting.session.navigation.choose_second(2)
    sitting.session.sounding.mark(Sounding.OFFSCREEN)
    with Project.open(sitting.session.state.project.folder) as theirs:
        other = Workbench(theirs, author="bo")
        other.open_video(FIRST)
        other.run(commands.set_sounding(other.view, dog, range(4, 5), Sounding.UNSURE))
    sitting.session.commits.undo()


def _open_a_video_that_is_not_there(sitting: Sitting) -> None:
    sitting.session.videos.open("nowhere")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "refused",
    [
        _split_where_nothing_is,
        _split_at_the_start,
        _silence_over_masks,
        _hand_in_what_is_not_ready,
        _hand_in_nothing,
        _hand_in_twice,
        _propose_over_a_mask,
        _accept_nothing,
        _work_on_an_instance_that_is_gone,
        _undo_what_another_has_changed,
        _undo_a_state_that_another_has_built_on,
        _open_a_video_that_is_not_there,
    ],
)
def test_what_the_rules_refuse_is_said_in_chinese(
    sitting: Sitting, refused: Callable[[Sitting], None]
) -> None:
    refused(sitting)
    _said(sitting)


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("database is locked", "另一个进程"),
        ("database or disk is full", "磁盘已满"),
        ("attempt to write a readonly database", "只读"),
        ("disk I/O error", "磁盘出错"),
    ],
)
def test_what_the_disk_refuses_is_said_in_chinese(reason: str, word: str) -> None:
    from avisbuild.store.engine import explain

    meaning = explain(sqlite3.OperationalError(reason), project="/data/set")
    set_language("zh")
    assert word in text_of(meaning)
    assert f"({reason})" in str(meaning)
    assert reason in text_of(meaning)


def test_a_frame_and_a_sound_that_are_gone_are_told_in_chinese(
    sitting: Sitting, project: Project, qtbot: QtBot
) -> None:
    frames: list[str] = []
    sounds: list[str] = []
    sitting.session.frames.frame_changed.connect(lambda _, text: frames.append(text))
    sitting.session.sound.sound_available.connect(lambda _, text: sounds.append(text))
    folder = project.video_dir(OTHER)
    (folder / "frames" / "00000.jpg").unlink()
    (folder / "frames" / "00001.jpg").write_bytes(b"no picture")
    (folder / "audio.wav").unlink()
    sitting.session.videos.step(1)
    qtbot.waitUntil(lambda: sum(map(bool, sounds)) == 2, timeout=60_000)
    sitting.session.navigation.step(1)
    for text in (*filter(None, frames), *filter(None, sounds)):
        assert _CHINESE.search(text), text
        assert str(folder) in text
    assert len(list(filter(None, frames))) == 2


def test_a_sound_that_is_too_short_is_told_in_chinese(tmp_path: Path, project: Project) -> None:
    from avisbuild.errors import FormatError
    from avisbuild.sound import analyse

    set_language("zh")
    with pytest.raises(FormatError) as found:
        analyse(project.video_dir(FIRST) / "audio.wav", second_count=99)
    assert "99 秒" in text_of(found.value)


def test_an_error_that_nobody_has_translated_is_said_as_it_is() -> None:
    set_language("zh")
    assert text_of(AvisbuildError("the sky is green")) == "the sky is green"
    said = Message("nothing-before", name="dog_1", second=0)
    assert text_of(said) == "dog_1 在第 0 秒之前没有内容；请在更晚处拆分"
    set_language("en")
    assert text_of(said) == "dog_1 has nothing before second 0; split it later"
