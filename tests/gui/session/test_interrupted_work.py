"""Work that is interrupted: another video in between, answers still under way, keys pressed in a hurry."""

import threading
import time

import pytest
from gui.annotator_case import FIRST, OTHER, Sitting
from pytestqt.qtbot import QtBot

from avisbuild.records import Proposal, Round
from avisbuild.segment import FrameKey, Prompt
from avisbuild.segment.fake import FakeSegmenter
from avisbuild.segment.service.answers import Answer
from avisbuild.store import Project
from avisbuild_gui.services import propagating, sound_analyser
from avisbuild_gui.services.job import Job
from avisbuild_gui.services.sound_analyser import Recording


def test_a_question_is_about_whom_it_names_and_falls_with_the_instance(sitting: Sitting) -> None:
    """Who goes on to another instance is asked no more: the next number key chooses, and merges nothing."""
    session = sitting.session
    cat, dog = sitting.add("cat", 0), sitting.add("dog")
    questions: list[str] = []
    session.instances.question_changed.connect(questions.append)
    session.instances.choose(dog)
    session.instances.ask_merge()
    session.navigation.step_to_todo(1)
    assert session.state.instance_id == cat
    assert questions[-1] == ""
    session.instances.choose(dog)
    assert session.state.view is not None
    assert set(session.state.view.by_id) == {cat, dog}


def test_a_question_says_the_second_that_an_answer_would_change(sitting: Sitting) -> None:
    """R21: an answer swaps from the second on screen on, so the question follows it."""
    session = sitting.session
    questions: list[str] = []
    session.instances.question_changed.connect(questions.append)
    sitting.add("cat", 1)
    sitting.add("dog", 3)
    session.navigation.choose_second(1)
    session.instances.ask_swap()
    assert "from second 1 on" in questions[-1]
    session.navigation.step(1)
    assert "from second 2 on" in questions[-1]


def test_drafts_wait_while_another_video_is_looked_at(sitting: Sitting) -> None:
    """Page Down by mistake costs no click of the draft."""
    session = sitting.session
    sitting.click()
    assert session.drafts.here is not None
    prompt = session.drafts.here.prompt
    session.videos.step(1)
    assert session.drafts.here is None
    assert "draft at second 0 is kept" in sitting.texts[-1]
    session.videos.step(-1)
    assert session.drafts.here is not None
    assert session.drafts.here.prompt == prompt


def test_a_draft_of_another_second_holds_up_handing_in(sitting: Sitting, project: Project) -> None:
    """R17: what was begun elsewhere in the video is shown, and nothing is handed in."""
    session = sitting.session
    sitting.add("dog", 0)
    sitting.mask(0)
    session.navigation.choose_second(4)
    sitting.click()
    session.navigation.choose_second(0)
    session.hand_in.hand_in()
    assert project.records(Round, FIRST)[-1].state.value == "annotating"
    assert session.state.second == 4
    assert session.drafts.here is not None


