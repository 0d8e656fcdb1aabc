"""Whatever is done, undone and done again in whatever order, nothing is lost and nothing is left over."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from core.annotation.random_commands import KINDS, Numbers, command_of
from core.annotation.small_project import POND, new_project
from how_much import fuzz, tried
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from avisbuild.annotation import VideoView, Workbench, read_view
from avisbuild.errors import ProjectError
from avisbuild.store import Project

STEPS = 200
EXAMPLES = tried(4, 50)
_TRAVEL = ["undo", "undo", "undo", "redo", "redo", "reopen"]

numbers = st.tuples(*[st.integers(0, 999)] * 3)
steps = st.lists(
    st.tuples(st.sampled_from([*KINDS, *KINDS, *_TRAVEL]), numbers), min_size=STEPS, max_size=STEPS
)


class Traveller:
    """A workbench, and beside it the plainest model of a history: the views, one after the other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.open()
        self.views = [self.workbench.view]
        self.place = 0

    def open(self) -> None:
        """Open the project as on another day."""
        self.project = Project.open(self._folder)
        self.workbench = Workbench(self.project, author="ann")
        self.workbench.open_video(POND)

    def step(self, word: str, at: Numbers) -> None:
        """One gesture, and what the model says of it."""
        if word == "reopen":
            self.project.close()
            self.open()
        elif word in ("undo", "redo"):
            self.travel(word)
        else:
            before = self.project.journal.head().sequence
            with suppress(ProjectError):
                command = command_of(self.workbench.view, word, at)
                if command is not None:
                    self.workbench.run(command)
            if self.project.journal.head().sequence > before:
                self.place += 1
                self.views[self.place :] = [self.workbench.view]
        assert self.workbench.view == self.views[self.place]

    def travel(self, word: str) -> bool:
        """Undo or redo; whether there was anything."""
        place = self.place + (-1 if word == "undo" else 1)
        label = self.workbench.undo() if word == "undo" else self.workbench.redo()
        if not 0 <= place < len(self.views):
            assert label is None
            return False
        assert label
        self.place = place
        return True


def _play(script: Sequence[tuple[str, Numbers]]) -> None:
    with TemporaryDirectory() as folder:
        new_project(Path(folder) / "pets").close()
        traveller = Traveller(Path(folder) / "pets")
        for word, at in script:
            traveller.step(word, at)
        _go_to_both_ends(traveller)
        traveller.project.close()


def _go_to_both_ends(traveller: Traveller) -> None:
    first, last = traveller.views[0], traveller.views[-1]
    while traveller.travel("redo"):
        pass
    _check(traveller, last)
    while traveller.travel("undo"):
        pass
    _check(traveller, first)
    traveller.project.close()
    traveller.open()
    while traveller.travel("redo"):
        pass
    _check(traveller, last)


def _check(traveller: Traveller, expected: VideoView) -> None:
    project = traveller.project
    assert traveller.workbench.view == expected == read_view(project, POND)
    assert project.rebuild_state() == project.state_digest()


@fuzz
@pytest.mark.slow
@pytest.mark.timeout(900)
@settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)
@given(script=steps)
def test_long_scripts_undo_to_the_start_and_redo_to_the_end(
    script: list[tuple[str, Numbers]],
) -> None:
    """R13: scripts of 200 steps, in `make fuzz` 50 of them; undo and redo survive closing and opening."""
    _play(script)


@fuzz
@given(script=st.lists(st.tuples(st.sampled_from([*KINDS, *_TRAVEL]), numbers), max_size=25))
@settings(max_examples=tried(15, 500))
def test_short_scripts_undo_to_the_start_and_redo_to_the_end(
    script: list[tuple[str, Numbers]],
) -> None:
    """R13."""
    _play(script)
