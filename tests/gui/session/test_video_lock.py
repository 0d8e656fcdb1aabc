"""Two people, or one with two windows, on one video: one edits it, the other looks on (R36)."""

from datetime import UTC, datetime, timedelta

import pytest
from gui.annotator_case import FIRST, OTHER, Sitting
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from avisbuild.annotation import Workbench, commands
from avisbuild.errors import ProjectError
from avisbuild.records import VideoId
from avisbuild.store import Project, locks
from avisbuild.store.holders import Holder
from avisbuild.store.kinds.reviews import LOCKS
from avisbuild.store.lock_keeping import VideoKeeper
from avisbuild_gui.services import lock_keeper

FAR = str(Holder(machine="lab-7", space="far", process_id=1, window="1"))


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_keeper, "BEAT_EVERY_S", 0.05)
    monkeypatch.setattr(lock_keeper, "LOOK_EVERY_S", 0.05)


def _holder(project: Project, video_id: VideoId = FIRST) -> str | None:
    found = locks.holder_of(project, video_id)
    return None if found is None else found.lock.owner


def _silence(project: Project) -> None:
    """Nothing was heard of any holder for half an hour."""
    long_ago = (datetime.now(UTC) - timedelta(minutes=30)).isoformat()
    with project.unjournalled() as connection:
        connection.execute(update(LOCKS.table).values(heartbeat_at=long_ago))


def _looks_on(sitting: Sitting, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: sitting.session.state.held_by is not None)


def test_a_video_is_ones_own_from_opening_to_leaving_it(
    sit, project: Project, qtbot: QtBot
) -> None:
    sitting = sit(locks=True)
    qtbot.waitUntil(lambda: _holder(project) == "ann")
    sitting.session.videos.open(OTHER)
    qtbot.waitUntil(lambda: _holder(project, OTHER) == "ann")
    assert _holder(project) is None
    sitting.add("dog", 0)
    sitting.close()
    assert locks.held_videos(project) == {}


def test_a_second_window_looks_on_and_may_edit_once_the_first_leaves(
    sit, project: Project, qtbot: QtBot
) -> None:
    """Also one person's: what the first did meanwhile is there before anything is edited."""
    first = sit(locks=True)
    qtbot.waitUntil(lambda: _holder(project) == "ann")
    second = sit(locks=True)
    standing: list[tuple[str, str]] = []
    second.session.lock.standing_changed.connect(lambda *said: standing.append(said))
    saved: list[tuple[bool, str]] = []
    second.session.notices.saved_changed.connect(lambda *said: saved.append(said))
    _looks_on(second, qtbot)
    assert "in another window" in standing[-1][0]
    assert standing[-1][1] == ""
    assert saved[-1] == (True, "read-only")
    second.session.drafts.click(10, 10, positive=True)
    assert second.session.drafts.here is None, "no draft is begun that could not be committed"
    with pytest.raises(AssertionError):
        second.add("dog", 0)
    assert "in another window" in second.texts[-1]
    dog = first.add("dog", 0)
    first.session.videos.open(OTHER)
    qtbot.waitUntil(lambda: second.session.state.held_by is None)
    assert standing[-1] == ("", "")
    assert second.texts[-1] == "The video is free: it can be edited here now."
    assert second.session.state.view is not None
    assert dog in second.session.state.view.by_id
    second.session.state.go_to(0, dog)
    second.click()
    assert second.session.commits.commit()


def test_what_the_window_does_not_know_yet_the_database_refuses(
    sit, project: Project, qtbot: QtBot
) -> None:
    """Its own look at the lock may come late; an edit never does."""
    sitting = sit()  # it never asks
    locks.take(project, FIRST, owner="bo", holder=FAR)
    with pytest.raises(AssertionError):
        sitting.add("dog", 0)
    assert "open at bo's, on lab-7" in sitting.texts[-1]


