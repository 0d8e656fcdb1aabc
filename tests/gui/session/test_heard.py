"""R45: what a session plays is noted for its person, in batches that neither closing nor leaving loses."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from gui.annotator_case import FIRST, OTHER, Sitting, make_project
from pytestqt.qtbot import QtBot

from avisbuild.annotation.listening import note_heard
from avisbuild.checks.issue import IssueKind
from avisbuild.errors import ProjectError
from avisbuild.records import Heard, RoundState, Silence
from avisbuild.store import Project
from avisbuild.store.settings import read_settings, write_settings


class _Told:
    def __init__(self, sitting: Sitting) -> None:
        self.last: tuple[frozenset[int], tuple[int, ...]] = (frozenset(), ())
        sitting.session.heard.heard_changed.connect(lambda *what: setattr(self, "last", what))


def _kept(project: Project) -> dict[tuple[str, str, int], int]:
    return {
        (each.video_id, each.person, each.second): each.times for each in project.records(Heard)
    }


def test_what_is_heard_is_told_at_once_and_written_in_batches(
    sitting: Sitting, project: Project, qtbot: QtBot
) -> None:
    told, heard = _Told(sitting), sitting.session.heard
    sitting.session.videos.open(FIRST)
    assert told.last == (frozenset(), tuple(range(6)))
    heard.note(1.0, 3.0)
    heard.note(2.0, 3.0)
    assert told.last == (frozenset({1, 2}), (0, 3, 4, 5))
    assert _kept(project) == {}
    heard._timer.timeout.emit()
    qtbot.waitUntil(lambda: bool(_kept(project)), timeout=10_000)
    assert _kept(project) == {("alpha", "ann", 1): 1, ("alpha", "ann", 2): 2}


def test_what_was_heard_is_not_lost_when_the_video_or_the_window_is_left(
    sitting: Sitting, project: Project, qtbot: QtBot
) -> None:
    session = sitting.session
    session.videos.open(FIRST)
    session.heard.note(0.0, 1.0)
    session.videos.open(OTHER)
    session.heard.note(4.0, 6.0)
    session.videos.open(FIRST)
    told = _Told(sitting)
    session.heard.tell()
    assert told.last[0] == {0}
    session.heard.note(5.0, 6.0)
    session.close()
    assert _kept(project).keys() == {
        ("alpha", "ann", 0),
        ("alpha", "ann", 5),
        ("beta", "ann", 4),
        ("beta", "ann", 5),
    }


def test_listening_changes_no_annotation_and_no_history(sitting: Sitting, project: Project) -> None:
    session = sitting.session
    session.videos.open(FIRST)
    before = project.journal.head(), project.annotation_hash(FIRST), project.states()[FIRST]
    session.heard.note(0.0, 6.0)
    session.heard.flush()
    after = project.journal.head(), project.annotation_hash(FIRST), project.states()[FIRST]
    assert after == before
    assert session.state.workbench.to_undo is None
    assert sitting.notices == []


def test_others_have_heard_what_oneself_has_not(sitting: Sitting, project: Project) -> None:
    note_heard(project, FIRST, "bo", {3: 1, 4: 2})
    told = _Told(sitting)
    sitting.session.videos.open(FIRST)
    assert told.last == (frozenset(), (0, 1, 2, 5))
    sitting.session.heard.go_to_unheard()
    assert sitting.session.state.second == 0


def test_a_read_only_project_is_listened_to_without_a_write(
    sit: Callable[..., Sitting], project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Project, "is_read_only", property(lambda _: True))
    sitting = sit(on=project, started=False)
    told = _Told(sitting)
    sitting.session.videos.open(FIRST)
    sitting.session.heard.note(0.0, 2.0)
    sitting.session.heard.flush()
    assert told.last == (frozenset({0, 1}), (2, 3, 4, 5))
    assert (sitting.notices, _kept(project)) == ([], {})


def test_what_cannot_be_written_is_said_once_and_goes_with_the_next_batch(
    sitting: Sitting, project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sitting.session
    session.videos.open(FIRST)
    with monkeypatch.context() as broken:
        broken.setattr(Project, "edit", _refuse)
        for second in range(2):
            session.heard.note(second, second + 1)
            session.heard.flush()
            qtbot.waitUntil(lambda: bool(session.heard._pending), timeout=10_000)
    assert [text.split(":")[0] for text in sitting.texts] == [
        "What you listen to could not be noted"
    ]
    session.heard.flush()
    assert _kept(project).keys() == {("alpha", "ann", 0), ("alpha", "ann", 1)}


def _refuse(*_: object, **__: object) -> None:
    raise ProjectError("disk-full", project="p", reason="full")


def test_a_recipe_that_asks_for_listening_makes_an_issue_until_enough_was_heard(
    tmp_path: Path, sit: Callable[..., Sitting]
) -> None:
    make_project(tmp_path / "strict").close()
    _ask_for(tmp_path / "strict", 0.8)
    with Project.open(tmp_path / "strict") as project:
        with project.edit(author="ann", action="Nothing sounds") as edit:
            edit.put(*(Silence(video_id=FIRST, second=second) for second in range(6)))
        sitting = sit(on=project, started=False)
        session = sitting.session
        session.videos.open(FIRST, second=4)
        (row,) = [row for row in session.videos.rows if row.video_id == FIRST]
        assert (row.settled_count, row.is_complete) == (6, False)
        session.heard.note(0.0, 2.0)
        session.hand_in.hand_in()
        assert sitting.texts == ["1 to mend before the video can be handed in."]
        assert session.state.second == 2
        session.navigation.choose_second(5)
        session.navigation.step_to_issue(1)
        assert session.state.second == 2
        assert [issue.kind for issue in session.navigation.issues] == [IssueKind.UNHEARD]
        session.heard.note(3.0, 6.0)
        assert session.navigation.issues == ()
        (row,) = [row for row in session.videos.rows if row.video_id == FIRST]
        assert row.is_complete
        session.hand_in.hand_in()
        assert project.states()[FIRST] is RoundState.SUBMITTED
        session.close()


def _ask_for(folder: Path, share: float) -> None:
    settings = read_settings(folder)
    Path(folder / "avisbuild.toml").unlink()
    write_settings(folder, replace(settings, recipe=replace(settings.recipe, heard_share=share)))


def test_n_says_complete_only_where_every_second_is_settled(
    sitting: Sitting, project: Project
) -> None:
    """R45: not after one mask in one second; but the video may be handed in as it is."""
    session = sitting.session
    session.videos.open(FIRST)
    session.instances.add(project.taxonomy.categories[0].category_id)
    sitting.mask(0)
    session.navigation.step_to_todo(1)
    assert sitting.notices[-1][0].startswith(
        "All masked; 5 of 6 seconds neither sound nor are confirmed silent, first 1."
    )
    assert sitting.notices[-1][2] == "hand_in"
    for second in range(1, 6):
        session.sound.toggle_silence_at(second)
    session.navigation.step_to_todo(1)
    assert sitting.texts[-1] == "The video is complete."
