"""What annotating adds to the store: confirmed silences, entries that take others back, whole videos."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from core.store.values import instance, mask, rle, span, video

from avisbuild.errors import ConflictError, ProjectError
from avisbuild.records import InstanceId, Mask, Proposal, Round, RoundState, Silence, VideoId
from avisbuild.store import Edit, Project, Step, schema

POND, REX = VideoId("pond"), InstanceId("rex")


def test_a_database_of_the_first_schema_keeps_its_entries_and_their_hashes(
    project: Project,
) -> None:
    with project.edit(author="bo", action="Better") as edit:
        edit.put(mask("rex", 1, corner=8))
    before = list(project.journal.entries())
    project.close()
    _make_first_schema(project.folder / "project.db")
    with Project.open(project.folder) as again:
        assert schema.schema_revision(again._engine) == schema.REVISIONS[-1]
        assert [each.hash for each in again.journal.entries()] == _hashes_of_the_first_schema(again)
        assert list(again.journal.entries()) == before
        assert again.journal.verify() == 2
        assert again.rebuild_state() == again.state_digest()
        with again.edit(author="ann", action="Quiet", video_id=POND) as edit:
            edit.put(Silence(video_id=POND, second=0))
        assert {each.second for each in again.records(Silence, POND)} == {0}
        assert again.journal.verify() == 3
        assert again.rebuild_state() == again.state_digest()


def _make_first_schema(file: Path) -> None:
    """Take away what came after 0001; what is left is what that made."""
    connection = sqlite3.connect(file)
    connection.executescript(
        "DROP TABLE assignments; DROP TABLE locks; DROP TABLE heard; DROP TABLE set_aside;"
        "DROP TABLE categories; DROP TABLE first_categories; DROP TABLE dismissals;"
        "ALTER TABLE comments DROP COLUMN rule; ALTER TABLE comments DROP COLUMN made_at;"
        "ALTER TABLE comments DROP COLUMN resolved_by;"
        "ALTER TABLE rounds DROP COLUMN started_at; ALTER TABLE rounds DROP COLUMN ended_at;"
        "ALTER TABLE rounds DROP COLUMN seen_hash; ALTER TABLE comments DROP COLUMN reason;"
        "ALTER TABLE comments DROP COLUMN point_x; ALTER TABLE comments DROP COLUMN point_y;"
        "ALTER TABLE comments DROP COLUMN round_number; ALTER TABLE comments DROP COLUMN resolved;"
        "ALTER TABLE instances DROP COLUMN position;"
        "ALTER TABLE journal DROP COLUMN kind; ALTER TABLE journal DROP COLUMN fields;"
        "CREATE TABLE head (only BOOLEAN NOT NULL, sequence INTEGER NOT NULL, hash TEXT NOT NULL,"
        " CONSTRAINT pk_journal_head PRIMARY KEY (only));"
        "INSERT INTO head SELECT only, sequence, hash FROM journal_head;"
        "DROP TABLE journal_head; ALTER TABLE head RENAME TO journal_head;"
        "DROP TABLE silences; DROP INDEX ix_journal_video_id;"
        "ALTER TABLE journal DROP COLUMN video_id; ALTER TABLE journal DROP COLUMN takes_back;"
        "UPDATE alembic_version SET version_num = '0001';"
    )
    connection.close()


def _hashes_of_the_first_schema(project: Project) -> list[str]:
    """The chain as the first version wrote it: a header of four parts."""
    hashes, previous = [], ""
    for each in project.journal.entries():
        header = json.dumps(
            [each.sequence, each.written_at, each.author, each.action], separators=(",", ":")
        )
        previous = hashlib.sha256(
            f"{previous}{header}\n{each.operations_text}".encode()
        ).hexdigest()
        hashes.append(previous)
    return hashes


def test_silences_are_set_and_opened_again_and_add_up_from_the_journal(project: Project) -> None:
    with project.edit(author="ann", action="Quiet") as edit:
        edit.put(*(Silence(video_id=POND, second=each) for each in [0, 4]))
        edit.drop(Silence, video_id=POND, second=[4])
        edit.put(Silence(video_id=POND, second=3))
    assert {each.second for each in project.records(Silence, POND)} == {0, 3}
    assert project.rebuild_state() == project.state_digest()


def test_silences_of_a_video_of_the_same_edit_are_known(project: Project) -> None:
    with project.edit(author="ann", action="Lake") as edit:
        edit.add_video(video("lake"))
        edit.put(Silence(video_id=VideoId("lake"), second=1))
    assert {each.second for each in project.records(Silence, VideoId("lake"))} == {1}


SILENCES: dict[str, tuple[Callable[[Edit], None], str]] = {
    "of no video": (
        lambda edit: edit.put(Silence(video_id=VideoId("sea"), second=0)),
        "no video 'sea'",
    ),
    "after the end": (
        lambda edit: edit.put(Silence(video_id=POND, second=5)),
        "second from 0 to 4, got 5",
    ),
    "before the beginning": (
        lambda edit: edit.put(Silence(video_id=POND, second=-1)),
        "expected a second from 0",
    ),
    "cut off by a shorter video": (
        lambda edit: (
            edit.put(Silence(video_id=POND, second=4)),
            edit.put(video("pond", seconds=4)),
        ),
        "1 silences would not fit 4 seconds",
    ),
}


@pytest.mark.parametrize("wrong", SILENCES)
def test_a_silence_that_does_not_fit_changes_nothing(project: Project, wrong: str) -> None:
    change, message = SILENCES[wrong]
    # No record is made of a second before the first.
    refusal = ValueError if wrong == "before the beginning" else ProjectError
    before = project.state_digest()
    with (
        pytest.raises(refusal, match=message),
        project.edit(author="ann", action="Wrong") as edit,
    ):
        change(edit)
    assert project.state_digest() == before


def test_an_entry_says_which_video_it_is_about_and_what_it_takes_back(project: Project) -> None:
    """R13: undo and redo are entries of their own, each naming the one it takes back."""
    with project.edit(author="ann", action="Mask", video_id=POND) as edit:
        edit.put(mask("rex", 4))
    states = [project.records(Mask, POND)]
    for taken_back in (2, 3, 4):
        inverse = project.journal.entry(taken_back).inverse
        with project.edit(
            author="ann", action="Mask", video_id=POND, takes_back=taken_back
        ) as edit:
            edit.apply(inverse)
        states.append(project.records(Mask, POND))
    assert states[0] == states[2]
    assert states[1] == states[3]
    assert states[0] != states[1]
    assert project.journal.steps(POND) == [
        Step(2, "ann", "Mask", 0),
        Step(3, "ann", "Mask", 2),
        Step(4, "ann", "Mask", 3),
        Step(5, "ann", "Mask", 4),
    ]
    assert project.journal.verify() == 5


def test_the_steps_of_a_video_are_those_of_no_other_and_can_be_read_on(project: Project) -> None:
    with project.edit(author="ann", action="Lake", video_id="lake") as edit:
        edit.add_video(video("lake"))
    for second in (3, 4):
        with project.edit(author="ann", action=f"Mask {second}", video_id=POND) as edit:
            edit.put(mask("rex", second))
    assert [each.action for each in project.journal.steps(POND)] == ["Mask 3", "Mask 4"]
    assert [each.action for each in project.journal.steps(POND, after=3)] == ["Mask 4"]


def test_an_entry_that_is_not_there_is_told(project: Project) -> None:
    with pytest.raises(ProjectError, match="no journal entry 9"):
        project.journal.entry(9)


def test_taking_back_many_rows_finds_the_one_that_was_changed(project: Project) -> None:
    with project.edit(author="ann", action="Many", video_id=POND) as edit:
        edit.set_sounding(span("rex", 0, 5))
        for second in range(5):
            edit.put(mask("rex", second, corner=9))
    with project.edit(author="bo", action="One", video_id=POND) as edit:
        edit.put(mask("rex", 3, corner=2))
    before = project.state_digest()
    with (
        pytest.raises(ConflictError, match=r"masks \('rex', 3\) was changed since"),
        project.edit(author="ann", action="Undo", video_id=POND, takes_back=2) as edit,
    ):
        edit.apply(project.journal.entry(2).inverse)
    assert project.state_digest() == before


def test_a_row_that_an_entry_changed_twice_is_taken_back_in_order(project: Project) -> None:
    before = project.state_digest()
    with project.edit(author="ann", action="Twice", video_id=POND) as edit:
        edit.put(mask("rex", 1, corner=3))
        edit.put(mask("rex", 1, corner=4))
        edit.drop(Mask, instance_id=REX, second=1)
    with project.edit(author="ann", action="Undo", video_id=POND, takes_back=2) as edit:
        edit.apply(project.journal.entry(2).inverse)
    assert {**project.state_digest(), "journal_head": ""} == {**before, "journal_head": ""}


def test_instances_that_exchanged_their_numbers_are_taken_back_and_add_up(
    project: Project,
) -> None:
    with project.edit(author="ann", action="Two", video_id=POND) as edit:
        edit.add(instance("max", "pond", number=2))
    before = project.tracks(POND)
    with project.edit(author="ann", action="Exchange", video_id=POND) as edit:
        edit.put(instance("rex", "pond", number=3))
        edit.put(instance("max", "pond", number=1))
        edit.put(instance("rex", "pond", number=2))
    assert project.rebuild_state() == project.state_digest()
    with project.edit(author="ann", action="Exchange", video_id=POND, takes_back=3) as edit:
        edit.apply(project.journal.entry(3).inverse)
    assert project.tracks(POND) == before
    assert project.rebuild_state() == project.state_digest()


def test_an_edit_knows_whether_it_changed_anything(project: Project) -> None:
    with project.edit(author="ann", action="Same") as edit:
        edit.put(mask("rex", 1))
        assert not edit.has_changes
        edit.put(mask("rex", 1, corner=3))
        assert edit.has_changes
    with project.edit(author="ann", action="Same") as edit:
        edit.drop(Silence, video_id=POND, second=[2])
        assert not edit.has_changes
    assert project.journal.head().sequence == 2


def test_the_content_holds_all_of_a_video_and_nothing_of_another(project: Project) -> None:
    suggestion = Proposal(instance_id=REX, second=3, rle=rle(7), model="flow", confidence=0.5)
    begun = Round(video_id=POND, number=1, state=RoundState.ANNOTATING, person="ann")
    with project.edit(author="ann", action="All", video_id=POND) as edit:
        edit.add_video(video("lake"))
        edit.add(instance("tom", "lake", category=2))
        edit.put(mask("tom", 0))
        edit.put(suggestion)
        edit.put(Silence(video_id=POND, second=0))
        edit.put(Silence(video_id=VideoId("lake"), second=1))
        edit.set_round(begun)
    content = project.video_content(POND)
    assert content.video == project.video(POND)
    assert content.tracks == project.tracks(POND)
    assert list(content.records(Mask)) == project.records(Mask, POND)
    assert content.records(Proposal) == (suggestion,)
    assert content.records(Silence) == (Silence(video_id=POND, second=0),)
    assert content.records(Round) == (begun,)
    assert content.steps == (Step(2, "ann", "All", 0),)
    assert project.video_content(POND, steps_after=2).steps == ()
    assert content.head == project.journal.head()
    with pytest.raises(ProjectError, match="no video 'sea'"):
        project.video_content(VideoId("sea"))


def test_the_content_is_of_one_moment_while_others_write(project: Project) -> None:
    """A mask and the end of the journal never come from different edits."""
    seen = []
    for second in range(5):
        with (
            project.edit(author="bo", action="Mask", video_id=POND) as edit,
            Project.open(project.folder) as other,
        ):
            edit.put(mask("rex", second, corner=6))
            seen.append(other.video_content(POND))
    for content in seen:
        count = sum(each.rle == rle(6) for each in content.records(Mask))
        assert count == content.head.sequence - 1 == len(content.steps)
