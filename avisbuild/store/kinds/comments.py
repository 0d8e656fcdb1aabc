"""The table of comments; a remark outlives the instance it was made on."""

from avisbuild.errors import ProjectError
from avisbuild.records import Comment
from avisbuild.store.kinds.kind import Facts, Kind
from avisbuild.store.kinds.seconds import check_second


def _check(facts: Facts, comment: Comment) -> None:
    video = facts.video(comment.video_id)
    if comment.second is not None:
        check_second(video, comment.second)
    if comment.instance_id is not None and facts.video_of_instance(comment.instance_id) != video:
        raise ProjectError(f"instance {comment.instance_id} is not in video {video.video_id}")


COMMENTS = Kind(
    name="comments", record=Comment, key=("video_id", "number"), owner="video", check=_check
)
