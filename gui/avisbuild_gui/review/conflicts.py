"""Merging a share in the window: its conflicts one by one, each decided by a person, then all at once."""

from contextlib import AbstractContextManager

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.records import VideoId
from avisbuild.records.video_folder import frame_path
from avisbuild.review.merging import Choice, Conflict, MergePlan, plan_merge
from avisbuild.review.merging.looking import Look, look_at
from avisbuild.segment import Image
from avisbuild.segment.frames import FrameError, load_image
from avisbuild.store import Project
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.notices import Notices, Outcome
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.values import About
from avisbuild_pipelines.sharing import merge_with_backup


class Conflicts(QObject):
    """The conflicts of the share that is being merged, and what has been decided of them.

    Signals:
        begun: a share is there to be merged.
        changed: another conflict is looked at, or one was decided.
        ended: it was merged, or left as it was.
    """

    begun = pyqtSignal()
    changed = pyqtSignal()
    ended = pyqtSignal()

    def __init__(self, state: SessionState, notices: Notices, edits: Edits) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._edits = edits
        self._share: Project | None = None
        self._plan: MergePlan | None = None
        self.decisions: dict[str, Choice] = {}
        self.index = 0

    def begin(self, share: Project) -> None:
        """Compare a share with the project; whoever opened it closes it."""
        with self._notices.attempt():
            plan = plan_merge(self._state.project, share)
            if plan.has_nothing:
                text = tr("Nothing to merge: all of the share is here already.")
                self._notices.say(text, about=About.PROJECT)
                return
            self._share, self._plan = share, plan
            self.decisions, self.index = {}, 0
            self.begun.emit()
            self.changed.emit()

    @property
    def project(self) -> Project:
        """What is merged into."""
        return self._state.project

    def attempt(self) -> AbstractContextManager[Outcome]:
        """Turn what is wrong with a share into a notice."""
        return self._notices.attempt()

    @property
    def listed(self) -> tuple[Conflict, ...]:
        """All of them."""
        return () if self._plan is None else self._plan.conflicts

    @property
    def here(self) -> Conflict | None:
        """The one that is looked at."""
        return self.listed[self.index] if self.index < len(self.listed) else None

    @property
    def left_count(self) -> int:
        """How many are still to be decided."""
        return 0 if self._plan is None else len(self._plan.open_conflicts(self.decisions))

    @property
    def look(self) -> Look | None:
        """What is seen of the one that is looked at."""
        return look_at(self._plan, self.here) if self._plan and self.here else None

    @property
    def taken_count(self) -> int:
        """How many rows are taken without a question."""
        return 0 if self._plan is None else self._plan.taken_count

    def image(self, look: Look) -> Image | None:
        """The frame of a second; None where it cannot be read."""
        folder = self._state.project.video_dir(VideoId(look.video_id))
        try:
            return load_image(frame_path(folder, look.second))
        except FrameError:
            return None

    def go(self, index: int) -> None:
        """Look at another one."""
        if 0 <= index < len(self.listed) and index != self.index:
            self.index = index
            self.changed.emit()

    def decide(self, choice: Choice) -> None:
        """Decide the one that is looked at, and go on to the next that is not decided."""
        conflict = self.here
        if self._plan is None or conflict is None or choice not in conflict.choices:
            return
        self.decisions[conflict.key] = choice
        left = self._plan.open_conflicts(self.decisions)
        later = [place for place, each in enumerate(self.listed) if each in left]
        after = [place for place in later if place > self.index]
        self.index = (after or later or [self.index])[0]
        self.changed.emit()

    def merge(self) -> bool:
        """Write it all, once everything is decided; whether that was done."""
        if self._share is None:
            return False
        bench = self._state.workbench
        with self._notices.attempt() as outcome:
            done = merge_with_backup(
                self._state.project,
                self._share,
                self.decisions,
                author=self._state.author,
                holder=bench.holder,
            )
            text = tr("Merged, rows changed: {count}; as it was: {folder}")
            name = "-" if done.backup is None else str(done.backup)
            self._end()
            self._edits.refresh()
            said = [text.format(count=done.merged.row_count, folder=name)]
            said += [text_of(note) for note in done.merged.notes]
            tell = self._notices.warn if len(said) > 1 else self._notices.say
            tell("  ·  ".join(said), about=About.PROJECT)
        return outcome.is_good

    def leave(self) -> None:
        """Merge nothing."""
        if self._share is not None:
            self._end()
            text = tr("Nothing was merged; the share can be merged again at any time.")
            self._notices.say(text, about=About.PROJECT)

    def _end(self) -> None:
        self._share = self._plan = None
        self.ended.emit()