def test_a_stale_video_is_taken_over_when_it_is_asked_for_twice(
    sit, project: Project, qtbot: QtBot
) -> None:
    locks.take(project, FIRST, owner="bo", holder=FAR)
    _silence(project)
    sitting = sit(locks=True)
    lock, standing = sitting.session.lock, list[tuple[str, str]]()
    lock.standing_changed.connect(lambda *said: standing.append(said))
    _looks_on(sitting, qtbot)
    assert "has not been heard of since" in standing[-1][0]
    assert standing[-1][1] == "take_over_video"
    lock.take_over()
    assert standing[-1][0].startswith("Take it over?")
    sitting.session.escape()
    assert "has not been heard of since" in standing[-1][0]
    assert _holder(project) == "bo"
    lock.take_over()
    lock.take_over()
    qtbot.waitUntil(lambda: _holder(project) == "ann")
    qtbot.waitUntil(lambda: sitting.session.state.held_by is None)
    sitting.add("dog", 0)


def test_one_who_is_heard_of_is_not_taken_over(sit, project: Project, qtbot: QtBot) -> None:
    locks.take(project, FIRST, owner="bo", holder=FAR)
    sitting = sit(locks=True)
    _looks_on(sitting, qtbot)
    assert not sitting.session.lock.may_take_over
    sitting.session.lock.take_over()
    sitting.session.lock.take_over()
    qtbot.wait(200)
    assert _holder(project) == "bo"


def test_a_window_that_slept_says_what_it_lost_keeps_its_drafts_and_edits_nothing(
    sit, project: Project, qtbot: QtBot
) -> None:
    sitting = sit(locks=True)
    dog = sitting.add("dog", 0, 1)
    qtbot.waitUntil(lambda: _holder(project) == "ann")
    sitting.session.state.go_to(0, dog)
    sitting.click()
    with project.unjournalled() as connection:
        connection.execute(update(LOCKS.table).values(owner="bo", holder=FAR))
    _looks_on(sitting, qtbot)
    assert "bo took this video over" in sitting.texts[-1]
    assert "Your drafts are kept." in sitting.texts[-1]
    head = project.journal.head()
    assert not sitting.session.commits.commit()
    assert sitting.session.drafts.here is not None
    assert project.journal.head() == head
    locks.release(project, FIRST, holder=FAR)
    qtbot.waitUntil(lambda: sitting.session.state.held_by is None)
    assert sitting.session.commits.commit(), "the draft is committed once the video is free"


def test_the_list_hears_who_else_has_which_video(sit, project: Project, qtbot: QtBot) -> None:
    sitting = sit(locks=True)
    heard: list[dict[VideoId, locks.Held]] = []
    sitting.session.lock.others_changed.connect(heard.append)
    locks.take(project, OTHER, owner="bo", holder=FAR)
    qtbot.waitUntil(lambda: bool(heard) and OTHER in heard[-1])
    assert (heard[-1][OTHER].lock.owner, heard[-1][OTHER].machine) == ("bo", "lab-7")
    assert FIRST not in heard[-1]
    locks.release(project, OTHER, holder=FAR)
    qtbot.waitUntil(lambda: heard[-1] == {})


def test_an_error_that_nobody_foresaw_does_not_stop_the_heart(
    sit, project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, error_log: list[str]
) -> None:
    sitting = sit(locks=True)
    qtbot.waitUntil(lambda: _holder(project) == "ann")

    def fail(_keeper: VideoKeeper) -> None:
        raise RuntimeError("an accident")

    with monkeypatch.context() as broken:
        broken.setattr(VideoKeeper, "others", fail)
        qtbot.waitUntil(lambda: f"no lock on {FIRST}" in error_log)
    error_log.clear()
    sitting.session.videos.open(OTHER)
    qtbot.waitUntil(lambda: _holder(project, OTHER) == "ann")
    error_log.clear()


def test_a_command_may_not_edit_what_a_window_has_open(sit, project: Project, qtbot: QtBot) -> None:
    sit(locks=True)
    qtbot.waitUntil(lambda: _holder(project) == "ann")
    bench = Workbench(project, author="lead")
    bench.open_video(FIRST)
    with pytest.raises(ProjectError, match="open at ann's"):
        bench.run_as_is(commands.set_aside(bench.view, reason="too dark", author="lead"))
