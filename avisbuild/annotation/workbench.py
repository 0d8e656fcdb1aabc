"""Annotating one video of a project at a time; commands are the only way to change it."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Literal, TypeAlias

from avisbuild.annotation.command import Command
from avisbuild.annotation.history import History
from avisbuild.annotation.video_states import annotate
from avisbuild.annotation.view import VideoView
from avisbuild.errors import ConflictError, ProjectError
from avisbuild.messages import Message
from avisbuild.records import RoundState, VideoId
from avisbuild.store import Edit, Operation, Project, Step, VideoContent
from avisbuild.store.kinds.reviews import ASSIGNMENTS, COMMENTS, DISMISSALS, ROUNDS, SET_ASIDE

Listener = Callable[[VideoView], None]

# States that a person gives a video after looking at all of it; they hold for what was there then.
_GIVEN_FOR_THE_WHOLE = frozenset(RoundState) - {RoundState.TODO, RoundState.ANNOTATING}
# What is said about a video and is no edit of it.
_BESIDE_THE_STATE = frozenset(each.name for each in (ASSIGNMENTS, COMMENTS, DISMISSALS, SET_ASIDE))
# Each time, someone else must have edited in the few milliseconds between reading and locking.
_ATTEMPTS = 5
_Verb: TypeAlias = Literal["undo", "redo"]
_OVERTAKEN: Mapping[_Verb, str] = {"undo": "undo-overtaken", "redo": "redo-overtaken"}
_CONFLICT: Mapping[_Verb, str] = {"undo": "undo-conflict", "redo": "redo-conflict"}
_CONFLICT_WITH_ANYONE: Mapping[_Verb, str] = {
    "undo": "undo-conflict-anyone",
    "redo": "redo-conflict-anyone",
}


class Workbench:
    """Annotates one video at a time, without a window; the annotator's window is a view of this.

    Every change goes through `run`, `undo` or `redo`: one transaction and one journal entry each, durable
    when the call returns. Listeners are then given the video as it is now. Undo and redo walk the author's
    own edits of the video, whenever they were made (docs/decisions/0070-undo-from-the-journal.md).
    Edits of a video that another than `holder` has are refused (docs/decisions/0128-one-lock-a-video.md).
    """

    def __init__(self, project: Project, *, author: str, holder: str = "") -> None:
        self.project = project
        self.author = author
        self.holder = holder
        self._listeners: list[Listener] = []
        self._content: VideoContent | None = None
        self._view: VideoView | None = None
        self._history = History(author)

    @property
    def view(self) -> VideoView:
        """The open video; raises ProjectError without one."""
        if self._view is None:
            raise ProjectError("no-video-open")
        return self._view

    @property
    def has_video(self) -> bool:
        return self._view is not None

    def listen(self, listener: Listener) -> None:
        """Have `listener` told after every change of the video, and when another is opened."""
        self._listeners.append(listener)

    def open_video(self, video_id: VideoId) -> VideoView:
        """Go to another video, and tell the listeners; raises ProjectError when it is not in the project."""
        content = self.project.video_content(video_id)
        self._history = History(self.author, content.steps)
        return self._show(content)

    def refresh(self) -> bool:
        """Read the video anew if someone else has edited the project; whether that was so."""
        if self._content is None or self.project.journal.head() == self._content.head:
            return False
        self._read_update(self._content)
        return True

    def run(self, command: Command) -> None:
        """Carry out a command; raises AvisbuildError and changes nothing where it does not fit.

        A video that nobody has begun, or that was handed in, returned or accepted, is being annotated from
        here on. One in review stays so: its reviewer may correct it, and anybody else is refused.
        """
        self._carry_out(command, begins_round=True)

    def run_as_is(self, command: Command) -> None:
        """Carry out a command that itself decides the video's state, such as handing it in."""
        self._carry_out(command, begins_round=False)

    @property
    def to_undo(self) -> Step | None:
        """The entry that `undo` takes back next, for the menu's label; None where there is nothing."""
        return self._history.to_undo

    @property
    def to_redo(self) -> Step | None:
        """The entry that `redo` brings back next; None where there is nothing."""
        return self._history.to_redo

    def undo(self) -> str | None:
        """Take back one's last edit of this video, today's or an older one; its label, None without one.

        Raises ConflictError, and changes nothing, where someone else has since changed what it did.
        """
        return self._take_back(lambda: self._history.to_undo, "undo")

    def redo(self) -> str | None:
        """Do again what was undone last; its label, None without one. Raises as `undo` does."""
        return self._take_back(lambda: self._history.to_redo, "redo")

    def _carry_out(self, command: Command, *, begins_round: bool) -> None:
        content = self._known_content
        try:
            with self._edit(command.label) as edit:
                # Nobody else can write now; someone may have since the last look.
                now = self.view if edit.head == content.head else self._view_now()
                begins = begins_round and now.state is not RoundState.ANNOTATING
                seen = _hash_seen(edit, now) if begins else ""
                command.carry_out(edit, now)
                if begins and edit.has_changes:
                    annotate(edit, now, author=self.author, seen_hash=seen)
        except ProjectError:
            self.refresh()  # what others have done may be why
            raise
        if edit.head != content.head:
            self._read_update(content)

    def _take_back(self, choose: Callable[[], Step | None], verb: _Verb) -> str | None:
        for _ in range(_ATTEMPTS):
            self.refresh()
            step = choose()
            if step is None:
                return None
            content = self._known_content
            inverse = self.project.journal.entry(step.sequence).inverse
            with self._edit(step.label, takes_back=step.sequence) as edit:
                if edit.head != content.head:
                    continue
                self._apply(edit, inverse, step, verb)
            self._read_update(content)
            return step.action
        raise ConflictError("others-editing")

    def _apply(self, edit: Edit, inverse: tuple[Operation, ...], step: Step, verb: _Verb) -> None:
        other = self._history.of_others_since(step)
        states = _states_set(inverse)
        is_past = _is_of_a_past_round(inverse, self.view)
        if other is not None and (states & _GIVEN_FOR_THE_WHOLE or is_past):
            raise ConflictError(_OVERTAKEN[verb], action=step.label, **_other_edit(other))
        begins = not states and self.view.state in _GIVEN_FOR_THE_WHOLE
        begins = begins and any(each.table not in _BESIDE_THE_STATE for each in inverse)
        seen = _hash_seen(edit, self.view) if begins else ""
        try:
            edit.apply(inverse)
        except ConflictError as error:
            if other is None:
                raise ConflictError(_CONFLICT_WITH_ANYONE[verb], action=step.label) from error
            raise ConflictError(_CONFLICT[verb], action=step.label, **_other_edit(other)) from error
        if begins:
            annotate(edit, self.view, author=self.author, seen_hash=seen)

    def _edit(self, label: Message, *, takes_back: int = 0) -> AbstractContextManager[Edit]:
        return self.project.edit(
            author=self.author,
            action=label,
            video_id=self.view.video.video_id,
            takes_back=takes_back,
            holder=self.holder,
        )

    def _view_now(self) -> VideoView:
        return read_view(self.project, self.view.video.video_id)

    @property
    def _known_content(self) -> VideoContent:
        if self._content is None:
            raise ProjectError("no-video-open")
        return self._content

    def _read_update(self, known: VideoContent) -> None:
        """Take in what was written since the last look, by oneself or by others."""
        content = self.project.content_update(known)
        if content is None:  # Someone has restored a copy; its past is another one, too.
            self.open_video(known.video.video_id)
            return
        for step in content.steps:
            self._history.add(step)
        self._show(content)

    def _show(self, content: VideoContent) -> VideoView:
        self._content = content
        self._view = view = _view_of(self.project, content)
        self._tell()
        return view

    def _tell(self) -> None:
        for listener in self._listeners:
            listener(self.view)


