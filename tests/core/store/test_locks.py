"""One of all who want a video gets it, keeps it while it is heard of, and loses it when it is not (R36)."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from core.store.databases import BOTH, database_of
from core.store.values import RECIPE, instance, mask, video
from sqlalchemy import update

from avisbuild.errors import ProjectError
from avisbuild.records import Lock, Mask, VideoId
from avisbuild.store import Project, locks
from avisbuild.store.holders import Holder, new_holder, parsed_holder
from avisbuild.store.kinds.reviews import LOCKS
from avisbuild.store.lock_watch import LockWatch

_TAKER = Path(__file__).with_name("lock_taker.py")
POND, LAKE = VideoId("pond"), VideoId("lake")
# On another machine, of whose processes and clock nothing is known here.
FAR = str(Holder(machine="lab-7", space="far", process_id=1, window="1"))


@pytest.fixture(params=BOTH)
def project(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Project]:
    """Videos `pond` and `lake`, on each kind of database."""
    with (
        database_of(request.param) as database,
        Project.create(tmp_path / "pets", RECIPE, database=database) as project,
    ):
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("pond"))
            edit.add_video(video("lake"))
            edit.add(instance("rex", "pond"))
        yield project


def _silent_for(project: Project, seconds: float, video_id: VideoId = POND) -> None:
    """Have the last heartbeat be so long ago, by the clock that counts."""
    found = locks.holder_of(project, video_id)
    assert found is not None
    before = datetime.fromisoformat(found.lock.heartbeat_at) - timedelta(seconds=seconds)
    with project.unjournalled() as connection:
        connection.execute(update(LOCKS.table).values(heartbeat_at=before.isoformat()))


def _has(project: Project, holder: str, video_id: VideoId = POND) -> bool:
    found = locks.holder_of(project, video_id)
    return found is not None and found.lock.holder == holder


def test_who_takes_a_video_first_has_it_until_it_is_let_go(project: Project) -> None:
    anns, bobs = new_holder(), new_holder()
    assert locks.take(project, POND, owner="ann", holder=anns).lock.holder == anns
    found = locks.take(project, POND, owner="bob", holder=bobs)
    assert (found.lock.owner, found.lock.holder, found.is_stale) == ("ann", anns, False)
    locks.release(project, POND, holder=bobs)
    assert _has(project, anns), "only its holder lets go of it"
    assert locks.take(project, LAKE, owner="bob", holder=bobs).lock.holder == bobs
    assert {name: each.lock.owner for name, each in locks.held_videos(project).items()} == {
        POND: "ann",
        LAKE: "bob",
    }
    locks.release(project, POND, holder=anns)
    assert locks.holder_of(project, POND) is None
    assert locks.take(project, POND, owner="bob", holder=bobs).lock.holder == bobs


def test_a_heartbeat_keeps_a_lock_and_says_when_it_is_lost(project: Project) -> None:
    anns, bobs = FAR, new_holder()
    taken = locks.take(project, POND, owner="ann", holder=anns).lock
    _silent_for(project, locks.STALE_AFTER_S + locks.CLOCKS_DIFFER_S)
    assert locks.beat(project, POND, holder=anns)
    found = locks.holder_of(project, POND)
    assert found is not None
    assert not found.is_stale
    assert found.lock.taken_at == taken.taken_at
    locks.release(project, POND, holder=anns)
    assert not locks.beat(project, POND, holder=anns)
    locks.take(project, POND, owner="bob", holder=bobs)
    assert not locks.beat(project, POND, holder=anns)


def test_a_stale_lock_is_taken_over_only_by_who_asks_to(project: Project) -> None:
    """And its holder, a laptop that has slept, is told at its next heartbeat, and edits nothing."""
    bobs = new_holder()
    locks.take(project, POND, owner="ann", holder=FAR)
    alive = locks.holder_of(project, POND)
    assert alive is not None
    assert locks.take_over(project, alive, owner="bob", holder=bobs).lock.holder == FAR
    _silent_for(project, locks.STALE_AFTER_S + locks.CLOCKS_DIFFER_S)
    found = locks.take(project, POND, owner="bob", holder=bobs)
    assert (found.lock.holder, found.is_stale) == (FAR, True)
    assert locks.take_over(project, found, owner="bob", holder=bobs).lock.holder == bobs
    assert not locks.beat(project, POND, holder=FAR)
    with (
        pytest.raises(ProjectError, match="open at bob's"),
        project.edit(author="ann", action="Mask", video_id=POND, holder=FAR),
    ):
        raise AssertionError("it is refused before anything is done")


def test_what_was_heard_of_again_is_not_taken_over(project: Project) -> None:
    locks.take(project, POND, owner="ann", holder=FAR)
    _silent_for(project, locks.STALE_AFTER_S + locks.CLOCKS_DIFFER_S)
    found = locks.holder_of(project, POND)
    assert found is not None
    assert found.is_stale
    locks.beat(project, POND, holder=FAR)
    after = locks.take_over(project, found, owner="bob", holder=new_holder())
    assert (after.lock.holder, after.is_stale) == (FAR, False)


def test_a_process_of_this_machine_that_has_ended_holds_nothing(project: Project) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead = str(replace(parsed_holder(new_holder()), process_id=ended.pid))
    locks.take(project, POND, owner="ann", holder=dead)
    bobs = new_holder()
    assert locks.take(project, POND, owner="bob", holder=bobs).lock.holder == bobs


@pytest.mark.parametrize("who", ["who holds it", "a command", "another window", "after it"])
def test_edits_of_a_video_are_its_holders(project: Project, who: str) -> None:
    locks.take(project, POND, owner="ann", holder=FAR)
    if who == "after it":
        locks.release(project, POND, holder=FAR)
    holder = {"who holds it": FAR, "another window": new_holder()}.get(who, "")
    is_refused = who in ("a command", "another window")
    told = r"^video pond is open at ann's, on lab-7 since [-: 0-9]+; [^\n]+$"
    with (
        pytest.raises(ProjectError, match=told) if is_refused else nullcontext(),
        project.edit(author="bob", action="Mask", video_id=POND, holder=holder) as edit,
    ):
        edit.put(mask("rex", 1))
    assert len(project.records(Mask, POND)) == (not is_refused)
    with project.edit(author="bob", action="Other", video_id=LAKE):
        pass


def test_a_stale_lock_hinders_no_command_but_a_window_that_has_not_taken_it_over(
    project: Project,
) -> None:
    locks.take(project, POND, owner="ann", holder=FAR)
    _silent_for(project, locks.STALE_AFTER_S + locks.CLOCKS_DIFFER_S)
    with project.edit(author="bob", action="Mask", video_id=POND) as edit:
        edit.put(mask("rex", 1))
    with (
        pytest.raises(ProjectError, match="lab-7"),
        project.edit(author="bob", action="Mask", video_id=POND, holder=new_holder()),
    ):
        raise AssertionError("it is refused before anything is done")


def test_locks_are_no_part_of_the_journal_and_go_when_the_state_is_rebuilt(
    project: Project,
) -> None:
    before = project.journal.head(), project.state_digest()
    locks.take(project, POND, owner="ann", holder=FAR)
    assert (project.journal.head(), project.state_digest()) == before
    project.rebuild()
    assert locks.held_videos(project) == {}


def test_a_video_that_is_not_there_cannot_be_taken(project: Project) -> None:
    with pytest.raises(ProjectError, match="no video 'moon'"):
        locks.take(project, VideoId("moon"), owner="ann", holder=FAR)


def test_of_many_who_take_at_the_same_moment_exactly_one_gets_it(project: Project) -> None:
    with ThreadPoolExecutor(6) as pool:
        for turn in range(8):
            holders = [new_holder() for _ in range(6)]
            found = list(
                pool.map(lambda each: locks.take(project, POND, owner="x", holder=each), holders)
            )
            (winner,) = {each.lock.holder for each in found}
            assert winner in holders
            if turn % 2:
                locks.release(project, POND, holder=winner)
                continue
            # The next is taken over, by exactly one of those who found it stale.
            stale = replace(found[0], is_stale=True)
            over = list(
                pool.map(
                    lambda each, stale=stale: locks.take_over(
                        project, stale, owner="y", holder=each
                    ),
                    [new_holder() for _ in range(6)],
                )
            )
            assert len({each.lock.holder for each in over}) == 1
            locks.release(project, POND, holder=over[0].lock.holder)


def test_of_two_processes_one_gets_a_video_and_a_killed_one_holds_none(project: Project) -> None:
    for number in range(6):
        with project.edit(author="ann", action="More") as edit:
            edit.add_video(video(f"v{number}"))
    with _taker(project) as one, _taker(project) as other:
        answers = {VideoId(f"v{number}"): _ask_both(one, other, number) for number in range(6)}
        assert all(sorted(each) == ["mine", "theirs"] for each in answers.values()), answers
        one.kill()
        one.wait()
        anns = new_holder()
        for video_id, (first, _) in answers.items():
            taken = locks.take(project, video_id, owner="ann", holder=anns).lock.holder == anns
            assert taken == (first == "mine"), "only what the killed one had is free"


def _taker(project: Project) -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, str(_TAKER), str(project.folder)], stdin=pipe, stdout=pipe, text=True
    )


def _ask_both(
    one: "subprocess.Popen[str]", other: "subprocess.Popen[str]", number: int
) -> list[str]:
    both = (one, other) if number % 2 else (other, one)
    for each in both:
        assert each.stdin is not None
        each.stdin.write(f"v{number}\n")
        each.stdin.flush()
    return [each.stdout.readline().strip() for each in (one, other) if each.stdout is not None]


def test_clocks_that_differ_make_nobody_stale_but_a_server_has_one(project: Project) -> None:
    """The other machine's clock may be behind by minutes."""
    locks.take(project, POND, owner="ann", holder=FAR)
    _silent_for(project, 2 * locks.STALE_AFTER_S)
    found = locks.holder_of(project, POND)
    assert found is not None
    assert found.is_stale == (project.has_server)


def test_who_watches_a_heartbeat_sees_it_stand_still(project: Project) -> None:
    now = 0.0
    watch = LockWatch(lambda: now)
    found = locks.take(project, POND, owner="ann", holder=FAR)
    assert not watch.judged(found).is_stale
    now = locks.STALE_AFTER_S - 1
    assert not watch.judged(found).is_stale
    locks.beat(project, POND, holder=FAR)
    beaten = locks.holder_of(project, POND)
    assert beaten is not None
    now += 2
    assert not watch.judged(beaten).is_stale, "it was heard of meanwhile"
    now += locks.STALE_AFTER_S
    assert watch.judged(beaten).is_stale


@pytest.mark.parametrize("text", ["", "x", "a/b/c/d", "a/b/1/d/e", "a/b/99999999999999/d", "/"])
def test_a_holder_that_no_avisbuild_wrote_is_some_machine(text: str) -> None:
    assert not parsed_holder(text).has_ended
    assert isinstance(parsed_holder(text).machine, str)


def test_a_lock_is_of_the_records_kind() -> None:
    assert LOCKS.record is Lock
    assert not LOCKS.is_journalled
