"""Whatever four people try in whatever order, a video is accepted only by reviews that are worth the name."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from core.annotation.small_project import DOG, POND, new_project
from how_much import fuzz, tried
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avisbuild.annotation import Command, VideoView, Workbench, commands
from avisbuild.errors import ProjectError
from avisbuild.records import (
    LEGAL_MOVES,
    Instance,
    InstanceId,
    Round,
    RoundState,
    Sounding,
    SoundingSpan,
)
from avisbuild.review.assigning import assign
from avisbuild.review.moves import accept, begin_review, give_back, return_
from avisbuild.review.rules import ReviewRules
from avisbuild.store.journal import Entry
from avisbuild.store.kind import KINDS

PEOPLE = ("ann", "bo", "cy", "dan")
_STATES = (Sounding.OFFSCREEN, Sounding.OCCLUDED, Sounding.SILENT, Sounding.UNSURE)
_FROZEN = (RoundState.SUBMITTED, RoundState.CHANGES_REQUESTED, RoundState.ACCEPTED)

Make = Callable[[VideoView, str, int, ReviewRules], Command]


def _span(second: int, state: Sounding) -> SoundingSpan:
    return SoundingSpan(instance_id=InstanceId("dog"), start=second, stop=second + 1, state=state)


def _edit(view: VideoView, _who: str, number: int, _rules: ReviewRules) -> Command:
    dog, second = view.instances[0].instance_id, 1 + number % 5
    return commands.set_sounding(view, dog, range(second, second + 1), _STATES[number % 4])


def _submit(view: VideoView, who: str, _number: int, rules: ReviewRules) -> Command:
    return commands.submit(view, author=who, review_rounds=rules.review_rounds)


def _resolve(view: VideoView, who: str, _number: int, _rules: ReviewRules) -> Command:
    return commands.resolve_comment(view, len(view.comments), author=who)


MOVES: dict[str, Make] = {
    "edit": _edit,
    "submit": _submit,
    "begin": lambda view, who, _, rules: begin_review(view, author=who, rules=rules),
    "accept": lambda view, who, _, rules: accept(view, author=who, rules=rules),
    "return": lambda view, who, _, _rules: return_(view, author=who, reason="the ear"),
    "give back": lambda view, _who, _, _rules: give_back(view),
    "reopen": lambda view, who, _, _rules: commands.reopen(view, author=who),
    "comment": lambda view, who, _, _rules: commands.add_comment(view, author=who, text="hm"),
    "resolve": _resolve,
    "assign": lambda view, who, number, rules: assign(
        view, person=who, author=PEOPLE[number % 4], rules=rules
    ),
}
# What brings a video on; chance alone would hardly ever accept one.
ONWARD = {
    RoundState.TODO: "edit",
    RoundState.ANNOTATING: "submit",
    RoundState.CHANGES_REQUESTED: "edit",
    RoundState.SUBMITTED: "begin",
    RoundState.IN_REVIEW: "accept",
    RoundState.ACCEPTED: "comment",
}
words = st.sampled_from([*MOVES, *(["onward"] * 10), "undo", "redo"])
steps = st.lists(st.tuples(st.sampled_from(PEOPLE), words, st.integers(0, 99)), max_size=30)


class People:
    """Four people at one video."""

    def __init__(self, folder: Path, rules: ReviewRules) -> None:
        self.project, self.rules = new_project(folder), rules
        dog = Instance(
            instance_id=InstanceId("dog"), video_id=POND, category_id=DOG, number=1, position=1
        )
        with self.project.edit(author="import", action="Import") as edit:
            edit.put(dog)
            edit.set_sounding(_span(0, Sounding.OFFSCREEN))
        self.benches = {who: Workbench(self.project, author=who) for who in PEOPLE}
        for bench in self.benches.values():
            bench.open_video(POND)

    def step(self, who: str, word: str, number: int) -> None:
        """One try, which may be refused; then everything has to be as it should."""
        bench = self.benches[who]
        bench.refresh()
        if word == "onward":
            word = ONWARD[bench.view.state]
            if bench.view.round is not None and word == "accept":
                bench = self.benches[bench.view.round.person]
                bench.refresh()
        with suppress(ProjectError):
            if word in ("undo", "redo"):
                bench.undo() if word == "undo" else bench.redo()
            else:
                run = bench.run if word == "edit" else bench.run_as_is
                run(MOVES[word](bench.view, bench.author, number, self.rules))
                if word == "accept":
                    assert not [each for each in bench.view.comments if not each.resolved]
        self.check_state()

    def check_state(self) -> None:
        """What holds at every moment."""
        rows = self.project.records(Round, POND)
        if not rows:
            return
        last, needed = rows[-1], self.rules.review_rounds
        if last.state in _FROZEN and last.seen_hash:
            assert last.seen_hash == self.project.annotation_hash(POND)
        if last.state is RoundState.ACCEPTED:
            assert last.number == needed + 1
            assert all(each.state is RoundState.ACCEPTED for each in rows[1:])
        assert [each.number for each in rows] == list(range(1, len(rows) + 1))

    def check_history(self) -> None:
        """What holds for the journal as a whole."""
        states = {0: RoundState.TODO}
        annotated: list[tuple[int, str]] = []
        for entry in self.project.journal.entries_of(POND):
            before = states[max(states)]
            _follow(entry, states)
            after = states[max(states)]
            assert before is after or _is_legal(entry, before, after), (entry.label, before, after)
            if entry.kind == "accept-review" and not entry.takes_back:
                gone = self._taken_back(until=entry.sequence)
                assert entry.author not in {who for at, who in annotated if at not in gone}
            if not entry.takes_back and before is not RoundState.IN_REVIEW and _is_work(entry):
                annotated.append((entry.sequence, entry.author))
        assert self.project.rebuild_state() == self.project.state_digest()

    def _taken_back(self, until: int) -> set[int]:
        """The entries that are undone at a moment."""
        gone: set[int] = set()
        by_sequence = {each.sequence: each for each in self.project.journal.entries_of(POND)}
        for sequence in sorted(by_sequence, reverse=True):
            entry = by_sequence[sequence]
            if sequence < until and entry.takes_back and sequence not in gone:
                gone.add(entry.takes_back)
        return gone


def _follow(entry: Entry, states: dict[int, RoundState]) -> None:
    for each in entry.operations:
        if each.table == "rounds" and each.after is not None:
            states[int(str(each.after["number"]))] = RoundState(str(each.after["state"]))
        elif each.table == "rounds" and each.before is not None:
            del states[int(str(each.before["number"]))]


def _is_work(entry: Entry) -> bool:
    touched = {each.table for each in entry.operations}
    return entry.kind == "hand-in" or any(KINDS[name].is_annotation for name in touched)


def _is_legal(entry: Entry, before: RoundState, after: RoundState) -> bool:
    """By the table; the other way round for what is taken back, and by way of annotating for a hand-in."""
    ways = {(before, after)} | ({(after, before)} if entry.takes_back else set())
    through = RoundState.ANNOTATING
    return any(
        second in LEGAL_MOVES[first]
        or (
            entry.kind == "hand-in"
            and through in LEGAL_MOVES[first]
            and second in LEGAL_MOVES[through]
        )
        for first, second in ways
    )


@fuzz
@settings(max_examples=tried(12, 400), suppress_health_check=[HealthCheck.too_slow])
@given(
    script=steps,
    rounds=st.integers(0, 2),
    may_accept=st.sampled_from([(), ("cy",), ("bo", "dan")]),
)
def test_a_video_is_accepted_by_enough_reviews_of_people_who_did_not_annotate_it(
    script: Sequence[tuple[str, str, int]], rounds: int, may_accept: tuple[str, ...]
) -> None:
    """R23: legal moves only, the hash of what was seen, no comment open, and the journal says it all."""
    rules = ReviewRules(review_rounds=rounds, may_accept=may_accept)
    with TemporaryDirectory() as folder:
        people = People(Path(folder) / "pets", rules)
        for step in script:
            people.step(*step)
        people.check_history()
        people.project.close()