def read_view(project: Project, video_id: VideoId) -> VideoView:
    """Read one video without a workbench, to look at it only; raises ProjectError without such a video."""
    return _view_of(project, project.video_content(video_id))


def _view_of(project: Project, content: VideoContent) -> VideoView:
    """The one place where a project's recipe decides whether a silent instance may have a mask."""
    return VideoView.of(
        content, content.taxonomy, keep_silent_masks=project.recipe.keep_silent_masks
    )


def _hash_seen(edit: Edit, now: VideoView) -> str:
    """The hash to stamp a move to `annotating` with; a correction within a review is no such move."""
    in_review = now.state is RoundState.IN_REVIEW
    return "" if in_review else edit.annotation_hash(now.video.video_id)


def _states_set(operations: Iterable[Operation]) -> frozenset[RoundState]:
    return frozenset(
        RoundState.TODO if each.after is None else ROUNDS.read(each.after).state
        for each in operations
        if each.table == ROUNDS.name
    )


def _is_of_a_past_round(operations: Iterable[Operation], view: VideoView) -> bool:
    """Whether one of them is about a round that another has followed."""
    last = 0 if view.round is None else view.round.number
    rows = (each.after or each.before for each in operations if each.table == ROUNDS.name)
    return any(row is not None and ROUNDS.read(row).number < last for row in rows)


def _other_edit(step: Step) -> dict[str, Message | str]:
    """What is said of someone else's edit."""
    return {"who": step.author or Message("someone"), "other": step.label}
