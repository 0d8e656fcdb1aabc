"""R23, R24, R25: a video goes from empty to accepted by keys and clicks alone, in three people's windows.

Eva annotates, one mask of three carelessly. Mia reviews first: comments on that mask, corrects a state in
place, sends the video back, and accepts what eva has mended. Jun reviews second.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from gui.annotator_case import FIRST
from gui.conftest import OpenWindow
from program_here import run_here
from PyQt6.QtCore import QPointF
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_robot import WindowRobot

from avisbuild import masks
from avisbuild.records import CommentReason, RoundState, Sounding
from avisbuild.store import Project

RIGHT_XY, WRONG_XY = (60.0, 45.0), (130.0, 45.0)
CARELESS, IN_PLACE = 1, 4  # seconds
Sits = Callable[[str], AbstractContextManager[WindowRobot]]
Tell = Callable[..., Any]


@pytest.fixture
def sits(project: Project, open_annotator: OpenWindow, qtbot: QtBot) -> Sits:
    """Somebody opens a window on the project, with a mouse and a keyboard, and closes it in the end."""

    @contextmanager
    def sit(person: str) -> Iterator[WindowRobot]:
        with Project.open(project.folder) as own:
            window = open_annotator(on=own, author=person)
            qtbot.waitUntil(lambda: window.session.state.image is not None)
            yield WindowRobot(window, lambda done: qtbot.waitUntil(done, timeout=10_000))
            window.close()
            QApplication.processEvents()

    return sit


@pytest.fixture
def tell(project: Project, capfd: pytest.CaptureFixture[str]) -> Tell:
    """What a command of the program prints as JSON."""

    def run(*words: object) -> Any:
        capfd.readouterr()
        code = run_here("review", *words, "--project", project.folder, "--json")
        said = capfd.readouterr()
        assert code == 0, said.err
        return json.loads(said.out)

    return run


def _annotate(eva: WindowRobot) -> None:
    """A dog in the first three seconds."""
    eva.press("I")
    eva.type("dog")
    eva.press("Return")
    eva.press("Home")
    eva.press("Shift+Right", times=2)
    eva.press("S")
    eva.press("Home")
    for second in range(3):
        assert eva.window.session.state.second == second
        _draw(eva, WRONG_XY if second == CARELESS else RIGHT_XY)
    eva.press("Ctrl+Return")


def _draw(robot: WindowRobot, at_xy: tuple[float, float]) -> None:
    """One click, and one key."""
    drafts = robot.window.session.drafts
    robot.click(*at_xy)
    robot._wait_until(lambda: drafts.here is not None and not drafts.here.needs_answer)
    robot.press("Return")


def _begin(robot: WindowRobot) -> None:
    begin = robot.window.workspace.strip.button("begin_review")
    robot._wait_until(begin.isVisible)
    robot.press("Ctrl+B")
    assert robot.window.session.review.is_on


def _point(robot: WindowRobot, at_xy: tuple[float, float]) -> None:
    """Bring the mouse to a pixel of the frame."""
    QApplication.processEvents()
    canvas = robot.window.workspace.canvas
    QTest.mouseMove(canvas.viewport(), canvas.mapFromScene(QPointF(*at_xy)))


def _review_and_return(mia: WindowRobot) -> None:
    """Walk; say of the careless mask what is wrong; mark in place that the dog goes on offscreen."""
    session, workspace = mia.window.session, mia.window.workspace
    mia.press("F4")
    assert session.state.second == CARELESS
    _point(mia, WRONG_XY)
    mia.press("Shift+C")
    mia._wait_until(workspace.comment_menu.isVisible)
    mia.press("Tab")
    mia.type("far off")
    mia.press("Backtab")
    mia.press("1")
    assert not workspace.comments.button("next_comment").icon().isNull()
    assert mia.window.width() == 1366  # nothing has grown wider than the screen
    mia.press("F4", times=2)
    mia.press("End")
    mia.press("A")
    assert session.state.second == IN_PLACE
    mia.press("X")
    assert mia.view.state is RoundState.IN_REVIEW
    mia.press("Ctrl+Shift+Return")
    assert "A comment is open" in workspace.notice.label.text()
    while mia.view.state is RoundState.IN_REVIEW:
        mia.press("Ctrl+Shift+Backspace")


def _mend(eva: WindowRobot) -> None:
    """Go to the comment by its key, draw the mask anew, resolve, and hand in again."""
    session, workspace = eva.window.session, eva.window.workspace
    assert "mia asks for changes" in workspace.strip.label.text()
    assert workspace.comments.isVisible()
    eva.press("End")
    eva.press("Alt+C")
    assert session.state.second == CARELESS
    eva.press("Delete")
    _draw(eva, RIGHT_XY)
    eva.press("Alt+C")
    eva.press("Shift+V")
    assert not eva.view.open_comments
    eva.press("Ctrl+Return")


def _accept(robot: WindowRobot) -> None:
    """Walk what is left, look at what the last pass changed, and accept."""
    session = robot.window.session
    robot.press("F4", times=len(session.walk.left))
    assert session.walk.left == ()
    while robot.view.state is RoundState.IN_REVIEW:
        robot.press("Ctrl+Shift+Return")


def test_a_video_goes_from_empty_to_accepted_by_the_keys_of_three_people(
    project: Project, sits: Sits, tell: Tell
) -> None:
    with sits("eva") as eva:
        _annotate(eva)
        assert eva.view.state is RoundState.SUBMITTED
    with sits("mia") as mia:
        _begin(mia)
        _review_and_return(mia)
        assert project.states()[FIRST] is RoundState.CHANGES_REQUESTED
    with sits("eva") as eva:
        _mend(eva)
        assert eva.view.state is RoundState.SUBMITTED
    with sits("mia") as mia:
        _begin(mia)
        mia.press("F7")
        assert mia.window.workspace.compared.isVisible()
        assert mia.window.workspace.changes.view.model().rowCount() == 1
        mia.press("F7")
        _accept(mia)
        assert mia.view.state is RoundState.SUBMITTED  # it waits for the second review
    with sits("jun") as jun:
        _begin(jun)
        _accept(jun)
        (comment,) = jun.view.comments
    assert project.states()[FIRST] is RoundState.ACCEPTED

    assert comment.text == "far off"
    assert (comment.author, comment.resolved_by) == ("mia", "eva")
    assert (comment.reason, comment.second) == (CommentReason.BOUNDARY, CARELESS)
    assert (comment.point_x, comment.point_y) == pytest.approx(WRONG_XY, abs=1)
    (track,) = project.tracks(FIRST)
    assert track.states[IN_PLACE] is Sounding.OFFSCREEN
    mended, good = track.masks[CARELESS], track.masks[0]
    assert mended is not None
    assert good is not None
    assert masks.iou([mended], [good]).item() > 0.9

    moves = [
        (each["person"], each["state"]) for each in tell("log", FIRST)["moves"] if each["state"]
    ]
    assert moves == [
        ("eva", "annotating"),
        ("eva", "submitted"),
        ("mia", "in_review"),
        ("mia", "changes_requested"),
        ("eva", "annotating"),
        ("eva", "submitted"),
        ("mia", "in_review"),
        ("mia", "submitted"),
        ("jun", "in_review"),
        ("jun", "accepted"),
    ]
    (changed,) = tell("diff", FIRST, "--review", 1)["rounds"]
    assert changed["figures"]["masks_changed"] == 1
    who = {(each["second"], each["author"]) for each in changed["changed_cells"]}
    assert who == {(CARELESS, "eva"), (IN_PLACE, "mia")}
    assert tell("diff", FIRST, "--review", 2)["total"]["masks_changed"] == 0
    board = tell("board")
    reviewers = {
        each["person"]: (each["accepted"], each["returned"]) for each in board["reviewers"]
    }
    assert reviewers == {"mia": (1, 1), "jun": (1, 0)}
    made = {each["person"]: (each["made"], each["changed"]) for each in board["people"]}
    assert made["eva"] == (4, 0)  # the mask that was taken away was made again
    assert board["videos"]["accepted"] == 1
