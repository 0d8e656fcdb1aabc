"""Masks propagated through the frames in the background; each proposal is shown as it is found (R20)."""

from collections.abc import Sequence

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import Cell, VideoView, commands
from avisbuild.annotation.propagation_range import PropagationRange, find_propagation_range
from avisbuild.annotation.unwritten import UnwrittenProposals
from avisbuild.messages import Message
from avisbuild.records import InstanceId, Proposal
from avisbuild_gui.services.job import GivenUpJobs, Job
from avisbuild_gui.services.propagating import PropagationRequest, propagation
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.ended_walks import EndedWalks
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.ended_walks import lost_text
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.values import Severity
from avisbuild_pipelines.propagating import JUMP_MODEL, LostInstance, is_refusal


class Propagation(QObject):
    """Propagates a mask over a run of seconds; no mask is touched by it.

    What is found is shown at once, as part of the view, and written when the propagation ends or is stopped,
    so that one step of undo takes all of it back; or before, when some of it is accepted or dropped.

    Signals:
        working_changed(text): of work that can be stopped, "" when there is none.
    """

    working_changed = pyqtSignal(str)

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        edits: Edits,
        navigation: Navigation,
        *,
        unwritten: UnwrittenProposals,
        ended: EndedWalks,
        given_up: GivenUpJobs,
    ) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._edits = edits
        self._navigation = navigation
        self._unwritten = unwritten
        self._ended = ended
        self._given_up = given_up
        self._job: Job | None = None
        self._instance_id: InstanceId | None = None
        self._found: list[Proposal] = []
        self._lost: list[LostInstance] = []
        self._why_apart: Message | None = None
        self._bridged: Message | None = None
        state.video_leaving.connect(self._leave_video)
        state.view_arriving.connect(self._take)

    @property
    def is_working(self) -> bool:
        """Whether masks are being propagated."""
        return self._job is not None

    def propagate(self, step: int) -> None:
        """Propagate the mask before (1), or after (-1), over the run, or up to the next mask."""
        view, instance_id = self._state.view, self._state.instance_id
        if view is None or instance_id is None:
            return
        if self.is_working:
            self._notices.say(tr("Masks are being propagated already; Esc stops that."))
            return
        if self._notices.refuses_change():
            return
        reach = find_propagation_range(view, instance_id, self._navigation.selection, step=step)
        if reach is None:
            self._notices.say(tr("There is no mask of this instance to begin from."))
        elif not reach.seconds:
            self._notices.say(tr("No sounding second without a mask lies there."))
        else:
            self._start(view, instance_id, reach, step)

    def stop(self) -> bool:
        """Stop what is at work, and keep what it has found; whether there was anything to stop."""
        if self._job is None or self._job.should_stop():
            return False
        self._job.stop()
        return True

    def write_if_among(self, cells: Sequence[Cell]) -> bool:
        """Have proposals of cells written that are only shown so far; False where that cannot be done."""
        return not self._unwritten.holds_any_of(cells) or self._write()

    def tell(self) -> None:
        """Say again that something is at work."""
        if self.is_working:
            self._tell_working()

    def _start(
        self, view: VideoView, instance_id: InstanceId, reach: PropagationRange, step: int
    ) -> None:
        request = PropagationRequest(
            video_id=view.video.video_id,
            instance_id=instance_id,
            start=reach.start,
            seconds=reach.seconds,
            wanted=reach.wanted,
            step=step,
        )
        self._found, self._instance_id = [], instance_id
        self._lost, self._why_apart, self._bridged = [], None, None
        self._ended.forget(instance_id, reach.seconds)
        self._job = Job("propagation", propagation(self._state.project, request), self)
        self._tell_working()
        self._job.start(done=lambda _: self._end(), failed=self._fail, reported=self._take_report)

    def _take_report(self, found: object) -> None:
        if isinstance(found, Message):
            if found.kind == "pictures-bridged":
                self._bridged = found
            else:
                self._why_apart = found
            return
        if isinstance(found, LostInstance):
            self._lost.append(found)
            self._ended.add((found.instance_id, found.second), found.reason)
            return
        assert isinstance(found, Proposal)
        self._found.append(found)
        self._unwritten.add(found)
        self._state.tell_view()
        self._tell_working()

    def _fail(self, text: str) -> None:
        if self._found or self._lost:
            self._end()
        else:
            self._clear_job()  # nothing was lost, the error says all
        self._notices.say(text, Severity.ERROR)

    def _end(self) -> None:
        """Keep what was found, and say how much that is."""
        was_stopped = self._job is not None and self._job.should_stop()
        found = self._clear_job()
        if was_stopped and not found and not self._lost:
            self._notices.say(tr("Stopped before anything was found."))
        elif not found or self._write():
            self._say_what_came(found)
        if self._why_apart is not None and is_refusal(self._why_apart):
            # The recording is there, and is read once the person says so.
            self._notices.warn(text_of(self._why_apart))

    def _clear_job(self) -> Sequence[Proposal]:
        """Nothing is at work any more; what it has found."""
        found, self._found = self._found, []
        self._job = None
        self.working_changed.emit("")
        return found

    def _write(self) -> bool:
        """Lay what was found beside the masks: one step of undo for all of it. Whether it is there now."""
        found, view = self._unwritten.take(), self._state.view
        free = [] if view is None else [each for each in found if view.has_room(each)]
        if not free or self._edits.run(lambda view: commands.add_proposals(view, free)):
            return True
        self._state.tell_view()
        return False

    def _tell_working(self) -> None:
        text = tr("Propagating…")
        if self._found:
            text = tr("Propagating: {count} found; Esc stops, and keeps them.")
        self.working_changed.emit(text.format(count=len(self._found)))

    def _say_what_came(self, found: Sequence[Proposal]) -> None:
        """How many there are, what they are to be trusted with, and where the object was lost."""
        texts = [self._count_text(found)]
        more = [lost_text(each.lost_at, each.reason) for each in self._lost]
        if self._bridged is not None:
            more.append(text_of(self._bridged))
        texts += [tr("{what}.").format(what=each) for each in more]
        is_apart = any(proposal.model == JUMP_MODEL for proposal in found)
        offer = "next_issue" if self._lost else "accept_proposals" if found else ""
        text = " ".join(each for each in texts if each)
        if is_apart or self._lost or self._bridged is not None:
            self._notices.warn(text, action_id="" if is_apart and not self._lost else offer)
        else:
            self._notices.say(text, action_id=offer)

    def _count_text(self, found: Sequence[Proposal]) -> str:
        if not found:
            nothing = tr("Nothing could be propagated: the object was lost at once.")
            return "" if self._lost else nothing
        if any(proposal.model == JUMP_MODEL for proposal in found):
            text = tr(
                "Proposed: {count}, from frames a second apart, as the source is not there: check each."
            )
        else:
            text = tr("Proposed: {count}.")
        return text.format(count=len(found))

    def _take(self, view: VideoView) -> None:
        if self._job is not None and self._instance_id not in view.by_id:
            # Whose masks they were has gone, and the proposals with it.
            self._given_up.add(self._job)
            self._forget()

    def _forget(self) -> None:
        self._job, self._found = None, []
        self._unwritten.take()
        self.working_changed.emit("")

    def _leave_video(self) -> None:
        if self._job is not None:
            # What was found is kept, though the rest is not waited for.
            self._given_up.add(self._job)
            found = self._found
            is_kept = not found or self._write()
            self._forget()
            if is_kept:
                self._say_left(len(found))

    def _say_left(self, count: int) -> None:
        """Said over the next video, where an offer for proposals of this one would have no place."""
        if self._state.view is not None:
            text = tr("Propagating in {video} ended as you left it: {count} proposed.")
            video_id = self._state.view.video.video_id
            self._notices.say(text.format(video=video_id, count=count))
