"""The project's guideline, with the examples of its rules read in a thread when they are first wanted."""

from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.errors import AvisbuildError
from avisbuild.records import GuidelineRule
from avisbuild.review.guideline import read_example
from avisbuild_gui.services.job import GivenUpJobs, Job
from avisbuild_gui.session.state import SessionState

LONGEST_PX = 480


class Guideline(QObject):
    """The rules that people go by, and their pictures.

    Signals:
        example_read(id of the rule, its picture (H, W, 3) uint8 RGB, None where it cannot be shown).
    """

    example_read = pyqtSignal(str, object)

    def __init__(self, state: SessionState, given_up: GivenUpJobs) -> None:
        super().__init__(state)
        self._state = state
        self._given_up = given_up
        self._examples: dict[str, object] = {}
        self._job: Job | None = None
        self._is_asked = False

    @property
    def rules(self) -> tuple[GuidelineRule, ...]:
        """In the order of the recipe."""
        return self._state.project.recipe.guideline

    def ask_examples(self) -> None:
        """Have `example_read` tell each picture: once it is read, or again."""
        for rule_id, picture in self._examples.items():
            self.example_read.emit(rule_id, picture)
        wanted = tuple(rule for rule in self.rules if rule.picture)
        if wanted and not self._is_asked:
            self._is_asked = True
            folder = self._state.project.folder
            self._job = Job("guideline", lambda job: _read(job, folder, wanted), self)
            self._job.start(done=self._end, failed=self._end, reported=self._take)

    def close(self) -> None:
        """Read no more."""
        if self._job is not None:
            self._given_up.add(self._job)
            self._job = None

    def _take(self, what: object) -> None:
        assert isinstance(what, tuple)
        self._examples[what[0]] = what[1]
        self.example_read.emit(*what)

    def _end(self, _: object) -> None:
        self._job = None


def _read(job: Job, folder: Path, rules: tuple[GuidelineRule, ...]) -> None:
    for rule in rules:
        if job.should_stop():
            return
        try:
            picture = read_example(folder, rule, longest_px=LONGEST_PX)
        except AvisbuildError:
            picture = None
        job.report((rule.rule_id, picture))