def test_videos_opened_in_haste_are_heard_into_one_at_a_time(
    sitting: Sitting, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty analyses at once would hold up the window; those of videos left behind are not begun."""
    lock = threading.Lock()
    at_once: list[int] = []
    begun: list[str] = []
    all_are_open = threading.Event()

    def heard(recording: Recording):
        with lock:
            at_once.append(1)
            begun.append(recording.audio.parent.name)
        assert len(at_once) == 1
        assert all_are_open.wait(60)  # however long opening takes here
        with lock:
            at_once.pop()
        return real(recording)

    session = sitting.session
    qtbot.waitUntil(lambda: session.sound.analysis is not None, timeout=60_000)
    real = sound_analyser._analysed
    monkeypatch.setattr(sound_analyser, "_analysed", heard)
    for _ in range(5):
        session.videos.open(OTHER)
        session.videos.open(FIRST)
    session.videos.open(OTHER)
    all_are_open.set()
    qtbot.waitUntil(lambda: session.sound.analysis is not None, timeout=60_000)
    assert begun[-1] == OTHER
    assert len(begun) <= 2


def test_work_that_has_ended_is_kept_no_longer(sitting: Sitting, qtbot: QtBot) -> None:
    """A day of a thousand videos leaves no thousand threads to wait for at the end."""
    session = sitting.session
    for _ in range(5):
        session.videos.step(1)
        qtbot.waitUntil(lambda: session.sound.analysis is not None, timeout=60_000)
        session.videos.step(-1)
        qtbot.waitUntil(lambda: session.sound.analysis is not None, timeout=60_000)
    assert len(session.given_up.running) <= 1


def test_a_second_propagation_is_refused_in_words(
    sitting: Sitting, project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sitting.session
    dog = sitting.add("dog", 0, 1, 2)
    sitting.mask(0)
    rle = project.tracks(FIRST)[0].masks[0]
    may_end = threading.Event()

    def propose(*_: object, **__: object):
        may_end.wait(10)
        yield Proposal(instance_id=dog, second=1, rle=rle, model="flow", confidence=0.9)

    monkeypatch.setattr(propagating, "propose", propose)
    session.navigation.choose_second(0)
    session.propagation.propagate(1)
    before = len(sitting.texts)
    session.propagation.propagate(1)
    assert len(sitting.texts) == before + 1
    may_end.set()
    qtbot.waitUntil(lambda: not session.propagation.is_working, timeout=10_000)


def test_no_preview_comes_after_the_pointer_has_gone(sitting: Sitting) -> None:
    """R06: an answer to where the pointer was is not painted when it is elsewhere."""
    session = sitting.session
    shown: list[object] = []
    session.hover.hover_changed.connect(shown.append)
    found = FakeSegmenter().segment([90, 160], Prompt().with_point(80, 45, positive=True))
    answer = Answer(
        frame=FrameKey(video_id=FIRST, second=0),
        ticket=0,
        prompt=Prompt(),
        candidates=found,
        error=None,
        by="stub",
        weights_sha256="",
        preview=False,
    )
    session.hover.move(80, 45)
    session.segmenter.hovered.emit(answer)
    assert shown[-1] is not None
    session.hover.leave()
    session.segmenter.hovered.emit(answer)
    assert shown[-1] is None


def test_the_video_on_the_desk_is_not_opened_anew_by_a_click_on_it(sitting: Sitting) -> None:
    session = sitting.session
    opened: list[object] = []
    session.state.video_opened.connect(opened.append)
    session.navigation.choose_second(3)
    session.videos.choose(FIRST)
    assert (session.state.second, opened) == (3, [])
    session.videos.choose(OTHER)
    assert len(opened) == 1


def test_the_preview_comes_back_when_the_only_click_is_taken_back(sitting: Sitting) -> None:
    """R28: Z on the first click leaves a draft that holds nothing, and the picture is free again."""
    session = sitting.session
    asked: list[tuple[float, float]] = []
    session.segmenter.preview = lambda x, y: asked.append((x, y))  # type: ignore[method-assign]
    sitting.click()
    session.hover.move(10, 10)
    assert asked == []
    session.drafts.pop_prompt()
    session.hover.move(20, 20)
    assert asked == [(20, 20)]


def test_closing_while_masks_are_propagated_keeps_what_was_found(
    sitting: Sitting, project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R20: and leaves no thread."""
    session = sitting.session
    dog = sitting.add("dog", 0, 1, 2)
    sitting.mask(0)
    rle = project.tracks(FIRST)[0].masks[0]

    def propose(*_: object, should_stop, **__: object):
        yield Proposal(instance_id=dog, second=1, rle=rle, model="flow", confidence=0.9)
        while not should_stop():
            time.sleep(0.01)

    monkeypatch.setattr(propagating, "propose", propose)
    session.navigation.choose_second(0)
    session.propagation.propagate(1)
    qtbot.waitUntil(lambda: (dog, 1) in session.state.view.proposals, timeout=10_000)
    session.close()
    assert [each.second for each in project.records(Proposal, FIRST)] == [1]
    assert "avisbuild-propagation" not in {thread.name for thread in threading.enumerate()}


def test_closing_waits_for_all_work_together_and_not_for_each(
    sitting: Sitting, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five analyses that hang make the window wait once, and not five times."""
    session, may_end = sitting.session, threading.Event()
    qtbot.waitUntil(lambda: session.sound.analysis is not None, timeout=60_000)
    real = sound_analyser._analysed
    monkeypatch.setattr(sound_analyser, "_analysed", lambda *what: may_end.wait(20) and real(*what))
    monkeypatch.setattr("avisbuild_gui.session_parts._LONGEST_WAIT_S", 0.5)
    waits: list[float] = []
    join = Job.join

    def noted(job: Job, timeout_s: float) -> bool:
        waits.append(timeout_s)
        return join(job, timeout_s)

    monkeypatch.setattr(Job, "join", noted)
    for _ in range(3):
        session.videos.step(1)
        session.videos.step(-1)
    session.close()
    may_end.set()
    assert all(join(job, 20) for job in session.given_up.running)
    assert len(waits) >= 6
    assert waits[-1] == 0
