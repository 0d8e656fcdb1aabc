"""What comes from other threads: late answers, work that is given up, errors (R06)."""

import subprocess
import sys
import threading

import pytest
from PyQt6 import sip
from PyQt6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from avisbuild.errors import AvisbuildError
from avisbuild.records import VideoId
from avisbuild.segment import Frame, FrameKey, Prompt
from avisbuild.segment.service.answers import Answer
from avisbuild_gui.services.job import Job
from avisbuild_gui.services.segment_link import SegmentLink


class _Service:
    """Answers when the test says so."""

    def __init__(self, on_answer) -> None:
        self.on_answer = on_answer
        self.tickets = 0

    def show(self, frame: Frame, rest: object) -> None:
        """Nothing is embedded."""

    def ask(self, _: Prompt) -> int:
        self.tickets += 1
        return self.tickets

    def close(self) -> None:
        """There are no threads."""


def _frame(second: int) -> Frame:
    key = FrameKey(video_id=VideoId("v"), second=second)
    return Frame(key=key, load=lambda: None, content_hash=lambda: "")


def _answer(second: int, ticket: int) -> Answer:
    return Answer(
        frame=_frame(second).key,
        ticket=ticket,
        prompt=Prompt(),
        candidates=None,
        error=None,
        by="stub",
        weights_sha256="",
        preview=False,
    )


@pytest.mark.parametrize(
    ("second", "ticket", "passes"),
    [(1, 2, True), (1, 1, False), (0, 2, False), (0, 0, False), (1, 0, False)],
    ids=["newest", "an older prompt", "another frame", "old hover", "hover is no answer"],
)
def test_only_the_newest_prompt_on_the_frame_shown_is_answered(
    qtbot: QtBot, second: int, ticket: int, passes: bool
) -> None:
    """R06: answers wait in the window's queue; what has been overtaken there is dropped."""
    made: list[_Service] = []

    def make(on_answer, on_readiness):
        made.append(_Service(on_answer))
        return made[0]

    parent = QObject()
    link = SegmentLink(make, parent)
    heard: list[Answer] = []
    link.answered.connect(heard.append)
    link.show(_frame(0), [])
    link.ask(Prompt())
    link.show(_frame(1), [])
    link.ask(Prompt())
    made[0].on_answer(_answer(second, ticket))
    QCoreApplication.processEvents()
    assert bool(heard) is passes
    link.forget()
    heard.clear()
    made[0].on_answer(_answer(1, 2))
    QCoreApplication.processEvents()
    assert heard == []
    link.close()


def _job(work) -> tuple[Job, list[object]]:
    heard: list[object] = []
    job = Job("test", work, QCoreApplication.instance())
    job.start(done=heard.append, failed=heard.append, reported=heard.append)
    return job, heard


def test_a_job_reports_in_order_and_ends_in_the_windows_thread(qtbot: QtBot) -> None:
    threads = []

    def work(job: Job) -> str:
        threads.append(threading.current_thread())
        job.report(1)
        job.report(2)
        return "done"

    _, heard = _job(work)
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard == [1, 2, "done"]
    assert threads[0] is not threading.current_thread()


def test_a_job_that_fails_says_why_in_a_line(qtbot: QtBot) -> None:
    def work(_: Job) -> None:
        raise AvisbuildError("the file is gone; fetch it again")

    _, heard = _job(work)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["the file is gone; fetch it again"]


def test_a_bug_in_a_job_is_logged_and_said(qtbot: QtBot, error_log: list[str]) -> None:
    def work(_: Job) -> None:
        raise ZeroDivisionError("by us")

    _, heard = _job(work)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [
        "Internal error (ZeroDivisionError: by us); what was committed is safe. Please report it."
    ]
    assert error_log == ["avisbuild-test failed"]
    error_log.clear()


def test_nothing_is_heard_of_a_job_that_was_given_up(qtbot: QtBot) -> None:
    go_on = threading.Event()

    def work(job: Job) -> None:
        job.report("late")
        go_on.wait(10)
        assert job.should_stop()

    job, heard = _job(work)
    job.abandon()
    go_on.set()
    assert job.join(10)
    QCoreApplication.processEvents()
    assert heard == []


@pytest.mark.parametrize("ends_well", [True, False], ids=["done", "failed"])
def test_work_that_outlives_the_window_tells_nobody(
    qtbot: QtBot, ends_well: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window was closed, and waited for no longer: the thread ends without an error of ours."""
    goes_on, errors = threading.Event(), []
    monkeypatch.setattr(threading, "excepthook", errors.append)

    def work(job: Job) -> None:
        goes_on.wait(10)
        job.report("so far")
        if not ends_well:
            raise AvisbuildError("no")

    parent = QObject()
    job = Job("late", work, parent)
    job.start(done=lambda _: None, failed=lambda _: None)
    sip.delete(parent)
    goes_on.set()
    job._thread.join(10)
    assert errors == []


def test_a_process_ends_when_a_job_that_was_given_up_has_ended() -> None:
    """Python that ends under a compiler, such as librosa starts in a new environment, crashes."""
    script = """
import time
from PyQt6.QtCore import QCoreApplication
from avisbuild_gui.services.job import GivenUpJobs, Job
application = QCoreApplication([])
jobs = GivenUpJobs()
job = Job("sound", lambda _: (time.sleep(2), print("ended")), application)
job.start(done=print, failed=print)
jobs.add(job)
jobs.join(0.1)
"""
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (answer.returncode, answer.stdout) == (0, "ended\n")
    assert answer.stderr == "the window is closed; this ends first, in a minute at most: sound\n"


def test_a_job_that_was_given_up_may_import_while_the_program_ends() -> None:
    """Librosa takes its threads from a module that cannot be imported any more by then."""
    script = """
import time
from PyQt6.QtCore import QCoreApplication
from avisbuild_gui.services.job import GivenUpJobs, Job
def work(_):
    time.sleep(2)
    import concurrent.futures.thread
    print("ended")
application = QCoreApplication([])
jobs = GivenUpJobs()
job = Job("sound", work, application)
job.start(done=print, failed=print)
jobs.add(job)
jobs.join(0.1)
"""
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (answer.returncode, answer.stdout) == (0, "ended\n")
