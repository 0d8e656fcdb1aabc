"""A second is heard as it is, and why it is not heard is said; silence is suggested."""

from gui.annotator_case import FIRST, Sitting
from pytestqt.qtbot import QtBot

from avisbuild.records import Silence
from avisbuild.store import Project


def test_playing_a_second_plays_its_samples_and_changes_nothing(
    sitting: Sitting, project: Project
) -> None:
    """R08: second 2 is samples 32,000 to 48,000; with a second around it three times as many."""
    session = sitting.session
    sitting.add("dog", 2)
    session.navigation.choose_second(2)
    sitting.click()
    before = (
        project.journal.head(),
        session.state.second,
        session.state.instance_id,
        session.state.tool,
    )
    undo = session.drafts.here.can_undo if session.drafts.here else None
    session.sound.play_second()
    session.sound.play_context()
    session.sound.play_loop()
    ranges = [played.range for played in sitting.sink.played]
    assert ranges[:2] == [(32_000, 48_000), (16_000, 64_000)]
    assert (
        project.journal.head(),
        session.state.second,
        session.state.instance_id,
        session.state.tool,
    ) == before
    assert session.drafts.here is not None
    assert session.drafts.here.can_undo == undo
    session.escape()
    assert not session.sound.player.is_playing


def test_silence_is_only_suggested_until_a_person_accepts_it(
    sitting: Sitting, project: Project, qtbot: QtBot
) -> None:
    """R14: seconds 2 and 5 of the case's tone are silent; one by one, or all at once."""
    session = sitting.session
    qtbot.waitUntil(lambda: bool(session.sound.open_suggestions), timeout=60_000)
    assert session.sound.open_suggestions == {2, 5}
    assert {each.second for each in project.records(Silence, FIRST)} == frozenset()
    session.navigation.choose_second(2)
    session.sound.accept_silence()
    assert {each.second for each in project.records(Silence, FIRST)} == {2}
    assert session.state.second == 5
    session.sound.accept_all_silences()
    assert {each.second for each in project.records(Silence, FIRST)} == {2, 5}
    session.commits.undo()
    assert session.sound.open_suggestions == {5}


def test_a_key_that_plays_nothing_says_why(sit, project: Project) -> None:
    """R08: the status bar says so all the time; who presses the key looks elsewhere."""
    (project.video_dir(FIRST) / "audio.wav").unlink()
    sitting = sit()
    before = len(sitting.notices)
    sitting.session.sound.play_second()
    assert sitting.sink.played == []
    assert len(sitting.notices) == before + 1
    assert "audio.wav" in sitting.texts[-1]
