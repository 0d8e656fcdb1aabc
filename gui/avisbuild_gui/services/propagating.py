"""The work of one propagation: masks of an instance, found one by one in a thread (R20)."""

from collections.abc import Callable
from dataclasses import dataclass

from avisbuild.errors import MediaError
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
    """The work of a job; it reports each Proposal, each LostInstance, and Messages about the pictures."""
    direction = Direction.FORWARD if request.step > 0 else Direction.BACKWARD

    def work(job: Job) -> None:
        try:
            pictures = open_pictures(project, request.video_id, job.should_stop)
        except MediaError:
            if job.should_stop():
                return
            raise
        if pictures.notice is not None:
            job.report(pictures.notice)
        for found in propose(
            project,
            request.video_id,
            [request.instance_id],
            from_second=request.start,
            seconds=request.seconds,
            direction=direction,
            pictures=pictures,
            should_stop=job.should_stop,
        ):
            if found.second in request.wanted:
                job.report(found)
        if pictures.bridged is not None:
            job.report(pictures.bridged)

    return work
