"""The work of one propagation: masks of an instance, found one by one in a thread (R20)."""

from collections.abc import Callable
from dataclasses import dataclass

from avisbuild.records import InstanceId, VideoId
from avisbuild.store import Project
from avisbuild_gui.services.job import Job
from avisbuild_pipelines.propagating import Direction, open_pictures, propose


@dataclass(frozen=True, slots=True, kw_only=True)
class PropagationRequest:
    """Whose mask goes from which second through which; proposals are wanted for `wanted` of these."""

    video_id: VideoId
    instance_id: InstanceId
    start: int
    seconds: range
    wanted: frozenset[int]
    step: int


def propagation(project: Project, request: PropagationRequest) -> Callable[[Job], None]:
    """The work of a job; it reports a Message, if there is one to give of the frames, then each Proposal."""
    direction = Direction.FORWARD if request.step > 0 else Direction.BACKWARD

    def work(job: Job) -> None:
        pictures = open_pictures(project, request.video_id)
        if pictures.notice is not None:
            job.report(pictures.notice)
        for proposal in propose(
            project,
            request.video_id,
            [request.instance_id],
            from_second=request.start,
            seconds=request.seconds,
            direction=direction,
            pictures=pictures,
            should_stop=job.should_stop,
        ):
            if proposal.second in request.wanted:
                job.report(proposal)

    return work
