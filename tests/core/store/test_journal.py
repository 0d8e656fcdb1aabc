"""The journal finds every change made behind its back, and the state is what its entries add up to."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from core.store.values import RECIPE, instance, mask, rle, video
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avisbuild.errors import ProjectError
from avisbuild.records import (
    Comment,
    Instance,
    InstanceId,
    Mask,
    Proposal,
    Round,
    RoundState,
    Silence,
    Sounding,
    SoundingSpan,
    VideoId,
)
from avisbuild.store import Edit, Operation, Project, Step

POND, REX = VideoId("pond"), InstanceId("rex")
NAMES = ["rex", "tom", "ace", "zoe"]
VIDEOS = ["pond", "lake"]
Change = Callable[[Edit], None]

names = st.sampled_from(NAMES).map(InstanceId)
videos = st.sampled_from(VIDEOS).map(VideoId)
seconds = st.integers(
    0, 5
)  # one too many now and then: that edit is refused and must leave no trace
categories, numbers = st.integers(1, 2), st.integers(1, 2)
changes: st.SearchStrategy[Change] = st.one_of(
    st.builds(
        lambda name, length: lambda edit: edit.add_video(video(name, seconds=length)),
        videos,
        st.just(5),
    ),
    st.builds(
        lambda name, length: lambda edit: edit.put(video(name, seconds=length)),
        videos,
        st.integers(3, 5),
    ),
    st.builds(
        lambda name, where, what, number: (
            lambda edit: edit.add(instance(name, where, category=what, number=number))
        ),
        names,
        videos,
        categories,
        numbers,
    ),
    st.builds(
        lambda name, where, what, number: (
            lambda edit: edit.put(instance(name, where, category=what, number=number))
        ),
        names,
        videos,
        categories,
        numbers,
    ),
    st.builds(lambda name: lambda edit: edit.drop(Instance, instance_id=name), names),
    st.builds(
        lambda name, at, corner: lambda edit: edit.put(mask(name, at, corner)),
        names,
        seconds,
        st.integers(0, 9),
    ),
    st.builds(
        lambda name, at: lambda edit: edit.drop(Mask, instance_id=name, second=at), names, seconds
    ),
    st.builds(
        lambda name, start, length, state: (
            lambda edit: edit.set_sounding(
                SoundingSpan(instance_id=name, start=start, stop=start + length, state=state)
            )
        ),
        names,
        seconds,
        st.integers(1, 4),
        st.sampled_from(Sounding),
    ),
    st.builds(
        lambda name, at, model: (
            lambda edit: edit.put(
                Proposal(instance_id=name, second=at, rle=rle(at), model=model, confidence=0.5)
            )
        ),
        names,
        seconds,
        st.sampled_from(["flow", "sam"]),
    ),
    st.builds(
        lambda name, at: lambda edit: edit.drop(Proposal, instance_id=name, second=at),
        names,
        st.sets(seconds),
    ),
    st.builds(
        lambda where, at, silent: (
            lambda edit: (
                edit.put(*(Silence(video_id=where, second=each) for each in at))
                if silent
                else edit.drop(Silence, video_id=where, second=at)
            )
        ),
        videos,
        st.sets(seconds),
        st.booleans(),
    ),
    st.builds(
        lambda where, number, state: (
            lambda edit: edit.set_round(Round(video_id=where, number=number, state=state))
        ),
        videos,
        numbers,
        st.sampled_from(RoundState),
    ),
    st.builds(
        lambda where, words: (
            lambda edit: edit.add_comment(Comment(video_id=where, author="bo", text=words))
        ),
        videos,
        st.text(max_size=5),
    ),
)
scripts = st.lists(st.lists(changes, min_size=1, max_size=4), max_size=12)


@pytest.fixture
def written(project: Project) -> Path:
    """The database of a closed project with five entries."""
    for second in range(4):
        with project.edit(author="ann", action=f"Mask {second}") as edit:
            edit.put(mask("rex", second, corner=10))
    project.close()
    return project.folder / "project.db"


def _play(project: Project, script: list[list[Change]]) -> None:
    for step in script:
        try:
            with project.edit(author="ann", action="Random") as edit:
                for change in step:
                    change(edit)
        except ProjectError:
            continue


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(script=scripts)
def test_the_state_is_what_the_journal_adds_up_to(script: list[list[Change]]) -> None:
    with TemporaryDirectory() as folder, Project.create(Path(folder) / "pets", RECIPE) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("pond"))
            edit.add(instance("rex", "pond"))
        _play(project, script)
        assert project.rebuild_state() == project.state_digest()
        assert project.journal.verify() == project.journal.head().sequence


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(script=scripts)
def test_taking_back_every_edit_gives_the_state_before_it(script: list[list[Change]]) -> None:
    with TemporaryDirectory() as folder, Project.create(Path(folder) / "pets", RECIPE) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("pond"))
            edit.add(instance("rex", "pond"))
        states = [_tables(project)]
        for step in script:
            _play(project, [step])
            if len(states) <= project.journal.head().sequence - 1:
                states.append(_tables(project))
        for entry in reversed(list(project.journal.entries(after=1))):
            assert _tables(project) == states.pop()
            with project.edit(author="ann", action=f"Undo: {entry.action}") as edit:
                edit.apply(entry.inverse)
        assert [_tables(project)] == states
        assert project.rebuild_state() == project.state_digest()


def test_undo_is_refused_where_someone_has_edited_since(project: Project) -> None:
    (begin,) = project.journal.entries()
    with project.edit(author="bo", action="Better mask") as edit:
        edit.put(mask("rex", 1, corner=8))
    before = project.state_digest()
    with (
        pytest.raises(ProjectError, match="was changed since"),
        project.edit(author="ann", action="Undo") as edit,
    ):
        edit.apply(begin.inverse)
    assert project.state_digest() == before


def test_undo_is_refused_where_others_have_built_on_the_edit(project: Project) -> None:
    with project.edit(author="bo", action="Remark") as edit:
        edit.put(mask("rex", 4))
    (begin,) = [entry for entry in project.journal.entries() if entry.action == "Begin"]
    before = project.state_digest()
    with (
        pytest.raises(ProjectError, match="does not fit what is in the project now") as caught,
        project.edit(author="ann", action="Undo") as edit,
    ):
        edit.apply(begin.inverse)
    assert "\n" not in str(caught.value)
    assert project.state_digest() == before


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        (
            "sounding",
            {"instance_id": "rex", "second": 9, "state": "sounding"},
            "second from 0 to 4",
        ),
        ("sounding", {"instance_id": "rex", "second": 4, "state": "loud"}, "loud"),
        ("rounds", {"video_id": "pond", "number": 1, "state": "done", "person": ""}, "done"),
    ],
)
def test_operations_are_checked_wherever_they_come_from(
    project: Project, table: str, row: dict[str, object], message: str
) -> None:
    with (
        pytest.raises(ProjectError, match=message),
        project.edit(author="ann", action="Apply") as edit,
    ):
        edit.apply([Operation(table, None, row)])


def test_an_entry_says_who_did_what_and_when(project: Project) -> None:
    (entry,) = project.journal.entries()
    assert (entry.sequence, entry.author, entry.action) == (1, "ann", "Begin")
    assert entry.written_at.endswith("+00:00")
    assert [operation.table for operation in entry.operations] == [
        "videos",
        "instances",
        "sounding",
        "sounding",
        "masks",
        "masks",
    ]
    assert entry.operations[-1].after["counts"] == rle(5).counts.decode()


def test_an_empty_journal_verifies(tmp_path: Path) -> None:
    with Project.create(tmp_path / "pets", RECIPE) as project:
        assert project.journal.verify() == 0
        assert project.journal.head().hash == ""


TAMPERING = {
    "a changed mask": (
        "UPDATE journal SET operations = replace(operations, 'rex', 'max') WHERE sequence = 3",
        "entry 3 was changed",
    ),
    "another author": (
        "UPDATE journal SET author = 'bo' WHERE sequence = 3",
        "entry 3 was changed",
    ),
    "another action": (
        "UPDATE journal SET action = 'Mask' WHERE sequence = 3",
        "entry 3 was changed",
    ),
    "another video": (
        "UPDATE journal SET video_id = 'pond' WHERE sequence = 3",
        "entry 3 was changed",
    ),
    "another entry taken back": (
        "UPDATE journal SET takes_back = 2 WHERE sequence = 3",
        "entry 3 was changed",
    ),
    "another time": (
        "UPDATE journal SET written_at = '2020' WHERE sequence = 3",
        "entry 3 was changed",
    ),
    "another hash": (
        "UPDATE journal SET hash = replace(hash, substr(hash, 9, 1), 'x') WHERE sequence = 3",
        "entry 3 was changed",
    ),
    "a lost entry": ("DELETE FROM journal WHERE sequence = 3", "entry 3 is missing"),
    "a lost first entry": ("DELETE FROM journal WHERE sequence = 1", "entry 1 is missing"),
    "a lost last entry": ("DELETE FROM journal WHERE sequence = 5", "ends at entry 4, expected 5"),
    "all gone": ("DELETE FROM journal", "ends at entry 0, expected 5"),
    "a lost entry, the others renumbered": (
        (
            "DELETE FROM journal WHERE sequence = 3; "
            "UPDATE journal SET sequence = sequence - 1 WHERE sequence > 3"
        ),
        "entry 3 was changed",
    ),
    "two entries exchanged": (
        (
            "UPDATE journal SET sequence = 9 WHERE sequence = 3; "
            "UPDATE journal SET sequence = 3 WHERE sequence = 4; "
            "UPDATE journal SET sequence = 4 WHERE sequence = 9"
        ),
        "entry 3 was changed",
    ),
    "an entry too many": (
        (
            "INSERT INTO journal SELECT 6, written_at, author, action, operations, hash, video_id, "
            "takes_back, kind, fields FROM journal WHERE sequence = 5"
        ),
        "entry 6 was changed",
    ),
    "the head gone": ("DELETE FROM journal_head", "lost its head"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_with_the_journal_is_found(written: Path, what: str) -> None:
    statements, message = TAMPERING[what]
    connection = sqlite3.connect(written)
    connection.executescript(statements)
    connection.close()
    with (
        Project.open(written.parent) as project,
        pytest.raises(ProjectError, match=message) as caught,
    ):
        project.journal.verify()
    assert "\n" not in str(caught.value)


def test_a_flipped_byte_of_an_entry_in_the_file_is_found(written: Path) -> None:
    whole = written.read_bytes()
    place = whole.index(b"Mask 2[[")
    for offset in (0, 5, 8, 40, 90):
        flipped = bytearray(whole)
        flipped[place + offset] ^= 0x02
        written.write_bytes(flipped)
        with Project.open(written.parent) as project, pytest.raises(ProjectError, match="entry 4"):
            project.journal.verify()
    written.write_bytes(whole)
    with Project.open(written.parent) as project:
        assert project.journal.verify() == 5


def test_state_changed_behind_the_journal_is_found(written: Path) -> None:
    connection = sqlite3.connect(written)
    connection.executescript("UPDATE masks SET area = area + 1 WHERE second = 1")
    connection.close()
    with Project.open(written.parent) as project:
        rebuilt, present = project.rebuild_state(), project.state_digest()
    assert {table for table in present if present[table] != rebuilt[table]} == {"masks"}


def test_the_store_offers_no_way_to_change_what_was_written(project: Project) -> None:
    words = {word for word in dir(project.journal) if not word.startswith("_")}
    readers = {"entries", "entries_and_taken_back", "entries_of", "entry", "head", "steps"}
    assert words == readers | {"verify"}


def _tables(project: Project) -> dict[str, str]:
    return {
        name: digest for name, digest in project.state_digest().items() if name != "journal_head"
    }


def test_an_edits_kind_and_fields_are_kept_beside_its_label_and_enter_its_hash(
    project: Project,
) -> None:
    fields = {"second": 3, "name": "dog_1", "share": 0.5, "far": True, "other": None}
    with project.edit(
        author="ann", action="Mask", video_id=POND, kind="set-mask", fields=fields
    ) as edit:
        edit.put(mask("rex", 3, corner=10))
    entry = project.journal.entry(2)
    assert (entry.kind, entry.fields) == ("set-mask", fields)
    assert project.journal.steps(POND) == [Step(2, "ann", "Mask", 0, "set-mask", fields)]
    assert project.journal.verify() == 2
    project.close()
    for damage in (
        "UPDATE journal SET kind = 'drop-mask' WHERE sequence = 2",
        "UPDATE journal SET fields = replace(fields, '3', '4') WHERE sequence = 2",
        "UPDATE journal SET fields = '' WHERE sequence = 2",
    ):
        _tamper_and_verify(project.folder, damage)


def _tamper_and_verify(folder: Path, damage: str) -> None:
    with sqlite3.connect(folder / "project.db") as connection:
        before = connection.execute("SELECT kind, fields FROM journal WHERE sequence = 2")
        kept = before.fetchone()
        connection.execute(damage)
        connection.commit()
        with (
            Project.open(folder) as again,
            pytest.raises(ProjectError, match="entry 2 was changed"),
        ):
            again.journal.verify()
        connection.execute("UPDATE journal SET kind = ?, fields = ? WHERE sequence = 2", kept)
    connection.close()
