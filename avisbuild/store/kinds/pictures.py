"""The check that masks and proposals share."""

from avisbuild.errors import FormatError, ProjectError
from avisbuild.masks.rle import run_lengths
from avisbuild.records import Mask, Proposal
from avisbuild.store.kinds.kind import Facts
from avisbuild.store.kinds.seconds import check_second


def check_picture(facts: Facts, picture: Mask | Proposal) -> None:
    """Refuse pixels of another size than the video's."""
    video, name = facts.video_of_instance(picture.instance_id), picture.instance_id
    check_second(video, picture.second, f" for instance {name}")
    if picture.rle.size != video.size:
        height_px, width_px = picture.rle.size
        raise ProjectError(
            f"video {video.video_id}: expected masks of {video.height_px} x {video.width_px}, "
            f"got {height_px} x {width_px} for instance {name}, second {picture.second}"
        )


def check_counts(picture: Mask | Proposal) -> None:
    """Refuse run lengths that do not fit their size; raises ProjectError."""
    # pycocotools would read outside its memory on counts that do not fit their size.
    try:
        run_lengths(picture.rle)
    except FormatError as error:
        raise ProjectError(
            f"instance {picture.instance_id}, second {picture.second}: {error}"
        ) from error
