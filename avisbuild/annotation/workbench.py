"""The desk: one project, one video on it, and the only way to change it: commands."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from avisbuild.annotation.command import Command
from avisbuild.annotation.history import MOST_STEPS, History
from avisbuild.annotation.view import VideoView
from avisbuild.errors import ProjectError
from avisbuild.records import Proposal, Round, RoundState, VideoId
from avisbuild.store import Edit, Project, Step

Listener = Callable[[VideoView], None]


class Workbench:
    """Annotates one video at a time, without a window; the annotator's window is a view of this.

    Every change goes through `run`, `undo` or `redo`: one transaction and one journal entry each, durable
    when the call returns. Listeners are then given the video as it is now.
    """

    def __init__(self, project: Project, *, author: str) -> None:
        self.project = project
        self.author = author
        self._listeners: list[Listener] = []
        self._view: VideoView | None = None
        self._history = History()
        self._head = 0

    @property
    def view(self) -> VideoView:
        """The video on the desk; raises ProjectError without one."""
        if self._view is None:
            raise ProjectError("no video is open; open one first")
        return self._view

    @property
    def has_video(self) -> bool:
        """Whether a video is on the desk."""
        return self._view is not None

    def listen(self, listener: Listener) -> None:
        """Have `listener` told after every change of the video, and when another is opened."""
        self._listeners.append(listener)

    def open_video(self, video_id: VideoId) -> VideoView:
        """Put a video on the desk; raises ProjectError when it is not in the project."""
        self._head = self.project.journal.head().sequence
        self._view = read_view(self.project, video_id)
        self._history = History.of(self.project.journal.steps(video_id, limit=2 * MOST_STEPS))
        self._tell()
        return self._view

    def refresh(self) -> bool:
        """Read the video anew if someone else has edited the project; whether that was so."""
        if self._view is None or self.project.journal.head().sequence == self._head:
            return False
        self.open_video(self._view.video.video_id)
        return True

    def run(self, command: Command) -> None:
        """Carry out a command; raises AvisbuildError and changes nothing where it does not fit.

        A video that nobody has begun, or that was handed in, is being annotated from here on.
        """
        self.refresh()
        view = self.view
        with self._edit(action=command.label) as edit:
            before = edit.head.sequence
            command.carry_out(edit, view)
            if edit.has_changes and view.state is not RoundState.ANNOTATING:
                self._begin_round(edit, view)
        self._after(Step(before + 1, self.author, command.label, 0), edit)

    def run_as_is(self, command: Command) -> None:
        """Carry out a command that itself decides the video's state, such as handing it in."""
        self.refresh()
        with self._edit(action=command.label) as edit:
            before = edit.head.sequence
            command.carry_out(edit, self.view)
        self._after(Step(before + 1, self.author, command.label, 0), edit)

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back."""
        return self._history.label(self._history.done[-1]) if self._history.done else None

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again."""
        return self._history.label(self._history.undone[-1]) if self._history.undone else None

    def undo(self) -> str | None:
        """Take back the last edit of this video, today's or an older one; its label.

        Raises ProjectError where someone has since changed what it did.
        """
        self.refresh()
        return self._take_back(self._history.done[-1]) if self._history.done else None

    def redo(self) -> str | None:
        """Do again what was undone last; its label."""
        self.refresh()
        return self._take_back(self._history.undone[-1]) if self._history.undone else None

    def _take_back(self, step: Step) -> str:
        inverse = self.project.journal.entry(step.sequence).inverse
        label = self._history.label(step)
        with self._edit(action=label, takes_back=step.sequence) as edit:
            before = edit.head.sequence
            edit.apply(inverse)
        self._after(Step(before + 1, self.author, label, step.sequence), edit)
        return label

    def _edit(self, *, action: str, takes_back: int = 0) -> AbstractContextManager[Edit]:
        return self.project.edit(
            author=self.author,
            action=action,
            video_id=self.view.video.video_id,
            takes_back=takes_back,
        )

    def _begin_round(self, edit: Edit, view: VideoView) -> None:
        number = 1 if view.round is None else view.round.number
        edit.set_round(
            Round(
                video_id=view.video.video_id,
                number=number,
                state=RoundState.ANNOTATING,
                person=self.author,
            )
        )

    def _after(self, step: Step, edit: Edit) -> None:
        if edit.head.sequence != step.sequence:
            return  # Nothing was changed, so nothing was written.
        self._history.add(step)
        self._head = step.sequence
        self._view = read_view(self.project, self.view.video.video_id)
        self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener(self.view)


def read_view(project: Project, video_id: VideoId) -> VideoView:
    """What the project holds of one video now; raises ProjectError."""
    best: dict[tuple[str, int], Proposal] = {}
    for proposal in project.proposals(video_id):
        cell = proposal.instance_id, proposal.second
        if cell not in best or proposal.confidence > best[cell].confidence:
            best[cell] = proposal
    rounds = project.rounds(video_id)
    return VideoView(
        video=project.video(video_id),
        taxonomy=project.taxonomy,
        tracks=project.tracks(video_id),
        provenances={
            (mask.instance_id, mask.second): mask.provenance for mask in project.masks(video_id)
        },
        proposals={(each.instance_id, each.second): each for each in best.values()},
        silences=project.silences(video_id),
        round=rounds[-1] if rounds else None,
    )
